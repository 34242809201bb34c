"""Lines of a source with carets under a span, fitted into a width."""

import unicodedata

from lint.migration import Place

_MOST_LINES = 4
_TAB = "    "
_CUT = "..."


def excerpt(text: str, place: Place, width: int) -> list[tuple[str, str, str]]:
    """Return, for each line shown, its number, its text, and the carets under it."""
    lines = text.split("\n")
    last = min(place.end_line, len(lines))
    if place.line > len(lines):
        return []
    shown = range(place.line, min(last, place.line + _MOST_LINES - 1) + 1)
    found = []
    for number in shown:
        row = lines[number - 1].rstrip("\r")
        start = place.column - 1 if number == place.line else len(row) - len(row.lstrip())
        end = place.end_column - 1 if number == last else len(row.rstrip())
        found.append((str(number), *_fit(row, start, max(start + 1, end), width)))
    if last > shown[-1]:
        found.append(("", _CUT, ""))
    return found


def _fit(row: str, start: int, end: int, width: int) -> tuple[str, str]:
    """Return a line and its carets, cut around the span where the line is too long."""
    before, inside, after = (_plain(part) for part in (row[:start], row[start:end], row[end:]))
    if display_width(before + inside + after) > width:
        inside = _cut_end(inside, width - len(_CUT) * 2)
        room = width - display_width(inside)
        before = _cut_start(before, max(len(_CUT), room - min(room // 2, display_width(after))))
        after = _cut_end(after, width - display_width(before + inside))
    carets = " " * display_width(before) + "^" * max(1, display_width(inside))
    return (before + inside + after).rstrip(), carets


def _plain(text: str) -> str:
    """Return text whose every character takes the place it seems to take."""
    expanded = text.replace("\t", _TAB)
    if expanded.isprintable():
        return expanded
    return "".join(each if each.isprintable() else "?" for each in expanded)


def _cut_end(text: str, width: int) -> str:
    if display_width(text) <= width:
        return text
    while text and display_width(text) > width - len(_CUT):
        text = text[:-1]
    return (text + _CUT)[: max(0, width)]


def _cut_start(text: str, width: int) -> str:
    if display_width(text) <= width:
        return text
    while text and display_width(text) > width - len(_CUT):
        text = text[1:]
    return _CUT + text


def display_width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    return sum(_columns(each) for each in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1

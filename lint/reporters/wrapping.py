"""Fits words and SQL into a width; SQL stays SQL that can be pasted."""

import re
import textwrap

_QUOTED = re.compile(r"('(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|\$\w*\$.*)")
_LEAST = 20
_INDENT = 4


def wrap_words(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """Return the lines of a text, the first and the others each with their indent."""
    return textwrap.wrap(
        text,
        max(_LEAST, width),
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


def wrap_sql(sql: str, width: int) -> list[str]:
    """Return SQL in lines: broken at spaces outside quotes, comments continued as comments."""
    found: list[str] = []
    for line in _moved_left(sql.strip("\n").expandtabs(4).split("\n")):
        found.extend(_wrap_line(line.rstrip(), width))
    return found


def _moved_left(lines: list[str]) -> list[str]:
    """Return lines whose indents, which the SQL had in its file, begin at four columns."""
    indents = [len(line) - len(line.lstrip()) for line in lines]
    surplus = min((indent for indent in indents if indent), default=0) - _INDENT
    if surplus <= 0:
        return lines
    return [line[surplus:] if indent else line for line, indent in zip(lines, indents, strict=True)]


def _wrap_line(line: str, width: int) -> list[str]:
    if len(line) <= width:
        return [line]
    indent = line[: len(line) - len(line.lstrip())]
    if line.lstrip().startswith("--"):
        return wrap_words(line.lstrip()[2:].lstrip(), width, f"{indent}-- ", f"{indent}-- ")
    if " --" in line:
        return [line]  # a comment at the end of a line cannot be moved
    return _fill(_words(line.lstrip()), width, indent)


def _words(line: str) -> list[str]:
    """Return what must stay together: a quoted part holds its spaces."""
    words = [""]
    for part in _QUOTED.split(line):
        if _QUOTED.fullmatch(part):
            words[-1] += part
            continue
        first, *others = part.split(" ")
        words[-1] += first
        words.extend(others)
    return words


def _fill(words: list[str], width: int, indent: str) -> list[str]:
    lines = [indent + words[0]]
    for word in words[1:]:
        if len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(f"{indent}    {word}")
    return lines

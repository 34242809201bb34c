"""The text of a file, made readable for the parser without moving a single character.

psql's backslash commands and the data after `COPY … FROM stdin` become blanks, `${placeholders}`
become quoted names of the same length. Offsets stay true. psql's variables are taken for names only
where a statement cannot be read otherwise: a colon has other uses in SQL. When the parser refuses
the whole, the text is split at semicolons by the scanner, so that one bad statement does not hide
the others.
"""

import re
from bisect import bisect_right

from lint.ops import Span
from lint.parse.tree import SqlError, tokens_of
from lint.record import Record

COPY = re.compile(
    r"^[ \t]*copy\b[^;]*?\bfrom\s+stdin\b[^;]*;[^\n]*(?:\n|\Z)", re.IGNORECASE | re.MULTILINE
)
END_OF_DATA = re.compile(r"^\\\.[ \t]*\r?$", re.MULTILINE)
PLACEHOLDER = re.compile(r"\$\{[A-Za-z0-9_.:-]*\}")
BLANK = re.compile(r"[^\n]")
LEADING = re.compile(r"(?:\s+|--[^\n]*(?:\n|\Z)|/\*.*?\*/)*", re.DOTALL)
# After these commands psql sends the statement before them, as a semicolon would.
SENDS = re.compile(r"\\g(?:set|exec|desc|x)?\b|\\(?:crosstabview|watch)\b")
INCLUDES = re.compile(r"\\(?:i|ir|include|include_relative)\s+(\S+)")


class Blind(Record):
    """A place where psql does something that is not in the text."""

    span: Span
    reason: str


class Source(Record):
    """The text as the parser can read it, and the blind spots in it."""

    text: str
    blind: tuple[Blind, ...] = ()


def readable(sql: str) -> Source:
    """Return the text without what only psql or a migration tool understands."""
    text = _without_copy_data(sql) if "stdin" in sql.lower() else sql
    text = text.replace("\ufeff", " ") if "\ufeff" in text else text
    if "${" in text:
        text = _with_names_for_placeholders(text)
    return _without_commands(text) if "\\" in text else Source(text)


def _blank(text: str) -> str:
    return BLANK.sub(" ", text)


def _without_copy_data(sql: str) -> str:
    pieces, place = [], 0
    for match in COPY.finditer(sql):
        if match.start() < place:
            continue
        end = END_OF_DATA.search(sql, match.end())
        if end is None and _is_sql(sql[match.end() :]):
            continue
        stop = end.end() if end else len(sql)
        pieces += [sql[place : match.end()], _blank(sql[match.end() : stop])]
        place = stop
    return "".join([*pieces, sql[place:]])


def _is_sql(rest: str) -> bool:
    """Tell if what follows a COPY without an end mark is SQL again: the data comes elsewhere."""
    return not rest.strip() or ";" in rest


def _with_names_for_placeholders(text: str) -> str:
    quoted = _quoted_spans(text)

    def replaced(match: re.Match[str]) -> str:
        if any(start <= match.start() < end for start, end in quoted):
            return match.group()
        return '"' + "$" + match.group()[2:-1] + '"'

    return PLACEHOLDER.sub(replaced, text)


def _quoted_spans(text: str) -> list[tuple[int, int]]:
    try:
        tokens = tokens_of(text)
    except SqlError:
        return []
    return [
        (start, end)
        for start, end, kind in tokens
        if kind in {"SCONST", "USCONST", "SQL_COMMENT", "C_COMMENT"} or text[start] == '"'
    ]


def _without_commands(text: str) -> Source:
    pieces: list[str] = []
    blind: list[Blind] = []
    place = 0
    for start in _command_starts(text):
        end = _line_end(text, start)
        command = text[start:end]
        blind += _blind_spot(command, Span(start, start + len(command.rstrip())))
        blanked = _blank(command)
        pieces += [text[place:start], ";" + blanked[1:] if SENDS.match(command) else blanked]
        place = end
    return Source("".join([*pieces, text[place:]]), tuple(blind))


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _command_starts(text: str) -> list[int]:
    """Return where backslash commands start: outside quotes, one per line."""
    found: list[int] = []
    place: int | None = 0
    while place is not None:
        commands, place = _commands_from(text, place)
        found += commands
    return found


# What makes the scanner take the lines after a command for something else: `\\echo it's`.
MISLEADING = re.compile(r"""['"$]|/\*""")


def _commands_from(text: str, place: int) -> tuple[list[int], int | None]:
    """Return the commands from a place on, and where to read on: after one that misleads."""
    found: list[int] = []
    end = place
    for offset, _, kind in readable_tokens(text[place:]):
        start = place + offset
        if kind == "ASCII_92" and start >= end:
            end = _line_end(text, start)
            found.append(start)
            if MISLEADING.search(text, start, end):
                return found, end
    return found, None


def _blind_spot(command: str, span: Span) -> list[Blind]:
    included = INCLUDES.match(command)
    if included:
        return [Blind(span, f"psql runs the file {included.group(1)} here")]
    if command.startswith("\\gexec"):
        return [Blind(span, "psql runs the rows of the query before \\gexec as SQL")]
    if command.startswith("\\copy"):
        return [Blind(span, "psql copies data here")]
    return []


class Offsets:
    """Turns the parser's offsets in bytes into offsets in characters."""

    def __init__(self, text: str) -> None:
        self._shifts: list[int] = []  # for each character beyond ASCII: where it ends, in bytes
        self._extra: list[int] = [0]
        if not text.isascii():
            self._measure(text)

    def _measure(self, text: str) -> None:
        place = 0
        for letter in text:
            width = 1 if letter < "\x80" else len(letter.encode("utf-8", "surrogatepass"))
            place += width
            if width > 1:
                self._shifts.append(place)
                self._extra.append(self._extra[-1] + width - 1)

    def characters(self, offset: int) -> int:
        """Return the offset in characters."""
        if not self._shifts:
            return offset
        return offset - self._extra[bisect_right(self._shifts, offset)]


class Fragment(Record):
    """A text the parser has read, and where in the file it begins."""

    text: str
    offsets: Offsets
    begin: int = 0


def pieces_of(text: str) -> list[Span]:
    """Return the spans of the statements, split at semicolons outside parentheses and bodies."""
    return _split(text, _ends(text, readable_tokens(text)))


def finer_pieces_of(text: str) -> list[Span]:
    """Return the spans between any semicolons: for when a parenthesis was never closed."""
    tokens = readable_tokens(text)
    return _split(text, [start for start, end, _ in tokens if text[start:end] == ";"])


def without_variables(text: str) -> str:
    """Return a statement with psql's `:name`, `:'name'` and `:"name"` as name, string and name."""
    letters = list(text)
    for start, _, kind in readable_tokens(text):
        if kind == "ASCII_58" and VARIABLE.match(text, start + 1):
            letters[start] = " "
    return "".join(letters)


VARIABLE = re.compile(r"""['"A-Za-z_]""")


def readable_tokens(text: str) -> list[tuple[int, int, str]]:
    """Return the tokens, as far as the text can be read."""
    while text:
        try:
            return tokens_of(text)
        except SqlError as error:
            # Unreadable from here on (a quote that never ends): what came before may still be.
            text = text[: min(error.offset, len(text) - 1)]
    return []


def _split(text: str, ends: list[int]) -> list[Span]:
    starts = [0, *(end + 1 for end in ends)]
    pieces = [Span(*pair) for pair in zip(starts, [*ends, len(text)], strict=True)]
    return [each for each in pieces if content_start(text, each.start, each.end) < each.end]


def _ends(text: str, tokens: list[tuple[int, int, str]]) -> list[int]:
    ends, parentheses, blocks, previous = [], 0, 0, ""
    for start, end, kind in tokens:
        said = text[start:end].lower()
        if said in PARENTHESES:
            parentheses = max(0, parentheses + PARENTHESES[said])
        elif (said == "atomic" and previous == "begin") or (said == "case" and blocks):
            blocks += 1
        elif said == "end" and blocks:
            blocks -= 1
        elif said == ";" and not blocks and not parentheses:
            ends.append(start)
        if kind not in {"SQL_COMMENT", "C_COMMENT"}:
            previous = said
    return ends


PARENTHESES = {"(": 1, ")": -1}


def content_start(text: str, start: int, end: int) -> int:
    """Return where the statement itself begins: after blanks and comments."""
    match = LEADING.match(text, start, end)
    return match.end() if match else start

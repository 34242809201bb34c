"""A Python migration beside the SQL that it sent: where that SQL is from, and its way back."""

import ast
import io
import re
import tokenize
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from lint.migration import Down, Piece, Positions
from lint.record import Record
from lint.sources.statements import split

_ALLOWED = re.compile(r"#\s*(headgate:[^\n]*)")
CONTROL = re.compile(r"(BEGIN|COMMIT);?\Z")
"""What Alembic and Django write themselves where a transaction begins or ends."""

_WORD = re.compile(r"\S+")
_FILE_WIDE = re.compile(r"headgate:\s*allow-file\b")


class Emitted(Record):
    """One statement that a migration sent, and the span of the call that sent it, as offsets."""

    sql: str
    start: int
    end: int


def offset_of(text: str, line: int, column: int) -> int:
    """Return the offset of a place that Python reported: its columns count UTF-8 bytes from 1."""
    start = 0
    for _ in range(line - 1):
        start = text.find("\n", start) + 1
    if column <= 1:
        return start
    end = text.find("\n", start)
    row = text[start : len(text) if end == -1 else end].encode()
    return start + len(row[: column - 1].decode(errors="ignore"))


def revision_sql(text: str, emitted: Sequence[Emitted]) -> tuple[str, Positions]:
    """Return the statements as one script, with the map from it to the Python file."""
    comments = _comments(text)
    parts: list[str] = []
    pieces: list[Piece] = []
    length = 0

    def add(part: str, *mapped: Piece) -> None:
        nonlocal length
        pieces.extend(mapped)
        parts.append(part + "\n")
        length += len(part) + 1

    for comment in comments:
        if _FILE_WIDE.match(comment.sql):
            add(f"-- {comment.sql}", Piece(length, comment.start, comment.end, is_verbatim=False))
    for statement in emitted:
        for comment in _beside(text, statement, comments):
            add(f"-- {comment.sql}", Piece(length, comment.start, comment.end, is_verbatim=False))
        add(statement.sql, *_pieces(text, statement, length))
    return "".join(parts), Positions(text, tuple(pieces))


def revision_down(text: str, name: str = "downgrade") -> Down:
    """Tell whether the file's downgrade function does anything."""
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return Down.UNKNOWN
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == name:
            return Down.ABSENT if all(_does_nothing(line) for line in node.body) else Down.PRESENT
    return Down.ABSENT


def _does_nothing(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Pass | ast.Raise):
        return True
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _pieces(text: str, emitted: Emitted, length: int) -> tuple[Piece, ...]:
    """Map what a call sent to its text in the file, or to the call where it does not stand there.

    A call may send several statements, and a helper may add its own to those in the file, so each
    statement is looked for by itself.
    """
    found: list[Piece] = []
    for statement in split(emitted.sql):
        start = length + statement.start
        words = _words(text, emitted, statement.words)
        found.extend(piece.but(sql_start=start + piece.sql_start) for piece in words)
        if not words:
            found.append(Piece(start, emitted.start, emitted.end, is_verbatim=False))
    return tuple(found) or (Piece(length, emitted.start, emitted.end, is_verbatim=False),)


def _words(text: str, emitted: Emitted, written: str) -> list[Piece]:
    """Map each word of a statement to the file; nothing where the statement is not in it.

    A migration may have moved the text to the margin before it sent it: spaces do not count.
    """
    file = _squeezed(text)
    wanted = "".join(written.split())
    first, last = (bisect_left(file.offsets, at) for at in (emitted.start, emitted.end))
    at = file.text.find(wanted, first, last)
    if at == -1 and file.text.count(wanted) == 1:
        at = file.text.find(wanted)
    pieces = []
    for word in _WORD.finditer(written) if at != -1 else ():
        start, end = file.offsets[at], file.offsets[at + len(word[0]) - 1] + 1
        pieces.append(Piece(word.start(), start, end))
        at += len(word[0])
    return pieces


class _Squeezed(Record):
    """A text without its spaces, and where each of its characters was."""

    text: str
    offsets: tuple[int, ...]


@lru_cache(maxsize=4)
def _squeezed(text: str) -> _Squeezed:
    kept = [(each, offset) for offset, each in enumerate(text) if not each.isspace()]
    return _Squeezed("".join(each for each, _ in kept), tuple(offset for _, offset in kept))


def _beside(text: str, statement: Emitted, comments: Sequence[Emitted]) -> list[Emitted]:
    """Return the comments on the lines of a call, and those on lines of their own above it."""
    if CONTROL.match(statement.sql):
        return []
    start = text.rfind("\n", 0, statement.start) + 1
    newline = text.find("\n", statement.end)
    end = len(text) if newline == -1 else newline
    start -= sum(len(line) for line in _comment_lines_before(text[:start]))
    return [
        comment
        for comment in comments
        if start <= comment.start < end and not _FILE_WIDE.match(comment.sql)
    ]


def _comment_lines_before(text: str) -> list[str]:
    """Return the lines at the end of a text that hold a comment and nothing else."""
    lines = text.splitlines(keepends=True)
    first = len(lines)
    while first and lines[first - 1].lstrip().startswith("#"):
        first -= 1
    return lines[first:]


def _comments(text: str) -> list[Emitted]:
    """Return the comments of a Python file that speak to the linter."""
    if "headgate:" not in text:
        return []
    found = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT and (match := _ALLOWED.match(token.string)):
                line, column = token.start
                start = offset_of(text, line, 1) + column
                found.append(Emitted(match[1], start, start + len(token.string)))
    except (tokenize.TokenError, SyntaxError):
        return []
    return found

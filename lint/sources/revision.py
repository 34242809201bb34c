"""A Python migration beside the SQL that it sent: where that SQL is from, and its way back."""

import ast
import io
import re
import tokenize
from collections.abc import Sequence

from lint.migration import Down, Piece, Positions
from lint.record import Record

_ALLOWED = re.compile(r"#\s*(headgate:[^\n]*)")
CONTROL = re.compile(r"(BEGIN|COMMIT);?\Z")
"""What Alembic and Django write themselves where a transaction begins or ends."""

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

    def add(part: str, piece: Piece) -> None:
        nonlocal length
        pieces.append(piece)
        parts.append(part + "\n")
        length += len(part) + 1

    for comment in comments:
        if _FILE_WIDE.match(comment.sql):
            add(f"-- {comment.sql}", Piece(length, comment.start, comment.end, is_verbatim=False))
    for statement in emitted:
        for comment in _beside(text, statement, comments):
            add(f"-- {comment.sql}", Piece(length, comment.start, comment.end, is_verbatim=False))
        add(statement.sql, _piece(text, statement, length))
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


def _piece(text: str, statement: Emitted, length: int) -> Piece:
    """Map a statement to its text in the file, or to the call where it does not stand there."""
    written = statement.sql.removesuffix(";")
    at = text.find(written, statement.start, statement.end)
    if at == -1 and text.count(written) == 1:
        at = text.find(written)
    if at == -1 or not written:
        return Piece(length, statement.start, statement.end, is_verbatim=False)
    return Piece(length, at, at + len(written))


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

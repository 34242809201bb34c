"""Finds where the statements of a script begin and end, without parsing them.

Some tools decide by a statement's first words how they run it (Flyway, Supabase). They see text,
and so does this: quotes, dollar quotes and comments are skipped, and a semicolon ends a statement.
"""

import re
from collections.abc import Iterator

from lint.record import Record

# One token that may hide a semicolon, or the semicolon itself; nested comments are counted apart.
_TOKEN = re.compile(
    r"""
      (?P<line>--[^\n]*)
    | (?P<block>/\*)
    | (?P<escaped>\b[eE]'(?:[^'\\]|\\.|'')*'?)
    | (?P<string>'(?:[^']|'')*'?)
    | (?P<identifier>"(?:[^"]|"")*"?)
    | (?P<dollar>\$(?:[^\W\d]\w*)?\$)
    | (?P<atomic>\bbegin\s+atomic\b)
    | (?P<end>;)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_COMMENT_EDGE = re.compile(r"/\*|\*/")
_ATOMIC_EDGE = re.compile(r"\b(begin\s+atomic|case|end)\b|--[^\n]*|'(?:[^']|'')*'", re.IGNORECASE)


class Statement(Record):
    """One statement of a script: `sql[start:end]`, its semicolon included."""

    start: int
    end: int
    words: str
    """Its text without leading comments and whitespace."""


def split(sql: str) -> Iterator[Statement]:
    """Yield the statements of a script, each from its first word to its semicolon."""
    start = _skip_blank(sql, 0)
    position = start
    while start < len(sql):
        token = _TOKEN.search(sql, position)
        if token is None:
            yield Statement(start, len(sql), sql[start:].rstrip())
            return
        position = _end_of(sql, token)
        if token.lastgroup == "end":
            if sql[start : token.start()].strip():
                yield Statement(start, token.end(), sql[start : token.start()].rstrip())
            start = position = _skip_blank(sql, token.end())


def _end_of(sql: str, token: re.Match[str]) -> int:
    if token.lastgroup == "block":
        return _end_of_comment(sql, token.start())
    if token.lastgroup == "dollar":
        closing = sql.find(token[0], token.end())
        return len(sql) if closing == -1 else closing + len(token[0])
    if token.lastgroup == "atomic":
        return _end_of_atomic(sql, token.end())
    return token.end()


def _end_of_comment(sql: str, start: int) -> int:
    depth = 0
    for edge in _COMMENT_EDGE.finditer(sql, start):
        depth += 1 if edge[0] == "/*" else -1
        if depth == 0:
            return edge.end()
    return len(sql)


def _end_of_atomic(sql: str, start: int) -> int:
    """Return where a `begin atomic` body ends: its `end`, past those of any CASE in it."""
    depth = 1
    for edge in _ATOMIC_EDGE.finditer(sql, start):
        if edge[1] is not None:
            depth += -1 if edge[1].lower() == "end" else 1
        if depth == 0:
            return edge.end()
    return len(sql)


def _skip_blank(sql: str, position: int) -> int:
    """Return where the next statement's first word is, past whitespace and comments."""
    while position < len(sql):
        if sql[position].isspace():
            position += 1
        elif sql.startswith("--", position):
            newline = sql.find("\n", position)
            position = len(sql) if newline == -1 else newline + 1
        elif sql.startswith("/*", position):
            position = _end_of_comment(sql, position)
        else:
            return position
    return len(sql)

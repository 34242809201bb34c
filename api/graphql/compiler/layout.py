"""Statements in lines that a person can read.

Each subquery is indented, each clause and each column of a query begins a line. Only blanks are
put in, and never into what is quoted, so a statement means what it meant.
"""

import re
from dataclasses import dataclass, field
from typing import Final

_WORD: Final = re.compile(
    r"""
    E'(?:[^'\\]|\\.|'')*' | '(?:[^']|'')*' | "(?:[^"]|"")*"  # what is quoted
  | --[^\n]*     # a comment
  | [(),]
  | \s+         # blanks, kept as they are
  | [^\s(),'"]+
    """,
    re.VERBOSE,
)
_BEGINS_QUERY: Final = frozenset({"select", "with"})
_BEGINS_LINE: Final = frozenset(
    {"from", "where", "group", "order", "limit", "union", "left", "cross", "join", "select"}
)
_KEEPS_LINE: Final = {"left": "join", "cross": "join"}
_INDENT: Final = "  "


@dataclass(slots=True)
class _Level:
    """What an open parenthesis holds, and how deep its lines are indented."""

    is_query: bool
    depth: int
    is_listing: bool = False


@dataclass(slots=True)
class _Page:
    """What is written so far."""

    pieces: list[str] = field(default_factory=list)
    levels: list[_Level] = field(default_factory=lambda: [_Level(is_query=True, depth=0)])
    depth: int = 0
    before: str = ""

    def open(self, word: str) -> None:
        """Open a parenthesis before a word."""
        self.pieces.append("(")
        is_query = word in _BEGINS_QUERY
        self.levels.append(_Level(is_query, self.depth + 1))
        if is_query:
            self.end_line(self.depth + 1)

    def close(self) -> None:
        """Close the last parenthesis."""
        level = self.levels.pop()
        if level.is_query:
            self.end_line(level.depth - 1)
        self.pieces.append(")")

    def write(self, word: str) -> None:
        """Write a word, on a new line where it begins a clause or the next column."""
        level = self.levels[-1]
        if level.is_query and word in _BEGINS_LINE and _KEEPS_LINE.get(self.before) != word:
            self.end_line(level.depth)
            level.is_listing = word == "select"
        if not word.isspace():
            self.before = word
        elif self.is_at_margin():
            return
        self.pieces.append(word)
        if word == "," and level.is_query and level.is_listing:
            self.end_line(level.depth + 1)

    def end_line(self, depth: int) -> None:
        """Begin the next line, unless this one has no words yet."""
        while self.pieces and self.pieces[-1].isspace():
            self.pieces.pop()
        if self.pieces:
            self.pieces.append("\n" + _INDENT * depth)
        self.depth = depth

    def is_at_margin(self) -> bool:
        """Say whether the line has no words yet."""
        return not self.pieces or self.pieces[-1].isspace()


def lines(statement: str) -> str:
    """Return the statement with a line for each clause and column."""
    page = _Page()
    words = _WORD.findall(statement)
    for position, word in enumerate(words):
        if word == "(":
            page.open(next((after for after in words[position + 1 :] if not after.isspace()), ""))
        elif word == ")":
            page.close()
        else:
            page.write(word)
    return "".join(page.pieces)

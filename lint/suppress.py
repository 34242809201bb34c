"""Suppression comments: a finding that somebody looked at and accepted, with the reason.

    -- headgate: allow HG201 because the table has ten rows
    -- headgate: allow-file HG504, HG505 because this runs in a maintenance window

`allow` holds for the statement it stands on, directly above, or behind on the same line;
`allow-file` for the whole file. A comment without a reason still holds, and is a finding itself; so
is one that holds nothing back.
"""

import re
from collections.abc import Sequence

from lint.ops import Span, Statement
from lint.parse import comments_of
from lint.record import KeywordRecord

MARK = "headgate:"
DIRECTIVE = re.compile(
    r"headgate:\s*(?P<word>allow-file|allow)\b(?P<codes>(?:[\s,]+HG\d{3})+)"
    r"(?:[\s,:]*(?:because\b)?\s*(?P<reason>.*?))?\s*(?:\*/)?\Z",
    re.IGNORECASE | re.DOTALL,
)
CODE = re.compile(r"HG\d{3}", re.IGNORECASE)
BECAUSE = re.compile(r"\bbecause\s+\S", re.IGNORECASE)
BLANK = re.compile(r"(?:\s|--[^\n]*(?:\n|\Z)|/\*.*?\*/)*", re.DOTALL)


class Suppression(KeywordRecord):
    """One comment; `covers` is where it holds, None for the whole file, and no codes: not read."""

    span: Span
    codes: tuple[str, ...] = ()
    has_reason: bool = False
    covers: Span | None = None

    def holds(self, code: str, span: Span) -> bool:
        """Tell if a finding of the code at that place is held back."""
        if code not in self.codes:
            return False
        return self.covers is None or self.covers.start <= span.start < max(
            self.covers.end, self.covers.start + 1
        )


def suppressions_in(sql: str, statements: Sequence[Statement]) -> tuple[Suppression, ...]:
    """Return the suppressions of a file, in order."""
    if MARK not in sql.lower():
        return ()
    return tuple(
        _read(sql, span, statements)
        for span in comments_of(sql)
        if MARK in sql[span.start : span.end].lower()
    )


def _read(sql: str, span: Span, statements: Sequence[Statement]) -> Suppression:
    text = sql[span.start : span.end]
    found = DIRECTIVE.search(text)
    if found is None:
        return Suppression(span=span, covers=span)
    codes = tuple(code.upper() for code in CODE.findall(found.group("codes")))
    is_file = found.group("word").lower() == "allow-file"
    covers = None if is_file else _covered(sql, span, statements)
    has_reason = BECAUSE.search(text) is not None
    return Suppression(span=span, codes=codes, has_reason=has_reason, covers=covers)


def _covered(sql: str, comment: Span, statements: Sequence[Statement]) -> Span:
    """Return the statement the comment belongs to, or the comment itself when it has none."""
    for statement in statements:
        span = statement.span
        if span.start <= comment.start < span.end:
            return span
        behind = sql[span.end : comment.start]
        if span.end <= comment.start and "\n" not in behind and not behind.strip("; \t"):
            return span
    for statement in sorted(statements, key=lambda each: each.span.start):
        start = statement.span.start
        if start >= comment.end and BLANK.fullmatch(sql, comment.end, start):
            return statement.span
    return comment

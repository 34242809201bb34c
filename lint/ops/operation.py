"""What every operation has: its statement, and its place in the file."""

from enum import Enum
from typing import Self

from lint.names import Name
from lint.record import KeywordRecord, Record


class Span(Record):
    """A stretch of the migration's SQL: offsets in characters, `end` exclusive."""

    start: int
    end: int


NOWHERE = Span(0, 0)


class Within(Enum):
    """Where a statement stands."""

    FILE = "file"
    DO_BLOCK = "do block"
    FUNCTION = "function"


class Statement(KeywordRecord):
    """One statement of the file: operations of one statement share it.

    The statements inside a DO block are statements of their own; their span is the whole block
    when the text inside cannot be placed. `is_conditional`: inside IF, LOOP, CASE or a block with
    an EXCEPTION clause, so it may not run at all, or fail and be undone.
    """

    index: int = 0
    span: Span = NOWHERE
    sql: str = ""
    within: Within = Within.FILE
    is_conditional: bool = False
    depth: int = 0  # of the function calls that led here


UNPLACED = Statement()


class Operation(KeywordRecord):
    """One thing done to the database; `span` is the clause that does it."""

    statement: Statement = UNPLACED
    span: Span = NOWHERE

    def placed(self, statement: Statement, span: Span) -> Self:
        """Return the operation with its place in the file."""
        return self.but(statement=statement, span=span)


class Opaque(Operation):
    """A blind spot: something runs here that cannot be read; `reason` says what."""

    reason: str


class Other(Operation):
    """A statement that nothing here needs to know more about; `kind` in SQL's words."""

    kind: str
    name: Name | None = None

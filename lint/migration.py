"""One migration, as every source hands it to the engine.

A migration is the SQL that reaches the server, where its transactions begin and end, and a map from
that SQL back to the file that a person edits. The map matters where a tool rewrites the text (goose
sections, sqlmigrate) or makes it (Alembic): a finding points at the file, never at generated SQL.
"""

from bisect import bisect_right
from enum import Enum
from functools import lru_cache

from lint.record import Record


class Transactions(Enum):
    """Where a tool puts the transactions around a migration's statements."""

    WRAPPED = "wrapped"
    """The tool opens one transaction around the file."""
    SEPARATE = "separate"
    """Autocommit: each statement is its own transaction unless the text says BEGIN."""
    IMPLICIT = "implicit"
    """One query string: several statements share an implicit transaction, a single statement runs
    by itself; BEGIN and COMMIT in the text count."""
    JOINED = "joined"
    """The same transaction as the migration before it, if that one is pending too.

    How many are pending is not known: what an earlier migration locked may still be locked, but
    what it created may as well be old and busy.
    """


class Down(Enum):
    """Whether there is a way back from a migration."""

    PRESENT = "present"
    ABSENT = "absent"
    """The tool has downs, and this migration has none (or one that does nothing)."""
    UNKNOWN = "unknown"
    """The tool has no notion of a down."""


class Place(Record):
    """A span of a file: lines and columns count characters from 1, the end column is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


class Piece(Record):
    """A run of the SQL, from `sql_start` to the next piece, and the part of the file it is from."""

    sql_start: int
    source_start: int
    source_end: int
    is_verbatim: bool = True
    """The SQL is the file's text, character by character; else all of it maps to the whole part."""


class Positions(Record):
    """Maps offsets in a migration's SQL, in characters, to places in the file that is shown."""

    source: str
    """The text of the file that is shown."""
    pieces: tuple[Piece, ...] = ()
    """In order of `sql_start`; none when the SQL is the file's text."""

    def locate(self, start: int, end: int | None = None) -> Place:
        """Return the place in the file of `sql[start:end]`; without `end`, of one point."""
        first = self._source_span(start)
        last = self._source_span(end - 1) if end is not None and end > start else (first[0],) * 2
        line, column = _line_and_column(self.source, first[0])
        end_line, end_column = _line_and_column(self.source, max(first[0], last[1]))
        return Place(line, column, end_line, end_column)

    def _source_span(self, offset: int) -> tuple[int, int]:
        """Return where the character of the SQL at `offset` begins and ends in the file."""
        if not self.pieces:
            return offset, offset + 1
        index = bisect_right(self.pieces, offset, key=lambda piece: piece.sql_start) - 1
        piece = self.pieces[max(0, index)]
        if not piece.is_verbatim:
            return piece.source_start, piece.source_end
        source = min(piece.source_start + max(0, offset - piece.sql_start), piece.source_end)
        return source, min(source + 1, piece.source_end)


class Migration(Record):
    """One step of a schema's history."""

    id: str
    path: str
    """As shown to the user."""
    sql: str
    """The *up* SQL exactly as it reaches the server, comments kept."""
    transactions: Transactions
    positions: Positions
    is_linted: bool = True
    """False for history, which is replayed into the catalog and not reported on."""
    down: Down = Down.UNKNOWN
    is_placed_by_name: bool = True
    """Whether its name says when it runs, so that one of a later name may run before it; a graph, a
    plan or a configuration may say so instead."""


class SourceError(Exception):
    """A migration, or a whole folder of them, that cannot be read: one clear line for the user."""

    def __init__(
        self, message: str, *, path: str, line: int | None = None, column: int | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.line = line
        self.column = column

    def __str__(self) -> str:
        place = [str(part) for part in (self.line, self.column) if part is not None]
        return ": ".join([":".join([self.path, *place]), self.message])


@lru_cache(maxsize=64)
def _line_starts(text: str) -> tuple[int, ...]:
    starts = [0]
    while (newline := text.find("\n", starts[-1])) != -1:
        starts.append(newline + 1)
    return tuple(starts)


def _line_and_column(text: str, offset: int) -> tuple[int, int]:
    starts = _line_starts(text)
    line = bisect_right(starts, offset)
    return line, offset - starts[line - 1] + 1

"""SQL text to operations; the only part of the linter that knows the parser.

`parse` never raises: what cannot be parsed is a `Failure` with its place, and everything else in
the file is still there.
"""

from lint import ops
from lint.ops import Operation, Span, Statement
from lint.parse.routines import body_operations, single_expression
from lint.parse.source import (
    Fragment,
    Offsets,
    finer_pieces_of,
    pieces_of,
    readable,
    readable_tokens,
    without_variables,
)
from lint.parse.statements import operations_of, placed, statement_place
from lint.parse.tree import SqlError, Tree, child, statements_of
from lint.record import Record


class Failure(Record):
    """A statement the parser refused, in the parser's words."""

    offset: int
    message: str


class Parsed(Record):
    """A file's operations in order, its statements, and what could not be parsed."""

    operations: tuple[Operation, ...]
    statements: tuple[Statement, ...]
    failures: tuple[Failure, ...] = ()


def parse(sql: str) -> Parsed:
    """Return what the text does."""
    source = readable(sql)
    reading = _Reading(sql)
    try:
        reading.take(source.text, 0)
    except SqlError:
        reading.take_pieces(source.text)
    for blind in source.blind:
        reading.blind_spot(blind.span, blind.reason)
    return reading.parsed()


def comments_of(sql: str) -> tuple[Span, ...]:
    """Return where the comments stand; those before a quote that never ends, if there is one."""
    tokens = readable_tokens(readable(sql).text)
    kinds = {"SQL_COMMENT", "C_COMMENT"}
    return tuple(Span(start, end) for start, end, kind in tokens if kind in kinds)


class _Reading:
    """What has been read so far of one text."""

    def __init__(self, sql: str) -> None:
        self.sql = sql
        self.operations: list[Operation] = []
        self.statements: list[Statement] = []
        self.failures: list[Failure] = []

    def take(self, text: str, begin: int) -> None:
        """Read a text that stands at `begin`; raises SqlError when any of it is refused."""
        raws = statements_of(text)
        fragment = Fragment(text, Offsets(text), begin)
        for raw in raws:
            self._take_statement(child(raw, "stmt"), statement_place(raw, fragment), fragment)

    def _take_statement(self, wrapper: Tree, local: Span, fragment: Fragment) -> None:
        span = Span(local.start + fragment.begin, local.end + fragment.begin)
        words = self.sql[span.start : span.end]
        statement = Statement(index=len(self.statements), span=span, sql=words)
        self.statements.append(statement)
        for operation in placed(wrapper, operations_of(wrapper), statement, fragment):
            self._add(operation, wrapper, statement)

    def _add(self, operation: Operation, wrapper: Tree, statement: Statement) -> None:
        match operation:
            case ops.CreateFunction():
                body = tuple(body_operations(wrapper, operation, statement))
                value = operation.expression
                if operation.language == "sql" and value is None:
                    value = single_expression(operation.body)
                self.operations.append(operation.but(operations=body, expression=value))
            case ops.DoBlock():
                self.operations += [operation, *body_operations(wrapper, operation, statement)]
            case _:
                self.operations.append(operation)

    def take_pieces(self, text: str) -> None:
        """Read the text statement by statement; what is refused becomes a failure."""
        for piece in pieces_of(text):
            self._take_piece(text, piece, has_parts=True)

    def _take_piece(self, text: str, piece: Span, *, has_parts: bool) -> None:
        words = text[piece.start : piece.end]
        try:
            self.take(words, piece.start)
        except SqlError as error:
            if self._takes_variables(words, piece.start):
                return
            parts = finer_pieces_of(words) if has_parts else []
            if len(parts) < len(("one", "another")):
                self.failures.append(Failure(piece.start + error.offset, error.message))
                return
            for part in parts:
                inside = Span(piece.start + part.start, piece.start + part.end)
                self._take_piece(text, inside, has_parts=False)

    def _takes_variables(self, words: str, begin: int) -> bool:
        """Read a statement with psql's variables in it, if that is what it is."""
        plain = without_variables(words)
        if plain == words:
            return False
        try:
            self.take(plain, begin)
        except SqlError:
            return False
        return True

    def blind_spot(self, span: Span, reason: str) -> None:
        """Add what psql does here, in its place among the operations."""
        statement = Statement(
            index=len(self.statements), span=span, sql=self.sql[span.start : span.end]
        )
        self.statements.append(statement)
        spot = ops.Opaque(reason=reason).placed(statement, span)
        later = (
            place for place, each in enumerate(self.operations) if each.span.start > span.start
        )
        self.operations.insert(next(later, len(self.operations)), spot)

    def parsed(self) -> Parsed:
        """Return all that was read."""
        return Parsed(tuple(self.operations), tuple(self.statements), tuple(self.failures))

"""A connection that sends several statements at once and reads their answers in one round trip.

PostgreSQL takes what arrives before a Sync as one transaction: it begins with the first statement,
a setting made local in it holds for those behind it, an error skips the rest and undoes all, and
when the last answer is read the transaction is over. So a transaction costs one round trip, and
leaves nothing on the connection.

Every statement is prepared when the connection first meets it, and those met longest ago are
forgotten. The types of its parameters are what its text says (`$1::uuid`): no value changes them.
"""

import itertools
import re
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from psycopg import AsyncConnection, OperationalError, capabilities, errors, sql
from psycopg.abc import Buffer, PQGen
from psycopg.adapt import PyFormat, Transformer
from psycopg.pq import ConnStatus, ExecStatus
from psycopg.pq.abc import PGconn, PGresult
from psycopg.rows import AsyncRowFactory, tuple_row
from psycopg.waiting import WAIT_R, WAIT_RW

Row = tuple[object, ...]
Values = Sequence[Buffer | None]

# Each costs the server the memory of its plan, on every connection.
_MOST_PREPARED: Final = 100
_PLACEHOLDER: Final = re.compile(rb"%(.)")


@dataclass(frozen=True, slots=True)
class Bound:
    """A statement whose placeholders are numbered, and their values as the server reads them."""

    text: bytes
    values: Values = ()


@dataclass(frozen=True, slots=True)
class _Preparation:
    """A statement that is on its way to be prepared."""

    text: bytes
    name: bytes


class Connection(AsyncConnection[Row]):
    """A connection of the service."""

    def __init__(self, pgconn: PGconn, row_factory: AsyncRowFactory[Row] = tuple_row) -> None:
        super().__init__(pgconn, row_factory)
        self._plans: OrderedDict[bytes, bytes] = OrderedDict()
        self._met = 0
        self._unwanted: list[bytes] = []

    async def together(self, *statements: Bound) -> PGresult:
        """Run the statements as one transaction, and return what the last of them found."""
        try:
            return await self.wait(self._together(statements))
        except errors.FeatureNotSupported:
            # A migration has changed the type of what a prepared statement finds, if it is that.
            for statement in statements:
                self._forget(statement.text)
            return await self.wait(self._together(statements))

    def dumped(self, values: Sequence[object]) -> Values:
        """Return values as the server reads them."""
        if not values:
            return ()
        return Transformer(self).dump_sequence(values, [PyFormat.TEXT] * len(values))

    def loaded(self, result: PGresult) -> list[Row]:
        """Return the rows of a result as values of Python."""
        transformer = Transformer(self)
        transformer.set_pgresult(result)
        return transformer.load_rows(0, result.ntuples, tuple)

    def _together(self, statements: Sequence[Bound]) -> PQGen[PGresult]:
        pgconn = self.pgconn
        pgconn.enter_pipeline_mode()
        try:
            commands = [
                *self._closings(),
                *(sent for each in statements for sent in self._sent(each)),
            ]
            pgconn.pipeline_sync()
            results = yield from _results(pgconn)
        finally:
            # It is lost, or was closed by who cancelled us in vain.
            if pgconn.status == ConnStatus.OK:
                pgconn.exit_pipeline_mode()
        for command, result in zip(commands, results, strict=False):
            if result.status == ExecStatus.FATAL_ERROR:
                raise errors.error_from_result(result, encoding="utf-8")
            if command is not None:
                self._keep(command)
        return results[-1]

    def _sent(self, statement: Bound) -> Iterator[_Preparation | None]:
        """Send a statement, and yield what each of its commands prepares, if anything."""
        name = self._plans.get(statement.text)
        if name is None:
            self._met += 1
            name = b"headgate_%d" % self._met
            self.pgconn.send_prepare(name, statement.text)
            yield _Preparation(statement.text, name)
        else:
            self._plans.move_to_end(statement.text)
        self.pgconn.send_query_prepared(name, statement.values)
        yield None

    def _keep(self, prepared: _Preparation) -> None:
        self._plans[prepared.text] = prepared.name
        if len(self._plans) > _MOST_PREPARED:
            self._forget(next(iter(self._plans)))

    def _forget(self, text: bytes) -> None:
        name = self._plans.pop(text, None)
        if name is not None:
            self._unwanted.append(name)

    def _closings(self) -> Iterator[None]:
        """Tell the server what it need not keep."""
        while self._unwanted:
            name = self._unwanted.pop()
            # A pooler between us and the server understands the message, and not the statement.
            if capabilities.has_send_close_prepared():
                self.pgconn.send_close_prepared(name)
            else:
                self.pgconn.send_query_params(b"deallocate " + name, None)
            yield None


def numbered(statement: sql.Composable) -> bytes:
    """Return the text of a statement with its placeholders numbered in their order."""
    places = itertools.count(1)

    def replaced(found: re.Match[bytes]) -> bytes:
        return b"%" if found[1] == b"%" else b"$%d" % next(places)

    return _PLACEHOLDER.sub(replaced, statement.as_bytes(None))


def _results(pgconn: PGconn) -> PQGen[list[PGresult]]:
    """Return what each command led to, up to the first error, which undid everything."""
    results: list[PGresult] = []
    try:
        while pgconn.flush():
            yield WAIT_RW
            pgconn.consume_input()
        while True:
            while pgconn.is_busy():
                yield WAIT_R
                pgconn.consume_input()
            result = pgconn.get_result()
            if result is None:
                # Between two commands: without a connection there is no next one.
                _require(pgconn)
            elif result.status == ExecStatus.PIPELINE_SYNC:
                return results
            else:
                results.append(result)
    except OperationalError:
        # The connection is lost. What the server said last tells why; libpq tells only that.
        if any(result.status == ExecStatus.FATAL_ERROR for result in results):
            return results
        raise


def _require(pgconn: PGconn) -> None:
    if pgconn.status == ConnStatus.BAD:
        raise OperationalError("the connection is lost")

"""The database as one member sees it, for as long as one operation lasts.

An operation runs its statements in transactions that name the organization and the member, which
row-level security reads; the settings end with the transaction, so a connection never carries them
to the next request. The first statement opens a transaction, and further ones that run meanwhile
open one each where the pool has a connection to spare. Nobody waits for the pool while holding a
connection of it: operations cannot lock one another out.
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, cast

import psycopg
from psycopg import AsyncRawCursor, sql
from psycopg_pool import PoolTimeout

from api.database.pool import Connection, Pool
from api.graphql.context import Viewer

_MOST_CONNECTIONS: Final = 4
# Long enough to take a connection that is free, too short to queue for one.
_SPARE_SECONDS: Final = 0.001
_BEGIN: Final = """select set_config('headgate.organization_id', %s, true),
       set_config('headgate.member_id', %s, true),
       set_config('statement_timeout', %s, true)"""


@dataclass(slots=True)
class TenantDatabase:
    """The statements of one operation, within its time; to be closed at its end."""

    pool: Pool
    viewer: Viewer
    deadline: float
    statements: int = 0
    _open: int = 0
    _free: list[Connection] = field(default_factory=list)
    _change: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def fetch(
        self, statement: sql.Composable, parameters: Sequence[object]
    ) -> list[tuple[object, ...]]:
        """Run one statement and return its rows."""
        self.statements += 1
        connection = await self._acquire()
        try:
            # Composed is all that sql's Composables are executed as.
            cursor = await connection.execute(cast("sql.Composed", statement), parameters)
            rows = await cursor.fetchall()
        except BaseException:
            # The transaction is lost with its statement; the next one opens another.
            await self._give_back(connection)
            raise
        await self._release(connection)
        return rows

    async def fetch_json(
        self, statement: bytes, parameters: Sequence[object]
    ) -> Sequence[bytes | None]:
        """Run a statement with numbered placeholders and return its one row, undecoded."""
        self.statements += 1
        connection = await self._acquire()
        try:
            cursor = await AsyncRawCursor(connection).execute(statement, parameters)
            row = _undecoded(cursor)
        except BaseException:
            await self._give_back(connection)
            raise
        await self._release(connection)
        return row

    async def close(self) -> None:
        """End the transactions and give the connections back."""
        while self._free:
            await self._give_back(self._free.pop())

    async def _acquire(self) -> Connection:
        async with self._change:
            while True:
                if self._free:
                    return self._free.pop()
                if self._open < _MOST_CONNECTIONS:
                    connection = await self._opened(may_wait=self._open == 0)
                    if connection is not None:
                        self._open += 1
                        return connection
                await self._change.wait()

    async def _release(self, connection: Connection) -> None:
        async with self._change:
            self._free.append(connection)
            self._change.notify()

    async def _give_back(self, connection: Connection) -> None:
        self._open -= 1
        try:
            # A closed connection has nothing to end; the pool replaces it.
            if not connection.closed:
                await connection.rollback()
        finally:
            await self.pool.putconn(connection)
            async with self._change:
                self._change.notify()

    async def _opened(self, *, may_wait: bool) -> Connection | None:
        """Return a connection inside a tenant transaction, or None where the pool has none now."""
        left = max(self.deadline - time.monotonic(), 0.0)
        try:
            connection = await self.pool.getconn(timeout=left if may_wait else _SPARE_SECONDS)
        except PoolTimeout:
            if may_wait:
                raise
            return None
        try:
            await self._begin(connection, left)
        except BaseException:
            await self.pool.putconn(connection)
            raise
        return connection

    async def _begin(self, connection: Connection, seconds: float) -> None:
        await connection.set_read_only(True)
        viewer = self.viewer
        member = str(viewer.member_id) if viewer.member_id else ""
        settings = (str(viewer.organization_id), member, f"{max(int(seconds * 1000), 1)}ms")
        # In a pipeline BEGIN and the settings are one round trip.
        async with connection.pipeline():
            await connection.execute(_BEGIN, settings)


def _undecoded(cursor: AsyncRawCursor[tuple[object, ...]]) -> list[bytes | None]:
    """Return the values of a result's one row as the server sent them."""
    found = cursor.pgresult
    if found is None or found.ntuples != 1:
        raise psycopg.InterfaceError("the statement found no row")
    return [found.get_value(0, column) for column in range(found.nfields)]

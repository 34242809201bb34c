"""The database as one member sees it, for as long as one operation lasts.

A statement runs in a transaction of its own that only reads and that names the organization and the
member, which row-level security reads. The settings travel with the statement in one round trip
(see `connection`) and end with its transaction, so a connection never carries them to the next
request. Nothing is lost by that: at PostgreSQL's usual isolation two statements of one transaction
see each other's time no more than those of two. Nobody holds a connection while waiting for
another: operations cannot lock one another out.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar

import psycopg
from psycopg import sql
from psycopg.pq.abc import PGresult

from api.database.connection import Bound, Connection, Row, numbered
from api.database.pool import Pool
from api.graphql.context import Viewer

Found = TypeVar("Found")

_MOST_CONNECTIONS: Final = 4
_SETTINGS: Final = b"""select set_config('headgate.organization_id', $1, true),
       set_config('headgate.member_id', $2, true),
       set_config('statement_timeout', $3, true),
       set_config('transaction_read_only', 'on', true)"""


@dataclass(slots=True)
class TenantDatabase:
    """The statements of one operation, within its time."""

    pool: Pool
    viewer: Viewer
    deadline: float
    statements: int = 0
    _places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_MOST_CONNECTIONS))

    async def fetch(self, statement: sql.Composable, parameters: Sequence[object]) -> list[Row]:
        """Run one statement and return its rows."""
        return await self._found(numbered(statement), parameters, Connection.loaded)

    async def fetch_json(
        self, statement: bytes, parameters: Sequence[object]
    ) -> Sequence[bytes | None]:
        """Run a statement with numbered placeholders and return its one row, undecoded."""
        return await self._found(statement, parameters, _one_row)

    async def _found(
        self,
        text: bytes,
        parameters: Sequence[object],
        read: Callable[[Connection, PGresult], Found],
    ) -> Found:
        self.statements += 1
        async with self._places:
            left = max(self.deadline - time.monotonic(), 0.0)
            connection = await self.pool.getconn(timeout=left)
            try:
                statement = Bound(text, connection.dumped(parameters))
                return read(connection, await connection.together(self._settings(), statement))
            finally:
                await self.pool.putconn(connection)

    def _settings(self) -> Bound:
        viewer = self.viewer
        organization = str(viewer.organization_id).encode()
        member = str(viewer.member_id).encode() if viewer.member_id else b""
        milliseconds = max(int((self.deadline - time.monotonic()) * 1000), 1)
        return Bound(_SETTINGS, (organization, member, b"%dms" % milliseconds))


def _one_row(_connection: Connection, found: PGresult) -> Sequence[bytes | None]:
    if found.ntuples != 1:
        raise psycopg.DataError("the statement was to find one row, and found another number")
    return [found.get_value(0, column) for column in range(found.nfields)]

"""The one connection of a process that listens, beside the pool: it must stay open and be direct.

Nothing is sent twice: what happens while nobody listens is lost. So each time that listening begins
the listener says that anything may have changed.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Final, Protocol

import psycopg
import structlog
from psycopg import sql

from api.changes.topics import CHANNEL
from api.database.pool import Access, Connection

_PAUSES_SECONDS: Final = (0.1, 0.5, 1.0, 2.0, 5.0)
# A connection that a router forgot looks like a quiet one; only asking tells them apart.
_QUIET_SECONDS: Final = 30.0
_ANSWER_SECONDS: Final = 10.0

_logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class Hearer(Protocol):
    """Whom the listener tells."""

    def hear(self, payload: str) -> None:
        """Take in a notification."""

    def miss(self) -> None:
        """Take in that notifications may have been missed."""


@dataclass(frozen=True, slots=True)
class Listener:
    """Listens for the database's notifications."""

    access: Access

    async def run(self, hearer: Hearer) -> None:
        """Tell the hearer of every notification until cancelled, through every outage."""
        pauses = _pauses()
        while True:
            try:
                async with self._connected() as connection:
                    await connection.execute(sql.SQL("listen {}").format(sql.Identifier(CHANNEL)))
                    _logger.info("listening")
                    pauses = _pauses()
                    hearer.miss()
                    await _pass_on(connection, hearer)
            except (psycopg.Error, OSError) as error:
                # The text is not logged: it may name the host and the user.
                _logger.warning("not listening", error=type(error).__qualname__)
            await asyncio.sleep(next(pauses))

    @contextlib.asynccontextmanager
    async def _connected(self) -> AsyncIterator[Connection]:
        connection = await self.access.connect()
        try:
            await connection.set_autocommit(True)
            yield connection
        finally:
            await connection.close()


async def _pass_on(connection: Connection, hearer: Hearer) -> None:
    while True:
        async for notification in connection.notifies(timeout=_QUIET_SECONDS):
            hearer.hear(notification.payload)
        async with asyncio.timeout(_ANSWER_SECONDS):
            await connection.execute("select")


def _pauses() -> Iterator[float]:
    yield from _PAUSES_SECONDS
    while True:
        yield _PAUSES_SECONDS[-1]

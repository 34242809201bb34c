"""The connections of a process that watches, beside the pool: they must stay open and be direct.

One listens. Nothing is sent twice: what happens while nobody listens is lost. So each time that
listening begins the listener says that anything may have changed.

The other makes writers speak. They are silent while nobody is in the queue for a lock, and share
the lock until their transaction ends (`20260305000000_notify_of_changes`). From the moment that we
are in the queue they speak; when we get the lock, all that was silent has ended and can be seen,
and we tell everyone to look. Only one process holds the lock, and it is enough that one does.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Final, Protocol

import psycopg
import structlog
from psycopg import sql

from api.changes.topics import CHANNEL, EVERYTHING
from api.database.connection import Connection
from api.database.pool import Access

# Spells "watchers", as the triggers do that look whether there are any.
LOCK: Final = 0x7761746368657273
_PAUSES_SECONDS: Final = (0.1, 0.5, 1.0, 2.0, 5.0)
# A connection that a router forgot looks like a quiet one; only asking tells them apart.
_QUIET_SECONDS: Final = 30.0
_ANSWER_SECONDS: Final = 10.0
# A session that waits for a lock holds a snapshot: VACUUM spares what it could see, and CREATE
# INDEX CONCURRENTLY waits for its end. So it waits anew every few seconds.
_WAIT_SECONDS: Final = 5

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
                async with self._connected() as listening, self._connected() as watching:
                    await listening.execute(sql.SQL("listen {}").format(sql.Identifier(CHANNEL)))
                    _logger.info("listening")
                    pauses = _pauses()
                    hearer.miss()
                    async with asyncio.TaskGroup() as both:
                        both.create_task(_make_writers_speak(watching))
                        both.create_task(_pass_on(listening, hearer))
            except* (psycopg.Error, OSError) as outage:
                # The text is not logged: it may name the host and the user.
                kinds = {type(error).__qualname__ for error in outage.exceptions}
                _logger.warning("not listening", errors=sorted(kinds))
            await asyncio.sleep(next(pauses))

    @contextlib.asynccontextmanager
    async def _connected(self) -> AsyncIterator[Connection]:
        connection = await self.access.connect()
        try:
            await connection.set_autocommit(True)
            yield connection
        finally:
            await connection.close()


async def _make_writers_speak(connection: Connection) -> None:
    # The login may have timeouts of its own; this waits for as long as others watch.
    await connection.execute("set statement_timeout = 0")
    await connection.execute(sql.SQL("set lock_timeout = {}").format(f"{_WAIT_SECONDS}s"))
    while not await _has_lock(connection):
        pass
    await connection.execute("select pg_notify(%s, %s)", [CHANNEL, EVERYTHING])
    while True:
        await asyncio.sleep(_QUIET_SECONDS)
        await _ask(connection)


async def _has_lock(connection: Connection) -> bool:
    try:
        await connection.execute("select pg_advisory_lock(%s)", [LOCK])
    except psycopg.errors.LockNotAvailable:
        return False
    return True


async def _pass_on(connection: Connection, hearer: Hearer) -> None:
    while True:
        async for notification in connection.notifies(timeout=_QUIET_SECONDS):
            hearer.hear(notification.payload)
        await _ask(connection)


async def _ask(connection: Connection) -> None:
    async with asyncio.timeout(_ANSWER_SECONDS):
        await connection.execute("select")


def _pauses() -> Iterator[float]:
    yield from _PAUSES_SECONDS
    while True:
        yield _PAUSES_SECONDS[-1]

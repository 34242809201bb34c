"""The service as processes: inside this one for development, in workers of their own otherwise."""

import asyncio
import contextlib
import errno
import socket
from collections.abc import Awaitable, Callable

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.embed import Server
from litestar import Litestar

from api import logs
from api.database import supply
from api.database.embedded import EmbeddedServer
from api.errors import HeadgateError
from api.interruption import Interruption
from api.settings import Settings

_LISTEN_SECONDS = 15.0
_DRAIN_SECONDS = 3.0
_LOOK_SECONDS = 0.05
_WATCH_SECONDS = 0.5


_SERVICE = "api.app:application"
_WORKER_STOP_SECONDS = 10


class EndedEarlyError(HeadgateError):
    """The service or its database ended by itself."""


async def serve(
    app: Litestar,
    settings: Settings,
    *,
    database: EmbeddedServer | None,
    interruption: Interruption,
    is_listening: Callable[[], None],
) -> None:
    """Serve until a signal asks to stop, then let requests under way finish."""
    asked = asyncio.Event()
    interruption.asks(asyncio.get_running_loop(), asked)
    server = Server(
        app, address=settings.host, port=settings.port, interface=Interfaces.ASGI,
        log_level=LogLevels.error, log_dictconfig=logs.GRANIAN,
    )  # fmt: skip
    serving = asyncio.create_task(server.serve())
    ends = [serving, _task(asked.wait()), _task(_has_ended(database))]
    announcing = asyncio.create_task(_announce(settings, is_listening))
    try:
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        has_failed = serving.done()
    finally:
        interruption.is_ignored()
        await _drain(server, serving)
        for task in (*ends, announcing):
            task.cancel()
    if has_failed:
        raise EndedEarlyError("the service ended by itself; what it logged above says why")
    if not asked.is_set():
        raise EndedEarlyError(_why_database_ended(database))


def run_workers(settings: Settings) -> None:
    """Serve from worker processes, each of which reads the environment, until a signal."""
    # One line here is better than a traceback from every worker.
    supply.running(settings)
    _refuse_taken_port(settings)
    logs.configure(settings.log_format, settings.log_level)
    Granian(
        _SERVICE, factory=True, address=settings.host, port=settings.port,
        interface=Interfaces.ASGI, workers=settings.workers, respawn_failed_workers=True,
        workers_kill_timeout=_WORKER_STOP_SECONDS, log_dictconfig=logs.GRANIAN,
    ).serve()  # fmt: skip


def _refuse_taken_port(settings: Settings) -> None:
    """Raise where nobody can listen; workers share their port, and would with a stranger too."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        socket.create_server((settings.host, settings.port), family=family).close()
    except OSError as error:
        where = f"{settings.host}:{settings.port}"
        why = "another program listens there" if error.errno == errno.EADDRINUSE else error.strerror
        raise HeadgateError(
            f"cannot listen on {where}: {why}; name another port with --port"
        ) from error


def _task(awaitable: Awaitable[object]) -> asyncio.Task[None]:
    async def wait() -> None:
        await awaitable

    return asyncio.create_task(wait())


async def _announce(settings: Settings, is_listening: Callable[[], None]) -> None:
    """Say that the service listens, once a client can connect."""
    for _ in range(int(_LISTEN_SECONDS / _LOOK_SECONDS)):
        with contextlib.suppress(OSError):
            _, writer = await asyncio.open_connection(settings.host, settings.port)
            writer.close()
            is_listening()
            return
        await asyncio.sleep(_LOOK_SECONDS)


async def _has_ended(database: EmbeddedServer | None) -> None:
    """Return when the embedded server has ended, if there is one to watch."""
    # One that was adopted is no child of ours: no event tells, only a look.
    while database is None or database.is_running:  # noqa: ASYNC110 - as said above
        await asyncio.sleep(_WATCH_SECONDS)


async def _drain(server: Server, serving: asyncio.Task[None]) -> None:
    """Let requests finish for a moment; a client that hangs on is cut off."""
    server.stop()  # type: ignore[no-untyped-call]  # Granian leaves it bare
    await asyncio.wait([serving], timeout=_DRAIN_SECONDS)


def _why_database_ended(database: EmbeddedServer | None) -> str:
    log = database.cluster / "server.log" if database else "its log"
    return f"PostgreSQL ended by itself; {str(log)!r} says why, and headgate up starts it again"

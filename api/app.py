"""The ASGI application: wiring only."""

import contextlib
from collections.abc import AsyncIterator

import structlog
from litestar import Litestar, Response, get
from litestar.datastructures import State
from litestar.types import Scope
from pydantic import SecretStr

from api import logs, readiness, settings
from api.database import pool as pools
from api.database import supply
from api.database.pool import Access
from api.settings import Settings

_CLOSE_SECONDS = 1.0

_logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


def create_app(given: Settings) -> Litestar:
    """Return the service; its pool opens and closes with it."""
    access = Access(supply.running(given), given.database_role)
    pool = pools.create(access, given.pool_size)

    @contextlib.asynccontextmanager
    async def open_pool(_app: Litestar) -> AsyncIterator[None]:
        # Not waited for: a service that starts before its database answers /livez and gets ready.
        await pool.open(wait=False)
        try:
            yield
        finally:
            await pool.close(timeout=_CLOSE_SECONDS)

    return Litestar(
        route_handlers=[livez, readyz],
        state=State({"pool": pool, "access": access}),
        lifespan=[open_pool],
        after_exception=[_log_exception],
        logging_config=None,
        openapi_config=None,
    )


def application() -> Litestar:
    """Return the service as the environment describes it: what a worker process runs."""
    given = settings.load()
    logs.configure(given.log_format, given.log_level)
    return create_app(given)


def with_database(given: Settings, url: str) -> Settings:
    """Return the settings with the database that was found for them."""
    return given.model_copy(update={"database_url": SecretStr(url)})


@get("/livez", sync_to_thread=False)
def livez() -> dict[str, str]:
    """Say that the process is up."""
    return {"status": "live"}


@get("/readyz")
async def readyz(state: State) -> Response[dict[str, str]]:
    """Say whether requests can be served, and if not, why."""
    pool: pools.Pool = state["pool"]
    reason = await readiness.obstacle(pool, state["access"])
    if reason is None:
        return Response({"status": "ready"})
    return Response({"status": "unavailable", "reason": reason}, status_code=503)


async def _log_exception(error: Exception, scope: Scope) -> None:
    _logger.error("request failed", path=scope["path"], exc_info=error)

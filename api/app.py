"""The ASGI application: wiring only."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import replace

import structlog
from litestar import Litestar, Response, Router, get
from litestar.datastructures import CacheControlHeader, State
from litestar.handlers import ASGIRouteHandler
from litestar.static_files import create_static_files_router
from litestar.types import Scope
from pydantic import SecretStr

from api import logs, readiness, settings
from api.authentication import secret
from api.authentication.verification import Authenticator, Keys, PublishedKeys, SecretKey
from api.changes.listener import Listener
from api.changes.watches import Watches
from api.database import address, supply
from api.database import pool as pools
from api.database.pool import Access, Pool
from api.endpoint import handler
from api.endpoint.documents import Documents
from api.endpoint.handler import Endpoint
from api.endpoint.operations import Executor
from api.explorer import page as explorer
from api.graphql.compiler import plans
from api.settings import ExecutorKind, Settings
from api.sockets.events import Events
from api.sockets.handler import Sockets
from api.sockets.limits import Limits

_CLOSE_SECONDS = 1.0
_LIMITS = Limits()
_YEAR_SECONDS = 365 * 24 * 3600

_logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


def create_app(given: Settings, limits: Limits = _LIMITS) -> Litestar:
    """Return the service; its pool opens and closes with it."""
    access = Access(supply.running(given), given.database_role)
    pool = pools.create(access, given.pool_size)
    watches = Watches(Listener(_direct(access, given)))

    @contextlib.asynccontextmanager
    async def open_pool(_app: Litestar) -> AsyncIterator[None]:
        # Not waited for: a service that starts before its database answers /livez and gets ready.
        await pool.open(wait=False)
        try:
            yield
        finally:
            await watches.close()
            await pool.close(timeout=_CLOSE_SECONDS)

    return Litestar(
        route_handlers=[livez, readyz, _graphql(given, pool, watches, limits), *_explorer_files()],
        state=State({"pool": pool, "access": access}),
        lifespan=[open_pool],
        after_exception=[_log_exception],
        logging_config=None,
        openapi_config=None,
    )


def _direct(access: Access, given: Settings) -> Access:
    """Return how notifications are reached, which no transaction pooler passes on."""
    if given.listen_url is None:
        return access
    return replace(access, url=address.parse(given.listen_url.get_secret_value()))


def _graphql(given: Settings, pool: Pool, watches: Watches, limits: Limits) -> ASGIRouteHandler:
    from api.schema import schema as made  # noqa: PLC0415 - building it takes a second, and not all commands serve

    schema = made._schema  # noqa: SLF001 - Strawberry offers no other way
    is_compiled = given.executor is ExecutorKind.COMPILED
    executor = Executor(
        schema,
        Documents(schema),
        pool,
        given.request_seconds,
        plans=plans.of_schema(schema) if is_compiled else None,
        is_development=given.development,
    )
    token = given.explorer_token
    page = explorer.load(token.get_secret_value() if token else None)
    authenticator = _authenticator(given)
    return handler.route(
        Endpoint(authenticator, executor, page),
        Sockets(authenticator, Events(executor, watches, limits), limits),
    )


def _explorer_files() -> list[Router]:
    folder = explorer.BUILT / "assets"
    if not folder.is_dir():
        return []
    # Their names are made from what is in them.
    forever = CacheControlHeader(max_age=_YEAR_SECONDS, immutable=True)
    path = f"{handler.PATH}/assets"
    return [create_static_files_router(path, [folder], cache_control=forever)]


def _authenticator(given: Settings) -> Authenticator:
    keys: list[Keys] = []
    found = secret.find(given)
    if found is not None:
        keys.append(SecretKey(found))
    if given.token_keys_url is not None:
        keys.append(PublishedKeys.at(given.token_keys_url))
    if not keys:
        _logger.warning(
            "no token can be checked, so /graphql refuses every request; set "
            "HEADGATE_TOKEN_SECRET or HEADGATE_TOKEN_KEYS_URL"
        )
    return Authenticator(tuple(keys), given.token_issuer, given.token_audience)


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

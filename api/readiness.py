"""Whether this process can do its work: the database answers, as the right role, at our schema.

A database that is ahead of this release is ready: the schema is expanded before the release that
needs it, and the running release must not leave the load balancer meanwhile.
"""

import psycopg
import structlog
from psycopg_pool import PoolClosed, PoolTimeout

from api.database import migrations
from api.database.connection import Connection
from api.database.migrations import Standing
from api.database.pool import Access, Pool, UnsafeRoleError

_WAIT_SECONDS = 2.0

_logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


async def obstacle(pool: Pool, access: Access) -> str | None:
    """Return why requests cannot be served, fit to be shown to anyone, or None if they can."""
    try:
        async with pool.connection(timeout=_WAIT_SECONDS) as connection:
            found = await _applied(connection)
    except (PoolTimeout, PoolClosed):
        return await _why_no_connection(access)
    except psycopg.errors.InsufficientPrivilege:
        return "the service's role may not read alembic_version; run headgate db upgrade"
    except psycopg.Error as error:
        _logger.warning("readiness query failed", error=str(error))
        return "the database does not answer"
    if migrations.standing(found) is Standing.BEHIND:
        return _behind(found)
    return None


async def _applied(connection: Connection) -> frozenset[str]:
    try:
        cursor = await connection.execute(migrations.APPLIED_REVISIONS)
    except psycopg.errors.UndefinedTable:
        await connection.rollback()
        return frozenset()
    return frozenset(str(row[0]) for row in await cursor.fetchall())


async def _why_no_connection(access: Access) -> str:
    """Ask the server ourselves: the pool only says that it waited in vain."""
    try:
        await (await access.connect()).close()
    except UnsafeRoleError as error:
        return str(error)
    except psycopg.Error as error:
        _logger.warning("database unreachable", error=str(error))
        return _known_refusal(str(error))
    return "every connection is in use"


def _known_refusal(said: str) -> str:
    if "permission denied to set role" in said:
        return "the login may not act as the service's role; grant the role to it"
    if 'role "' in said and "does not exist" in said:
        return "the service's role does not exist; run headgate db upgrade"
    return "the database cannot be reached"


def _behind(found: frozenset[str]) -> str:
    here, wanted = (", ".join(sorted(names)) or "nothing" for names in (found, migrations.heads()))
    return f"the schema is at {here} and this release needs {wanted}; run headgate db upgrade"

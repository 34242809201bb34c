"""The service's connections: one pool per process, each acting as the role that RLS holds.

The login may be anyone who is a member of `headgate_app`; see docs/decisions/0002. The role is
asked for when a connection starts, so that `reset role` and `discard all` lead back to it and not
to the login. A connection whose role could pass row-level security is refused.
"""

import select
from dataclasses import dataclass

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg_pool import AsyncConnectionPool

from api.database.address import DatabaseUrl
from api.database.connection import Connection

Pool = AsyncConnectionPool[Connection]

_WAIT_SECONDS = 10.0
_CONNECT_SECONDS = 5
# Where PostgreSQL writes JSON itself, instants are in UTC as in everything that we write. What is
# read often is in memory, so finding a row by an index costs what the next row does: at the default
# of 4, small tables are read whole for each row of another. Compiling a plan to machine code takes
# longer than a statement of ours may.
_SESSION = "-c timezone=UTC -c random_page_cost=1.1 -c jit=off"
_PASSES_SECURITY = "select rolsuper or rolbypassrls from pg_roles where rolname = current_user"


class UnsafeRoleError(psycopg.OperationalError):
    """The connection acts as a role that row-level security does not hold."""


@dataclass(frozen=True, slots=True)
class Access:
    """Which database the service uses, and as whom."""

    url: DatabaseUrl
    role: str

    def conninfo(self) -> str:
        """Return what libpq connects with: the URL, whose own options are kept, and the role."""
        parameters = {"application_name": "headgate", "connect_timeout": str(_CONNECT_SECONDS)}
        given = str(conninfo_to_dict(self.url).get("options") or "")
        role = f"-c role={_escaped(self.role)}" if self.role else ""
        parameters["options"] = f"{given} {_SESSION} {role}".strip()
        return make_conninfo(self.url, **parameters)

    async def connect(self) -> Connection:
        """Return a connection of its own, outside any pool."""
        connection = await Connection.connect(self.conninfo())
        try:
            await refuse_unsafe_role(connection)
        except BaseException:
            await connection.close()
            raise
        return connection


def create(access: Access, size: int) -> Pool:
    """Return a closed pool of connections to the database."""
    return AsyncConnectionPool(
        access.conninfo(),
        connection_class=Connection,
        min_size=min(2, size),
        max_size=size,
        timeout=_WAIT_SECONDS,
        # Past this the next request tries anew, instead of waiting out a growing pause.
        reconnect_timeout=_WAIT_SECONDS,
        configure=refuse_unsafe_role,
        check=_check,
        name="headgate",
        open=False,
    )


async def refuse_unsafe_role(connection: Connection) -> None:
    """Raise unless row-level security holds the connection's role."""
    cursor = await connection.execute(_PASSES_SECURITY)
    row = await cursor.fetchone()
    await connection.commit()
    if row is None or row[0]:
        raise UnsafeRoleError(
            "the connection's role bypasses row-level security; set HEADGATE_DATABASE_ROLE to a "
            "role that does not"
        )


async def _check(connection: Connection) -> None:
    """Raise where the server ended the connection while nobody used it."""
    # Then there is something to read, if only the end. A server that vanished without a word
    # is found out by no question either, but by waiting: the operation's time is the bound.
    looking = select.poll()
    looking.register(connection.fileno(), select.POLLIN)
    if looking.poll(0):
        await AsyncConnectionPool.check_connection(connection)


def _escaped(role: str) -> str:
    """Return the name as libpq's `options` wants it: a backslash before blank and backslash."""
    return role.replace("\\", "\\\\").replace(" ", "\\ ")

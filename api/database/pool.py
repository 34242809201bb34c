"""The service's connections: one pool per process, each acting as the role that RLS holds.

The login may be anyone who is a member of `headgate_app`; see docs/decisions/0002. The role is
asked for when a connection starts, so that `reset role` and `discard all` lead back to it and not
to the login. A connection whose role could pass row-level security is refused.
"""

import select
import time
from dataclasses import dataclass

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg_pool import AsyncConnectionPool

from api.database.address import DatabaseUrl
from api.database.connection import Connection

_WAIT_SECONDS = 10.0
_CONNECT_SECONDS = 5
# PostgreSQL writes instants into JSON by the session's clock, and we write them in UTC. What is
# read often is in memory, so finding a row by an index costs what the next row does: at the default
# of 4, small tables are read whole for each row of another. Compiling a plan to machine code takes
# longer than a statement of ours may.
_SESSION = "-c timezone=UTC -c random_page_cost=1.1 -c jit=off"
_CLOCKS = frozenset({"UTC", "Etc/UTC"})
_PASSES_SECURITY = "select rolsuper or rolbypassrls from pg_roles where rolname = current_user"


class UnfitSessionError(psycopg.OperationalError):
    """The connection is not set up as the service needs it."""


class UnsafeRoleError(UnfitSessionError):
    """The connection acts as a role that row-level security does not hold."""


@dataclass(frozen=True, slots=True)
class Access:
    """Which database the service uses, and as whom."""

    url: DatabaseUrl
    role: str

    def conninfo(self) -> str:
        """Return what libpq connects with: the URL, whose own options are kept, and the role."""
        options = str(conninfo_to_dict(self.url).get("options") or "")
        # Without a role there may be a pooler between us and the server that takes no options.
        if self.role:
            options = f"{options} {_SESSION} -c role={_escaped(self.role)}".strip()
        return make_conninfo(
            self.url,
            application_name="headgate",
            connect_timeout=str(_CONNECT_SECONDS),
            # What the server writes goes to the client as it comes.
            client_encoding="UTF8",
            options=options,
        )

    async def connect(self) -> Connection:
        """Return a connection of its own, outside any pool."""
        connection = await Connection.connect(self.conninfo())
        try:
            await refuse_unfit(connection)
        except BaseException:
            await connection.close()
            raise
        return connection


class Pool(AsyncConnectionPool[Connection]):
    """A pool that lends no connection which the server has ended.

    Its own check of what it lends pauses after each that fails, and ever longer. When the server
    restarts all of them fail, and requests would wait for the pauses until their time is up.
    """

    async def getconn(self, timeout: float | None = None) -> Connection:  # noqa: ASYNC109 - the pool's
        """Return a connection, which is to be put back; those that have ended are replaced."""
        deadline = time.monotonic() + (self.timeout if timeout is None else timeout)
        while True:
            connection = await super().getconn(max(deadline - time.monotonic(), 0.0))
            if not _has_ended(connection):
                return connection
            await connection.close()
            await self.putconn(connection)


def create(access: Access, size: int) -> Pool:
    """Return a closed pool of connections to the database."""
    return Pool(
        access.conninfo(),
        connection_class=Connection,
        min_size=min(2, size),
        max_size=size,
        timeout=_WAIT_SECONDS,
        # Past this the next request tries anew, instead of waiting out a growing pause.
        reconnect_timeout=_WAIT_SECONDS,
        configure=refuse_unfit,
        name="headgate",
        open=False,
    )


async def refuse_unfit(connection: Connection) -> None:
    """Raise unless row-level security holds the connection's role and its clock is UTC."""
    clock = connection.info.parameter_status("TimeZone")
    if clock not in _CLOCKS:
        raise UnfitSessionError(
            f"the connection's time zone is {clock}; set it on the server: "
            "alter role … set timezone = 'UTC'"
        )
    cursor = await connection.execute(_PASSES_SECURITY)
    row = await cursor.fetchone()
    await connection.commit()
    if row is None or row[0]:
        raise UnsafeRoleError(
            "the connection's role bypasses row-level security; set HEADGATE_DATABASE_ROLE to a "
            "role that does not"
        )


def _has_ended(connection: Connection) -> bool:
    """Say whether the server has ended the connection while nobody used it."""
    # Then it has said so, and an idle server says nothing else that could not be said anew to
    # another connection. A server that vanished without a word is found by no question either,
    # but by waiting: the operation's time is the bound. Nothing here waits, so nothing can be
    # cancelled half-way.
    looking = select.poll()
    looking.register(connection.fileno(), select.POLLIN)
    return bool(looking.poll(0))


def _escaped(role: str) -> str:
    """Return the name as libpq's `options` wants it: a backslash before blank and backslash."""
    return role.replace("\\", "\\\\").replace(" ", "\\ ")

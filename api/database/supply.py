"""Which database a command works on: the one `DATABASE_URL` names, or the embedded server's."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import psycopg
from psycopg import sql

from api.database import address, embedded
from api.database.address import DatabaseError, DatabaseUrl
from api.database.embedded import EmbeddedServer
from api.settings import Settings

DATABASE = "headgate"
# A PGSSLMODE that is there for another database would be refused: on loopback there is no TLS.
_PLAIN = "?sslmode=disable"


def cluster(settings: Settings) -> Path:
    """Return the folder of the embedded server's files."""
    return settings.data.expanduser().absolute() / "postgres"


def given(settings: Settings) -> DatabaseUrl | None:
    """Return the database that `DATABASE_URL` names, if it names one."""
    secret = settings.database_url
    return address.parse(secret.get_secret_value()) if secret is not None else None


def running(settings: Settings) -> DatabaseUrl:
    """Return the database, given or of the embedded server that some process runs."""
    url = given(settings)
    if url is not None:
        return url
    server = embedded.find(cluster(settings))
    if server is None:
        raise DatabaseError(
            "no database: set DATABASE_URL, or start the embedded server with headgate up "
            f"(none runs on {str(settings.data)!r})"
        )
    return ensure_database(server)


@contextlib.contextmanager
def borrowed(settings: Settings) -> Iterator[DatabaseUrl]:
    """Give the database for one command, starting the embedded server for it where none runs."""
    url = given(settings)
    if url is not None:
        address.check(url)
        yield url
        return
    server = embedded.find(cluster(settings))
    if server is not None:
        yield ensure_database(server)
        return
    with owned(settings) as server:
        yield ensure_database(server)


@contextlib.contextmanager
def owned(settings: Settings) -> Iterator[EmbeddedServer]:
    """Run the embedded server for as long as the block lasts."""
    server = embedded.start(cluster(settings), port=settings.postgres_port)
    try:
        yield server
    finally:
        embedded.stop(server)


def ensure_database(server: EmbeddedServer) -> DatabaseUrl:
    """Return the URL of the embedded server's database, made if it is not there."""
    # It is there already, or a second command makes it at the same moment.
    is_there = (psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation)
    with (
        contextlib.suppress(*is_there),
        psycopg.connect(server.url() + _PLAIN, autocommit=True) as connection,
    ):
        connection.execute(sql.SQL("create database {}").format(sql.Identifier(DATABASE)))
    return DatabaseUrl(server.url(DATABASE) + _PLAIN)

"""Where a database is: the URLs people write, as the driver wants them and as they may be shown."""

import re
from typing import NewType
from urllib.parse import urlsplit

import psycopg
from psycopg.conninfo import conninfo_to_dict

from api.errors import HeadgateError

DatabaseUrl = NewType("DatabaseUrl", str)
"""A `postgresql://` URL that libpq can read; it may hold a password and is never shown whole."""

OLDEST_MAJOR = 14
_SCHEMES = {"postgres", "postgresql", "postgresql+psycopg"}
_CONNECT_SECONDS = 10


class DatabaseError(HeadgateError):
    """The database could not be used; the message says which and what to do."""


def parse(written: str) -> DatabaseUrl:
    """Return the URL as libpq wants it, from any of the spellings in use."""
    scheme, separator, rest = written.partition("://")
    if not separator or scheme not in _SCHEMES:
        # What is there instead may be a secret, so it is not repeated.
        raise DatabaseError(
            "DATABASE_URL is not a PostgreSQL URL; it must look like "
            "postgresql://user:password@host:5432/database"
        )
    url = f"postgresql://{rest}"
    try:
        conninfo_to_dict(url)
    except psycopg.ProgrammingError as error:
        said = _without_secrets(error, url)
        raise DatabaseError(f"DATABASE_URL cannot be read: {said}") from None
    return DatabaseUrl(url)


def describe(url: DatabaseUrl) -> str:
    """Return the database's name and place, fit to be shown."""
    parameters = conninfo_to_dict(url)
    host, port = parameters.get("host", "localhost"), parameters.get("port", "5432")
    name = parameters.get("dbname") or parameters.get("user") or "default"
    return f"database {str(name)!r} on {host}:{port}"


def check(url: DatabaseUrl) -> None:
    """Connect once, and say in one line why the database cannot be used if so."""
    try:
        with psycopg.connect(url, connect_timeout=_CONNECT_SECONDS) as connection:
            version = connection.info.server_version
    except psycopg.Error as error:
        raise refusal(url, error) from error
    if version < OLDEST_MAJOR * 10_000:
        raise DatabaseError(
            f"{describe(url)} is PostgreSQL {version // 10_000}; headgate needs "
            f"{OLDEST_MAJOR} or newer"
        )


def refusal(url: DatabaseUrl, error: psycopg.Error) -> DatabaseError:
    """Return the error that says why a connection was refused and what to do."""
    said = str(error)
    user = conninfo_to_dict(url).get("user", "")
    if "password authentication failed" in said:
        return DatabaseError(
            f"{describe(url)} refuses the password of user {user!r}; correct DATABASE_URL"
        )
    if re.search(r'database "[^"]*" does not exist', said):
        return DatabaseError(f"{describe(url)} does not exist; create it or correct DATABASE_URL")
    return DatabaseError(f"{describe(url)} cannot be reached: {_reason(said)}")


def _reason(said: str) -> str:
    """Return the server's or the driver's own words, without the prefix that names the host."""
    first = next((line for line in said.splitlines() if line.strip()), "no reason given")
    return re.sub(r"^.*?(?:failed: (?=\S)|FATAL:\s+)(?!.*failed: )", "", first).strip()


def _without_secrets(error: Exception, url: str) -> str:
    """Return what the driver says of a URL, which may quote the password."""
    said = str(error).strip()
    try:
        password = urlsplit(url).password
    except ValueError:
        return "its host or port is malformed"
    return said.replace(password, "***") if password else said

"""Reads a live database: its schema as SQL, and how big its tables are.

The schema is written by the server itself, by one query over its catalogs, so that no pg_dump of
the right version has to be there. It is read in one read-only transaction.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from lint.facts import TableSize
from lint.migration import SourceError
from lint.names import Name
from lint.persistent import PersistentMap
from lint.record import KeywordRecord

if TYPE_CHECKING:
    from psycopg import Cursor

CONNECT_SECONDS = 10
STATEMENT_TIMEOUT = "60s"
_QUERIES = Path(__file__).parent / "queries"

Row = tuple[object, ...]


class Live(KeywordRecord):
    """What a server said of itself."""

    pg_version: int
    schema: str
    sizes: PersistentMap[Name, TableSize]


def read_database(url: str) -> Live:
    """Return what the server at `url` says; raise `SourceError` where it does not answer."""
    try:
        import psycopg  # noqa: PLC0415 - the base install has no driver
    except ImportError as problem:
        message = "needs psycopg, which is not installed; pip install 'psycopg[binary]'"
        raise SourceError(message, path="--database") from problem
    try:
        with psycopg.connect(url, connect_timeout=CONNECT_SECONDS) as connection:
            connection.read_only = True
            with connection.cursor() as cursor:
                return _read(cursor)
    except psycopg.Error as problem:
        said = str(problem).strip().splitlines() or [type(problem).__name__]
        raise SourceError(f"no answer: {said[0].strip()}", path="--database") from problem


def _read(cursor: "Cursor[Row]") -> Live:
    cursor.execute(f"set local statement_timeout = '{STATEMENT_TIMEOUT}'")
    cursor.execute("set local search_path = pg_catalog")
    cursor.execute("show server_version_num")
    version = int(str(cursor.fetchall()[0][0])) // 10_000
    cursor.execute((_QUERIES / "schema.sql").read_text(encoding="utf-8"))
    statements = [str(row[0]) for row in cursor.fetchall()]
    cursor.execute((_QUERIES / "sizes.sql").read_text(encoding="utf-8"))
    sizes: PersistentMap[Name, TableSize] = PersistentMap()
    for schema, table, rows, size in cursor.fetchall():
        name = Name(str(schema), str(table))
        sizes = sizes.with_item(name, TableSize(rows=int(str(rows)), bytes=int(str(size))))
    return Live(pg_version=version, schema=";\n".join([*statements, ""]), sizes=sizes)

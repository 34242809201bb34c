"""What is known of the database before the first migration.

A dump, or a live server's catalog written as one, is replayed as a migration that is not linted;
then the migrations that are already in it are left out. Without either, a history that begins by
creating things begins with an empty database, and any other with one of which nothing is known.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from lint.catalog import Catalog
from lint.migration import Migration, Positions, Transactions
from lint.record import KeywordRecord
from lint.settings import Settings
from lint.sources.files import read_text
from lint.sources.history import History
from lint.sources.statements import split

DEFAULT_PG_VERSION = 18

# What a script may do before its first CREATE and still begin with nothing.
_PRELUDE = re.compile(r"(set|reset|begin|start|comment|select|do|grant|revoke)\b", re.IGNORECASE)
_CREATES = re.compile(
    r"create\s+(or\s+replace\s+)?"
    r"(unlogged\s+)?(table|schema|type|domain|sequence|extension|role|function|procedure)\b",
    re.IGNORECASE,
)


class Start(KeywordRecord):
    """The catalog to begin with, and what is replayed into it first."""

    catalog: Catalog
    pg_version: int
    replayed: tuple[Migration, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()

    @property
    def is_given(self) -> bool:
        """Tell whether the user said what the database holds."""
        return bool(self.replayed)


def starting_point(settings: Settings, known: History) -> Start:
    """Return what the migrations start from."""
    if settings.database is not None:
        return _from_database(settings.database, settings.pg_version)
    pg_version = settings.pg_version or DEFAULT_PG_VERSION
    if settings.schema is not None:
        dump = read_text(Path(settings.schema))
        catalog = Catalog.empty(pg_version)
        return Start(
            catalog=catalog, pg_version=pg_version, replayed=(_replayed(dump, settings.schema),)
        )
    starts_empty = known.is_whole and starts_from_nothing(known.migrations)
    catalog = Catalog.empty(pg_version) if starts_empty else Catalog.unknown(pg_version)
    return Start(catalog=catalog, pg_version=pg_version)


def _from_database(url: str, pg_version: int | None) -> Start:
    from lint.live import read_database  # noqa: PLC0415 - brings a driver

    live = read_database(url)
    catalog = Catalog.empty(pg_version or live.pg_version).but(sizes=live.sizes)
    return Start(
        catalog=catalog,
        pg_version=pg_version or live.pg_version,
        replayed=(_replayed(live.schema, "<database>"),),
    )


def _replayed(sql: str, path: str) -> Migration:
    mode = Transactions.SEPARATE
    return Migration("schema", path, sql, mode, Positions(sql), is_linted=False)


def starts_from_nothing(migrations: Sequence[Migration]) -> bool:
    """Tell whether the first statement that does anything creates something."""
    for migration in migrations:
        for statement in split(migration.sql):
            if _CREATES.match(statement.words):
                return True
            if not _PRELUDE.match(statement.words):
                return False
    return False

"""What is dangerous is found, what is safe is let through: whole migrations, as people write them.

A danger here is an error or a warning of HG1 to HG6; notes are advice and do not count. The
migrations stand in `verdicts/`, each below a comment that says what it is.
"""

import re
from pathlib import Path

import psycopg
import pytest

from lint.catalog import Catalog
from lint.engine import check
from lint.finding import Severity
from lint.migration import Migration, Transactions
from lint.parse import parse
from lint.rule import load_rules
from lint.sources.options import Options
from lint.sources.plain_sql import from_text

FOLDER = Path(__file__).parent / "verdicts"
SCHEMA = (FOLDER / "schema.sql").read_text()
MARK = re.compile(r"^-- (safe|dangerous)(?: (HG\d{3}))?\n", re.MULTILINE)
# These are refused, or fail on the data, so they cannot be run to the end.
REFUSED = ("HG6", "HG513")


def _cases(file: str) -> list[tuple[str, str]]:
    """Return the code, where there is one, and the text of each migration."""
    _, *parts = MARK.split((FOLDER / file).read_text())
    return list(zip(parts[1::3], parts[2::3], strict=True))


RULES = load_rules()
SAFE = [sql for _, sql in _cases("safe.sql")]
DANGEROUS = _cases("dangerous.sql")


def dangers(sql: str, pg_version: int) -> list[str]:
    """Return the codes of what is dangerous, in the order of the text."""
    history = _migration("0001", SCHEMA).but(is_linted=False)
    report = check(
        [history, _migration("0002", sql)],
        pg_version=pg_version,
        start=Catalog.empty(pg_version),
        rules=RULES,
    )
    assert report.errors == ()
    dangerous = (each for each in report.findings if each.severity > Severity.NOTE)
    return [each.code for each in dangerous if "HG1" <= each.code < "HG7"]


def _migration(identifier: str, sql: str) -> Migration:
    return from_text(sql, identifier, f"{identifier}.sql", Options())


@pytest.mark.parametrize("pg_version", [14, 18])
@pytest.mark.parametrize("sql", SAFE)
def test_a_safe_migration_raises_no_alarm(sql: str, pg_version: int) -> None:
    assert dangers(sql, pg_version) == []


@pytest.mark.parametrize("pg_version", [14, 18])
@pytest.mark.parametrize(("code", "sql"), DANGEROUS)
def test_a_dangerous_migration_is_found_for_what_it_is(
    code: str, sql: str, pg_version: int
) -> None:
    assert code in dangers(sql, pg_version)


def test_the_migrations_run_on_a_live_server(database_url: str) -> None:
    runnable = [sql for code, sql in DANGEROUS if not code.startswith(REFUSED)]
    with psycopg.connect(database_url, autocommit=True) as connection:
        for sql in [*SAFE, *runnable]:
            connection.execute("drop schema public cascade; create schema public; reset all")
            connection.execute(psycopg.sql.SQL(SCHEMA))
            _run(connection, _migration("0002", sql))


def _run(connection: psycopg.Connection[tuple[object, ...]], migration: Migration) -> None:
    if migration.transactions is Transactions.WRAPPED:
        with connection.transaction():
            connection.execute(psycopg.sql.SQL(migration.sql))
        return
    for statement in parse(migration.sql).statements:
        connection.execute(psycopg.sql.SQL(statement.sql))

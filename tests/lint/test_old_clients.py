"""What breaks running clients is found, and what does not is passed over in silence.

Each case is a schema, a statement of a client that works with it, and a migration. On a live server
the client's statement is run again after the migration: it fails with the SQLSTATE that the case
says, or works still. On paper, the rules of lost data and broken clients must say just the same;
and without the schema they must still find what is dangerous, unless the case says `if known`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from lint.catalog import Catalog
from lint.engine import check
from lint.finding import Severity
from lint.migration import Migration, Positions, Transactions
from lint.rule import load_rules

FOLDER = Path(__file__).parent / "clients"
CASE = re.compile(
    r"^-- case (?P<title>.+)\n-- expect (?P<expected>.+)\n"
    r"(?P<schema>(?:.*\n)*?)-- client\n(?P<client>(?:.*\n)*?)"
    r"-- migration\n(?P<migration>(?:.+\n)+)",
    re.MULTILINE,
)
RULES = [rule for rule in load_rules() if rule.code.startswith(("HG3", "HG4"))]
WORKS = {"nothing", "works"}


@dataclass(frozen=True, slots=True)
class Case:
    """One case of a file; `codes` are the findings, `sqlstate` is None where the client works."""

    needs_schema: bool
    title: str
    codes: tuple[str, ...]
    sqlstate: str | None
    schema: str
    client: str
    migration: str


def _case(file: str, found: re.Match[str]) -> Case:
    said, needs_schema, _ = found["expected"].partition(" if known")
    words = said.split()
    return Case(
        needs_schema=bool(needs_schema),
        title=f"{file}: {found['title']}",
        codes=tuple(sorted(word for word in words if word.startswith("HG"))),
        sqlstate=None if words[-1] in WORKS else words[-1],
        schema=found["schema"],
        client=found["client"],
        migration=found["migration"],
    )


CASES = [
    _case(path.stem, found)
    for path in sorted(FOLDER.glob("*.sql"))
    for found in CASE.finditer(path.read_text())
]
every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)


def test_every_case_of_the_files_is_read() -> None:
    texts = [path.read_text() for path in FOLDER.glob("*.sql")]
    assert len(CASES) == sum(text.count("-- case ") for text in texts) > 100


def _migration(number: int, text: str) -> Migration:
    return Migration(
        id=str(number),
        path=f"{number}.sql",
        sql=text,
        transactions=Transactions.WRAPPED,
        positions=Positions(text),
        is_linted=number > 1,
    )


def _found(case: Case, start: Catalog, history: str) -> tuple[str, ...]:
    migrations = (_migration(1, history), _migration(2, case.migration))
    report = check(migrations, pg_version=18, start=start, rules=RULES)
    assert report.errors == ()
    shown = (each for each in report.findings if each.severity > Severity.NOTE)
    return tuple(sorted(each.code for each in shown))


@every_case
def test_the_rules_say_what_the_client_will_see(case: Case) -> None:
    assert _found(case, Catalog.empty(18), case.schema) == case.codes


@every_case
def test_what_is_dangerous_is_found_when_nothing_is_known_of_the_database(case: Case) -> None:
    if case.codes and not case.needs_schema:
        assert _found(case, Catalog.unknown(18), "")


@every_case
def test_the_client_fails_or_works_as_the_case_says(
    case: Case, postgres_url: Callable[[int], str], major: int
) -> None:
    with psycopg.connect(postgres_url(major)) as connection:
        _run(connection, case.schema)
        with connection.transaction(force_rollback=True):
            _run(connection, case.client)
        _run(connection, case.migration)
        assert _sqlstate(connection, case.client) == case.sqlstate
        connection.rollback()


def _sqlstate(connection: psycopg.Connection, statement: str) -> str | None:
    try:
        _run(connection, statement)
    except psycopg.Error as error:
        return error.sqlstate
    return None


def _run(connection: psycopg.Connection, statements: str) -> None:
    connection.execute(sql.SQL(statements))

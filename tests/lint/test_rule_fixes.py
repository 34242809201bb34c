"""A fix is SQL to paste: put in the place of what was found, it is clean, and the server takes it.

A fix whose parts go into several migrations says so in comments, and is cut there. A fix that is
only comments leaves the statement out.
"""

import psycopg
import pytest

from lint.advice import LATER, OUTSIDE, THEN_OUTSIDE
from lint.catalog import Catalog
from lint.engine import check
from lint.finding import Finding, Severity
from lint.migration import Migration, Positions, Transactions
from lint.parse import parse
from lint.rule import Rule, load_rules
from tests.lint.examples import Example, examples_of, linted

RULES = load_rules()
CUTS = {
    LATER: Transactions.WRAPPED,
    OUTSIDE: Transactions.SEPARATE,
    THEN_OUTSIDE: Transactions.SEPARATE,
}
# There is no online way: the fix is the same statement with a limit.
NO_WAY = {"HG207", "HG299"}
# The fix is what the reader must decide or write elsewhere.
IN_WORDS = {"HG502", "HG513", "HG514", "HG604", "HG699", "HG303", "HG417", "HG990", "HG991"}
# The fix takes the place of the statement before as well, or comes at the end.
ELSEWHERE = {"HG508", "HG510"}


def _is_tried(rule: Rule) -> bool:
    return rule.code not in NO_WAY | IN_WORDS | ELSEWHERE


BAD = [
    example
    for rule in RULES
    if _is_tried(rule)
    for example in examples_of(rule)
    if example.is_bad and not example.is_untried
]


def _found(example: Example, version: int) -> Finding:
    report = linted(example, RULES, version)
    return next(each for each in report.findings if each.code == example.rule.code)


def _mended(example: Example, finding: Finding) -> tuple[Migration, ...]:
    """Return the migrations with the fix in the place of the statement that was found."""
    *history, last = example.migrations
    place = last.positions.source.splitlines(keepends=True)
    start = sum(map(len, place[: finding.line - 1])) + finding.column - 1
    statement = next(each for each in parse(last.sql).statements if each.span.end > start)
    head, tail = last.sql[: statement.span.start], last.sql[statement.span.end :].lstrip("; \n")
    mode, lines, made = last.transactions, [head], []
    for line in [*finding.fix.splitlines(), tail]:
        if line not in CUTS:
            lines.append(line)
            continue
        made.append((mode, "\n".join(lines)))
        mode, lines = CUTS[line], []
    made.append((mode, "\n".join(lines)))
    return (*history, *_migrations(made))


def _migrations(made: list[tuple[Transactions, str]]) -> list[Migration]:
    written = [(mode, sql) for mode, sql in made if parse(sql).statements]
    return [
        Migration(f"1{number:03}", f"1{number:03}.sql", sql, mode, Positions(sql))
        for number, (mode, sql) in enumerate(written)
    ]


@pytest.mark.parametrize("version", [14, 18])
@pytest.mark.parametrize("example", BAD, ids=str)
def test_a_fix_is_clean(example: Example, version: int) -> None:
    if not example.runs_on(version):
        pytest.skip("this example is for other versions of PostgreSQL")
    mended = _mended(example, _found(example, version))
    start = Catalog.empty(version)
    report = check(mended, pg_version=version, start=start, rules=RULES)
    dangers = [each for each in report.findings if each.severity > Severity.NOTE]
    assert report.errors == ()
    assert [each.what for each in dangers if each.code not in example.also] == []


@pytest.mark.parametrize("example", BAD, ids=str)
def test_a_fix_applies(example: Example, database_url: str, major: int) -> None:
    if not example.runs_on(major):
        pytest.skip("this example is for other versions of PostgreSQL")
    with psycopg.connect(database_url, autocommit=True) as connection:
        for migration in _mended(example, _found(example, major)):
            _apply(connection, migration)


def _apply(connection: psycopg.Connection[tuple[object, ...]], migration: Migration) -> None:
    if migration.transactions is Transactions.WRAPPED:
        with connection.transaction():
            connection.execute(psycopg.sql.SQL(migration.sql))
        return
    for statement in parse(migration.sql).statements:
        connection.execute(psycopg.sql.SQL(statement.sql))

"""Every rule's page is true: bad examples are found, good ones are not, and both are SQL."""

from itertools import product

import psycopg
import pytest

from lint.migration import Migration, Transactions
from lint.parse import parse
from lint.rule import load_rules
from tests.lint.examples import Example, examples_of, linted

RULES = load_rules()
EXAMPLES = [example for rule in RULES for example in examples_of(rule)]
BAD = [example for example in EXAMPLES if example.is_bad]
GOOD = [example for example in EXAMPLES if not example.is_bad]
VERSIONS = (14, 16, 18)


def _on_versions(examples: list[Example]) -> list[tuple[Example, int]]:
    pairs = product(examples, VERSIONS)
    return [(example, version) for example, version in pairs if example.runs_on(version)]


def _name(value: object) -> str:
    return str(value)


def test_no_two_rules_share_a_code_or_a_name() -> None:
    assert len({rule.code for rule in RULES}) == len(RULES)
    assert len({rule.name for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_page_begins_with_a_sentence_and_has_a_bad_and_a_good_example(rule: object) -> None:
    assert rule in RULES
    page = next(each for each in RULES if each is rule)
    assert page.summary.endswith(".")
    assert {example.is_bad for example in examples_of(page)} == {True, False}


@pytest.mark.parametrize(("example", "version"), _on_versions(BAD), ids=_name)
def test_a_bad_example_is_found_once_by_its_own_rule(example: Example, version: int) -> None:
    report = linted(example, RULES, version)
    assert report.errors == ()
    found = [finding.code for finding in report.findings]
    assert sorted(found) == sorted([example.rule.code, *example.also]), _shown(report.findings)


@pytest.mark.parametrize(("example", "version"), _on_versions(GOOD), ids=_name)
def test_a_good_example_is_clean_under_every_rule(example: Example, version: int) -> None:
    report = linted(example, RULES, version)
    assert report.errors == ()
    assert report.findings == (), _shown(report.findings)


def _shown(findings: tuple[object, ...]) -> str:
    return "\n".join(map(str, findings))


@pytest.mark.parametrize("example", GOOD, ids=_name)
def test_a_good_example_applies(example: Example, database_url: str, major: int) -> None:
    if example.is_untried or not example.runs_on(major):
        pytest.skip("this example is for other servers than this one")
    _apply(example.migrations, database_url)


@pytest.mark.parametrize("example", BAD, ids=_name)
def test_a_bad_example_applies_unless_its_rule_says_that_it_is_refused(
    example: Example, database_url: str, major: int
) -> None:
    if example.is_untried or not example.runs_on(major):
        pytest.skip("this example is for other servers than this one")
    if not _is_refused(example):
        _apply(example.migrations, database_url)
        return
    _apply(example.migrations[:-1], database_url)
    with pytest.raises(psycopg.Error):
        _apply(example.migrations[-1:], database_url)


def _is_refused(example: Example) -> bool:
    return example.rule.code.startswith("HG6")


def _apply(migrations: tuple[Migration, ...], url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for migration in migrations:
            if migration.transactions is Transactions.WRAPPED:
                with connection.transaction():
                    connection.execute(_query(migration.sql))
            else:
                for statement in parse(migration.sql).statements:
                    connection.execute(_query(statement.sql))


def _query(text: str) -> psycopg.sql.SQL:
    return psycopg.sql.SQL(text)

"""Whatever the text, the check comes to an end with an answer."""

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lint.catalog import Catalog
from lint.engine import check, explain
from lint.migration import Migration, Positions, Transactions
from lint.rule import load_rules
from tests.lint.examples import examples_of
from tests.lint.test_catalog_agrees_with_server import HISTORIES

RULES = load_rules()
TEXTS = [part for history in HISTORIES.values() for part in history if part]
TEXTS += [
    migration.sql
    for rule in RULES
    for example in examples_of(rule)
    for migration in example.migrations
    if migration.sql.strip()
]
PIECES = sorted({piece for text in TEXTS for piece in re.findall(r"\w+|\s+|[^\w\s]", text)})
# What makes scanners stumble.
PIECES += [
    "'",
    '"',
    "$$",
    "$a$",
    "/*",
    "*/",
    "--",
    "\\",
    "\\.\n",
    "${",
    "é",
    "\x00",
    "\ufeff",
    "E'\\",
]
MODES = list(Transactions)


def fails_inside(sql: str, mode: Transactions, catalog: Catalog) -> list[str]:
    """Return what went wrong inside the linter; SQL that does not parse is no such thing."""
    migration = Migration("1", "1.sql", sql, mode, Positions(sql))
    report = check([migration], pg_version=18, start=catalog, rules=RULES)
    explained = explain([migration], pg_version=18, start=catalog)
    errors = (*report.errors, *explained.errors)
    return [error.message for error in errors if "the linter failed" in error.message]


texts = st.sampled_from(TEXTS)
numbers = st.integers(min_value=0, max_value=2**32)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(texts, st.floats(0, 1), st.sampled_from(MODES))
def test_a_truncated_file_is_checked(text: str, part: float, mode: Transactions) -> None:
    assert fails_inside(text[: int(len(text) * part)], mode, Catalog.unknown()) == []


@settings(max_examples=300, deadline=None, derandomize=True)
@given(texts, numbers, st.sampled_from(MODES))
def test_a_mutated_file_is_checked(text: str, seed: int, mode: Transactions) -> None:
    assert fails_inside(mutated(text, seed), mode, Catalog.empty()) == []


@settings(max_examples=200, deadline=None, derandomize=True)
@given(texts, texts, numbers)
def test_statements_in_any_order_are_checked(one: str, two: str, seed: int) -> None:
    statements = f"{one};{two}".split(";")
    random.Random(seed).shuffle(statements)  # noqa: S311 - a test's own dice
    sql = ";".join(statements)
    for catalog in (Catalog.unknown(), Catalog.empty()):
        assert fails_inside(sql, Transactions.SEPARATE, catalog) == []


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_any_words_are_checked(words: list[str]) -> None:
    assert fails_inside("".join(words), Transactions.WRAPPED, Catalog.unknown()) == []


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.text(max_size=60))
def test_any_text_is_checked(text: str) -> None:
    assert fails_inside(text, Transactions.IMPLICIT, Catalog.unknown()) == []


@pytest.mark.parametrize("depth", [500, 20_000])
def test_deep_nesting_is_checked(depth: int) -> None:
    sql = "select " + "(" * depth + "1" + ")" * depth
    assert fails_inside(sql, Transactions.WRAPPED, Catalog.unknown()) == []


@pytest.mark.parametrize("length", [500, 5_000])
def test_a_long_expression_is_checked_or_said_to_be_too_deep(length: int) -> None:
    sql = f"alter table a add check ({' or '.join(['b = 1'] * length)})"
    assert fails_inside(sql, Transactions.WRAPPED, Catalog.unknown()) == []
    sql = f"alter table a add check ({' + '.join(['b'] * length)} > 0)"
    assert fails_inside(sql, Transactions.WRAPPED, Catalog.unknown()) == []


def mutated(text: str, seed: int) -> str:
    """Return the text with some of its words dropped, doubled or replaced."""
    dice = random.Random(seed)  # noqa: S311 - a test's own dice
    words = re.findall(r"\w+|\s+|[^\w\s]", text)
    for _ in range(dice.randint(1, 6)):
        place = dice.randrange(len(words))
        words[place] = dice.choice(["", words[place] * 2, dice.choice(PIECES), dice.choice(words)])
    return "".join(words)

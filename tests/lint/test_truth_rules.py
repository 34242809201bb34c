"""What the linter says of the rules' own examples is what the servers do."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from lint.catalog import Catalog
from lint.engine import explain
from lint.migration import Migration, Transactions
from lint.rule import load_rules
from tests.lint.examples import Example, examples_of
from tests.lint.observer import Observed, Observer, observing
from tests.lint.prediction import merged, relations_after, statements

# A row in every table, so that scans and lookups happen: each value is some kind of one, and so
# foreign keys find their rows.
FILL = """
do $$
declare t record;
begin
  for round in 1..3 loop
    for t in
      select c.oid::regclass as name, string_agg(quote_ident(a.attname), ', ') as columns,
        string_agg(case y.typcategory
          when 'N' then '1' when 'S' then quote_literal('1') when 'B' then 'true'
          when 'D' then quote_literal('2020-01-01') when 'A' then quote_literal('{}')
          when 'E' then (select quote_literal(min(enumlabel)) from pg_enum where enumtypid = y.oid)
          when 'U' then case when y.typname = 'uuid'
            then quote_literal('00000000-0000-0000-0000-000000000001') else quote_literal('{}') end
          else 'null' end, ', ') as row
      from pg_class c join pg_attribute a on a.attrelid = c.oid join pg_type y on y.oid = a.atttypid
      where c.relkind in ('r', 'p') and c.relnamespace::regnamespace::text !~ '^pg_|^information'
        and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity = ''
      group by c.oid order by c.oid
    loop
      begin
        execute format('insert into %s (%s) select %s where not exists (select from %s)',
          t.name, t.columns, t.row, t.name);
      exception when others then null;
      end;
    end loop;
  end loop;
end $$
"""

# What the linter cannot see, and says so or should: the bodies of rules, text made up as it runs,
# an aggregate that reads one end of an index, scans of a table that the same transaction drops,
# that no referenced row is looked up for a table without rows.
UNSEEN = {
    "not-valid-foreign-key-on-partitioned-table-good-2",
    "rule-redirects-writes-good-2",
    "blind-spot-bad-1",
    "sequence-restarted-good-3",
    "drop-table-bad-2",
}

EXAMPLES = tuple(example for rule in load_rules() for example in examples_of(rule))
GROUPS = sorted({example.rule.code[:3] for example in EXAMPLES})


@pytest.fixture
def observer(database_url: str) -> Iterator[Observer]:
    with observing(database_url) as watching:
        yield watching


@dataclass(frozen=True, slots=True)
class Part:
    """What one transaction of an example does, after all that came before it."""

    before: tuple[Migration, ...]
    migration: Migration
    setup: tuple[str, ...]
    texts: tuple[str, ...]


@pytest.mark.parametrize("group", GROUPS)
def test_the_examples_of_the_rules_do_what_the_linter_says(
    group: str, major: int, observer: Observer
) -> None:
    wrong = {}
    for example in EXAMPLES:
        is_tried = example.runs_on(major) and not example.is_untried and str(example) not in UNSEEN
        if not example.rule.code.startswith(group) or not is_tried:
            continue
        for part in _parts(example):
            seen = _seen(part, observer)
            said = _said(part, major)
            if (said.effects, said.fails is None) != (seen.effects, seen.fails is None):
                wrong[f"{example}: {'; '.join(part.texts)}"] = (said, seen)
    assert wrong == {}


def _parts(example: Example) -> Iterator[Part]:
    """Yield the linted migrations whose text opens and closes no transaction itself."""
    setup: tuple[str, ...] = ()
    before: tuple[Migration, ...] = ()
    for migration in example.migrations:
        texts = tuple(statements(migration.sql))
        is_whole = migration.transactions is Transactions.WRAPPED or len(texts) == 1
        if migration.is_linted and is_whole and not _has_own_transactions(texts):
            yield Part(before, migration, setup, texts)
        setup += texts
        before += (migration.but(is_linted=False),)


def _has_own_transactions(texts: tuple[str, ...]) -> bool:
    words = {text.strip().split()[0].lower().strip(";") for text in texts if text.strip()}
    return bool(words & {"begin", "commit", "rollback", "start", "end", "abort"})


def _seen(part: Part, observer: Observer) -> Observed:
    """Return what the server does with rows in the tables; without, if these rows are refused."""
    is_wrapped = part.migration.transactions is Transactions.WRAPPED
    observe = observer.observe_transaction if is_wrapped else observer.observe
    seen = observe((*part.setup, FILL), part.texts)
    return observe(part.setup, part.texts) if seen.fails_on_its_rows else seen


def _said(part: Part, major: int) -> Observed:
    migrations = [*part.before, part.migration]
    explanation = explain(migrations, pg_version=major, start=Catalog.empty(major))
    assert explanation.errors == ()
    refusals = [each.fails for each in explanation.statements if each.fails is not None]
    if refusals:
        return Observed((), refusals[0])
    return Observed(tuple(merged(explanation.statements, relations_after(part.before, major))))

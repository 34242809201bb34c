"""Transactions, settings and rollbacks, as one migration after another meets them."""

import pytest

from lint import ops
from lint.catalog import Catalog
from lint.effects import Lock
from lint.migration import Migration, Positions, Transactions
from lint.names import Name
from lint.parse import parse
from lint.rehearsal import Session, opened, rehearsed, statements_of
from lint.rule import Step
from lint.truth import Truth

WRAPPED, SEPARATE = Transactions.WRAPPED, Transactions.SEPARATE
IMPLICIT, JOINED = Transactions.IMPLICIT, Transactions.JOINED


def run(
    *texts: str, mode: Transactions = WRAPPED, start: Catalog | None = None
) -> tuple[Session, list[Step]]:
    """Rehearse the texts as migrations; return the last session and the last one's steps."""
    catalog = start or Catalog.empty()
    session: Session | None = None
    steps: list[Step] = []
    for number, sql in enumerate(texts):
        migration = Migration(str(number), f"{number}.sql", sql, mode, Positions(sql))
        parsed = parse(sql)
        assert parsed.failures == ()
        session = opened(catalog, migration, parsed, session)
        steps = []
        for statement in statements_of(parsed.operations):
            moved = rehearsed(session, statement, 18)
            session = moved.session
            steps += moved.steps
        catalog = session.catalog
    assert session is not None
    return session, steps


def numbers(steps: list[Step]) -> list[int]:
    return [step.transaction.number for step in steps]


def blocks(steps: list[Step]) -> list[bool]:
    return [step.transaction.is_block for step in steps]


THREE = "create table a (id int); create table b (id int); create table c (id int);"


@pytest.mark.parametrize(
    ("mode", "sql", "expected"),
    [
        (WRAPPED, THREE, [(1, True), (1, True), (1, True)]),
        (SEPARATE, THREE, [(1, False), (2, False), (3, False)]),
        (IMPLICIT, THREE, [(1, True), (1, True), (1, True)]),
        (IMPLICIT, "create table a (id int);", [(1, False)]),
        (
            SEPARATE,
            "begin; create table a (id int); commit; create table b (id int);",
            [(1, False), (1, True), (1, True), (2, False)],
        ),
        (
            WRAPPED,
            "create table a (id int); commit; create table b (id int);",
            [(1, True), (1, True), (2, False)],
        ),
    ],
)
def test_transactions_begin_and_end_where_the_tool_and_the_text_say(
    mode: Transactions, sql: str, expected: list[tuple[int, bool]]
) -> None:
    _, steps = run(sql, mode=mode)
    assert list(zip(numbers(steps), blocks(steps), strict=True)) == expected


def test_clauses_of_one_statement_share_a_transaction() -> None:
    sql = "create table a (id int); alter table a add b int, add c int; drop table a;"
    _, steps = run(sql, mode=SEPARATE)
    assert numbers(steps) == [1, 2, 2, 3]


def test_rollback_takes_the_catalog_back() -> None:
    session, _ = run(
        "create table kept (id int); begin; create table gone (id int);"
        "alter table kept add b int; rollback; create table later (id int);",
        mode=SEPARATE,
    )
    catalog = session.catalog
    assert catalog.exists(Name(None, "gone")) is Truth.DISPROVEN
    assert catalog.exists(Name(None, "later")) is Truth.PROVEN
    assert catalog.has_column(Name(None, "kept"), "b") is Truth.DISPROVEN


def test_rollback_to_a_savepoint_takes_back_what_came_after_it() -> None:
    session, steps = run(
        "create table a (id int); savepoint s; create table b (id int);"
        "set local lock_timeout = '1s'; rollback to s; create table c (id int);"
    )
    names = [name for name in "abc" if session.catalog.exists(Name(None, name)) is Truth.PROVEN]
    assert names == ["a", "c"]
    assert steps[-1].transaction.setting("lock_timeout") is None


def test_locks_are_held_until_the_transaction_ends() -> None:
    before = "create table a (id int); create table b (id int);"
    _, steps = run(before, "alter table a add x int; select 1; commit; select 2;")
    held = [step.transaction.strongest(Name("public", "a")) for step in steps]
    assert held == [None, Lock.ACCESS_EXCLUSIVE, Lock.ACCESS_EXCLUSIVE, None]


def test_locks_of_a_statement_by_itself_end_with_it() -> None:
    before = "create table a (id int);"
    _, steps = run(before, "alter table a add x int; select 1;", mode=SEPARATE)
    assert steps[1].transaction.locks == ()


def test_rollback_to_a_savepoint_gives_back_its_locks() -> None:
    before = "create table a (id int);"
    _, steps = run(before, "savepoint s; alter table a add x int; rollback to s; select 1;")
    assert steps[-1].transaction.locks == ()


SETTINGS = {
    "set survives commit": ("begin; set lock_timeout = '1s'; commit; select 1", "1s"),
    "set is undone by rollback": ("begin; set lock_timeout = '1s'; rollback; select 1", None),
    "set local ends with the transaction": (
        "begin; set local lock_timeout = '1s'; commit; select 1",
        None,
    ),
    "set local hides set": (
        "set lock_timeout = '9s'; begin; set local lock_timeout = '1s'; select 1",
        "1s",
    ),
    "set local gives way to set": (
        "begin; set local lock_timeout = '1s'; set lock_timeout = '2s'; select 1",
        "2s",
    ),
    "set local outside a transaction does nothing": (
        "set local lock_timeout = '1s'; select 1",
        None,
    ),
    "set_config counts": ("select set_config('lock_timeout', '1s', false); select 1", "1s"),
    "reset undoes": ("set lock_timeout = '1s'; reset lock_timeout; select 1", None),
    "reset all undoes": ("set lock_timeout = '1s'; reset all; select 1", None),
    "set to default undoes": (
        "set lock_timeout = '1s'; set lock_timeout to default; select 1",
        None,
    ),
    "inside a do block it counts": (
        "do $$ begin perform set_config('lock_timeout', '1s', false); end $$; select 1",
        "1s",
    ),
}


@pytest.mark.parametrize(("sql", "value"), SETTINGS.values(), ids=SETTINGS)
def test_the_setting_in_force(sql: str, value: str | None) -> None:
    _, steps = run(sql, mode=SEPARATE)
    assert steps[-1].transaction.setting("lock_timeout") == value


def test_a_setting_that_is_not_constant_is_set_to_something() -> None:
    sql = "select set_config('lock_timeout', current_setting('x'), false); select 1"
    _, steps = run(sql)
    assert steps[-1].transaction.is_set("lock_timeout")
    assert steps[-1].transaction.setting("lock_timeout") is None


def test_settings_do_not_reach_the_next_migration() -> None:
    _, steps = run("set lock_timeout = '1s'", "select 1", mode=SEPARATE)
    assert not steps[-1].transaction.is_set("lock_timeout")


def test_the_search_path_says_where_names_are() -> None:
    session, _ = run(
        "create schema s; set local search_path to s, public; create table a (id int); commit;"
        "create table a (id int);"
    )
    assert {str(name) for name in session.catalog.relations} == {"s.a", "public.a"}


@pytest.mark.parametrize(("ending", "expected"), [("", True), ("commit;", False)])
def test_what_is_created_in_the_transaction_is_known_to_nobody_else_until_it_ends(
    ending: str,
    expected: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    _, steps = run("create table old (id int);", f"create table a (id int); {ending} select 1;")
    last = steps[-1]
    old, new = (last.catalog.table(Name(None, name)) for name in ("old", "a"))
    assert old is not None
    assert new is not None
    assert not last.transaction.created(old)
    assert last.transaction.created(new) is expected


def test_a_joined_migration_stays_in_the_transaction_but_its_tables_may_be_old() -> None:
    _, steps = run("create table a (id int); lock a;", "select 1;", mode=JOINED)
    (step,) = steps
    table = step.catalog.table(Name(None, "a"))
    assert table is not None
    assert not step.transaction.created(table)
    assert step.transaction.is_block


def test_a_called_function_runs_its_body() -> None:
    session, steps = run(
        "create table a (id int);",
        "create function f() returns void language plpgsql as $$ begin drop table a; end $$;"
        "select f();",
    )
    assert [type(step.operation) for step in steps] == [
        ops.CreateFunction,
        ops.Select,
        ops.DropTable,
    ]
    assert session.catalog.exists(Name(None, "a")) is Truth.DISPROVEN


def test_a_function_that_calls_itself_comes_to_an_end() -> None:
    _, steps = run(
        "create function f() returns void language plpgsql as $$ begin perform f(); end $$;"
        "select f();"
    )
    assert len(steps) == 5

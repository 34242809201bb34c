"""What is not known is answered with the worst that is plausible, and said."""

import pytest

from lint.catalog import Catalog
from lint.engine import explain
from lint.finding import ExplainedEffect, ExplainedStatement
from lint.migration import Migration, Positions, Transactions

AX = "ACCESS EXCLUSIVE"


def _explained(text: str, start: Catalog) -> ExplainedStatement:
    migration = Migration(
        id="0001",
        path="0001.sql",
        sql=text,
        transactions=Transactions.WRAPPED,
        positions=Positions(text),
    )
    return explain([migration], pg_version=18, start=start).statements[-1]


def _author(
    lock: str, *, rewrites: bool = False, scans: bool = False, builds: tuple[str, ...] = ()
) -> ExplainedEffect:
    return ExplainedEffect(
        relation="public.author", lock=lock, rewrites=rewrites, scans=scans, builds_indexes=builds
    )


@pytest.mark.parametrize(
    ("text", "effect", "unknown"),
    [
        (
            "alter table author alter column name type text",
            _author(AX, rewrites=True, scans=True),
            ("the type of author.name",),
        ),
        ("alter table author alter column name set not null", _author(AX, scans=True), ()),
        ("alter table author add column c int default 5", _author(AX), ()),
        (
            "alter table author add column c int default made_here()",
            _author(AX, rewrites=True, scans=True),
            ("the function made_here",),
        ),
        ("alter table author add column c mood", _author(AX), ("the type mood",)),
        (
            "alter table author add constraint c check (a > 0)",
            _author(AX, scans=True),
            (),
        ),
        ("create index author_name on only author (name)", _author("SHARE"), ()),
        (
            "alter table author validate constraint c",
            _author("SHARE UPDATE EXCLUSIVE", scans=True),
            (),
        ),
        (
            "create index author_name on author (name)",
            _author("SHARE", scans=True, builds=("author_name",)),
            (),
        ),
        ("alter table author set unlogged", _author(AX, rewrites=True, scans=True), ()),
        ("drop table author", _author(AX), ()),
    ],
)
def test_of_a_table_nobody_has_seen_the_worst_is_assumed(
    text: str, effect: ExplainedEffect, unknown: tuple[str, ...]
) -> None:
    told = _explained(text, Catalog.unknown(18))
    assert told.fails is None
    assert told.effects == (effect,)
    assert told.unknown == unknown


def test_whether_a_stamp_is_rewritten_depends_on_a_time_zone_that_is_not_known() -> None:
    told = _explained(
        "create table author (at timestamp); commit; begin; "
        "alter table author alter column at type timestamptz",
        Catalog.empty(18),
    )
    assert told.effects == (_author(AX, rewrites=True, scans=True),)
    assert told.unknown == ("the TimeZone of the session",)


def test_a_table_that_is_surely_not_there_is_a_refusal() -> None:
    told = _explained("alter table author add column c int", Catalog.empty(18))
    assert told.effects == ()
    assert told.fails == 'relation "author" does not exist'

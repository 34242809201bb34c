import pytest

from lint.migration import Migration, Positions, Transactions
from lint.start import starts_from_nothing


def migration(sql: str) -> Migration:
    return Migration("1", "1.sql", sql, Transactions.WRAPPED, Positions(sql))


@pytest.mark.parametrize(
    ("scripts", "is_so"),
    [
        (["create table a ();"], True),
        (["-- first\nset lock_timeout = '1s';\nbegin;\ncreate schema s;"], True),
        (["", "create extension citext;"], True),
        (["create or replace function f() returns int language sql as 'select 1';"], True),
        (["alter table a add b int;"], False),
        (["create index i on a (b);"], False),
        (["create view v as select 1 from a;"], False),
        (["drop table if exists a;", "create table a ();"], False),
        (["select 1;"], False),
        ([], False),
    ],
)
def test_a_history_that_begins_by_creating_begins_with_nothing(
    scripts: list[str],
    is_so: bool,  # noqa: FBT001 - a case of the table
) -> None:
    assert starts_from_nothing([migration(sql) for sql in scripts]) is is_so

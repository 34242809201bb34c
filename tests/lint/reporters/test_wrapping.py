import pytest

from lint.reporters.wrapping import wrap_sql


@pytest.mark.parametrize(
    ("sql", "lines"),
    [
        ("select 1;\nselect 2;", ["select 1;", "select 2;"]),
        ("select a, b, c from t;", ["select a, b, c from", "    t;"]),
        ("  select a, b, c from t;", ["  select a, b, c", "      from t;"]),
        ("update a\n         set b\n       where c", ["update a", "      set b", "    where c"]),
        ("-- one two three four", ["-- one two three", "-- four"]),
        ("select 'one two three four'", ["select", "    'one two three four'"]),
        ('select "one two three four"', ["select", '    "one two three four"']),
        ("select 1, 2, 3, 4 -- why", ["select 1, 2, 3, 4 -- why"]),
        ("do $$ begin perform 1; end $$", ["do", "    $$ begin perform 1; end $$"]),
    ],
)
def test_sql_is_broken_where_it_stays_the_same_sql(sql: str, lines: list[str]) -> None:
    assert wrap_sql(sql, 19) == lines

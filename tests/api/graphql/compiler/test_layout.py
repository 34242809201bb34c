"""Statements are laid out for people, and mean what they meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.graphql.compiler import layout


def test_clauses_and_columns_begin_lines() -> None:
    counted = "(select count(*) from t where x = 'a, (b)')"
    statement = f'select a, {counted} as "n" from u order by a, b'
    assert layout.lines(statement) == (
        "select a,\n"
        "  (\n"
        "    select count(*)\n"
        "    from t\n"
        "    where x = 'a, (b)'\n"
        '  ) as "n"\n'
        "from u\n"
        "order by a, b"
    )


@pytest.mark.parametrize(
    "text",
    [
        "extract(epoch from x)",
        "'it''s from here'",
        '"a from b"',
        r"E'\n it\'s from'",
        "count(*) filter (where x)",
    ],
)
def test_what_is_quoted_or_called_stays_in_its_line(text: str) -> None:
    assert layout.lines(f"select {text} as x") == f"select {text} as x"


def test_a_comment_ends_where_it_ended() -> None:
    assert layout.lines("select 1 from (\n-- what's this?\nselect 2) as t") == (
        "select 1\nfrom (\n-- what's this?\nselect 2) as t"
    )


@given(
    st.lists(
        st.sampled_from(
            ["select", "from", "a", '"b c"', "'d'", ",", "(", ")", "where", "E'\\''", "limit", "1"]
        )
    )
)
def test_only_blanks_are_put_in(words: list[str]) -> None:
    depth, closed = 0, []
    for word in words:
        depth += (word == "(") - (word == ")")
        if depth < 0:
            depth = 0
            continue
        closed.append(word)
    statement = " ".join(closed + [")"] * depth)
    assert layout.lines(statement).split() == statement.split()

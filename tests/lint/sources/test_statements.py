import pytest

from lint.sources.statements import split


@pytest.mark.parametrize(
    ("sql", "statements"),
    [
        ("select 1; select 2;", ["select 1", "select 2"]),
        ("select 1", ["select 1"]),
        ("", []),
        ("-- only a comment", []),
        (";;  ;", []),
        ("select ';'; select 2", ["select ';'", "select 2"]),
        ("select 'it''s;'; select 2", ["select 'it''s;'", "select 2"]),
        (r"select e'\';'; select 2", [r"select e'\';'", "select 2"]),
        ('select ";"; select 2', ['select ";"', "select 2"]),
        ("select $$;$$; select 2", ["select $$;$$", "select 2"]),
        ("select $a$ $$;$$ ; $a$; select 2", ["select $a$ $$;$$ ; $a$", "select 2"]),
        ("select 1 -- ;\n; select 2", ["select 1 -- ;", "select 2"]),
        ("select /* ; /* ; */ ; */ 1; select 2", ["select /* ; /* ; */ ; */ 1", "select 2"]),
        ("-- why\n/* how */ select 1; select 2", ["select 1", "select 2"]),
        ("select 'never ends; select 2", ["select 'never ends; select 2"]),
        ("select $$never ends; select 2", ["select $$never ends; select 2"]),
        (
            (
                "create function f() returns int begin atomic; select case when 1 = 1 then 2 end; "
                "end; select 2"
            ),
            [
                (
                    "create function f() returns int begin atomic; "
                    "select case when 1 = 1 then 2 end; end"
                ),
                "select 2",
            ],
        ),
    ],
)
def test_a_semicolon_ends_a_statement_unless_it_is_hidden(sql: str, statements: list[str]) -> None:
    assert [statement.words for statement in split(sql)] == statements


def test_a_statement_is_from_its_first_word_to_its_semicolon() -> None:
    sql = "-- a\nselect 1 ;\n\nselect 2\n"

    assert [sql[each.start : each.end] for each in split(sql)] == ["select 1 ;", "select 2\n"]

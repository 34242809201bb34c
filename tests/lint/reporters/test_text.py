import re

import pytest

from lint.finding import InputError, Severity
from lint.reporters.text import render
from tests.lint.reporters.scene import ERROR, finding, report, stage

EIGHTY = """\
error[HG201] set-not-null-scans-table
  at m/0002.sql:2:3
    2 |   alter column name set not null;
      |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  what SET NOT NULL on author.name reads every row; nobody can read or write
       author.
  why  Every row is read under ACCESS EXCLUSIVE.
  fix  alter table author add constraint c check (name is not null) not valid;
       alter table author validate constraint c;

Checked 1 migration (2 statements) for PostgreSQL 18: 1 error; risk high.
"""

SIXTY = """\
error[HG201] set-not-null-scans-table
  at m/0002.sql:2:3
    2 |   alter column name set not null;
      |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  what SET NOT NULL on author.name reads every row; nobody
       can read or write author.
  why  Every row is read under ACCESS EXCLUSIVE.
  fix  alter table author add constraint c check (name is
           not null) not valid;
       alter table author validate constraint c;

Checked 1 migration (2 statements) for PostgreSQL 18: 1
error; risk high.
"""


def test_a_finding_shows_its_place_its_reason_and_its_fix() -> None:
    assert render(report(finding()), stage()) == EIGHTY


def test_sixty_columns_are_enough() -> None:
    assert render(report(finding()), stage(width=60)) == SIXTY


def test_colour_changes_nothing_but_colour() -> None:
    coloured = render(report(finding()), stage(is_coloured=True))

    assert "\033[1;31merror[HG201]\033[0m" in coloured
    assert re.sub(r"\033\[[\d;]*m", "", coloured) == EIGHTY


def test_what_cannot_be_parsed_shows_where() -> None:
    assert render(report(errors=(ERROR,)), stage()) == (
        'error m/0003.sql:1:8: syntax error at or near "tabel"\n'
        "    1 | create tabel a;\n"
        "      |        ^\n"
        "\n"
        "Checked 1 migration (2 statements) for PostgreSQL 18: 1 could not be read; risk\n"
        "high.\n"
    )


def test_what_the_parser_quotes_over_many_lines_is_one_line() -> None:
    error = InputError("m", None, None, 'unterminated quoted string at or near "\'a\nb\n"')

    assert render(report(errors=(error,), migrations=()), stage()) == (
        'error m: unterminated quoted string at or near "\'a b "\n'
    )


def test_where_nothing_could_be_read_each_error_is_one_line() -> None:
    gone = InputError("m", None, None, "no such file or folder")

    assert render(report(errors=(gone, gone.but(line=3)), migrations=()), stage()) == (
        "error m: no such file or folder\nerror m:3: no such file or folder\n"
    )


@pytest.mark.parametrize(
    ("changes", "on", "sentence"),
    [
        ({}, {}, "Checked 1 migration (2 statements) for PostgreSQL 18: nothing found; risk high."),
        (
            {"suppressed": (finding(), finding())},
            {"history": 7, "baselined": 3},
            (
                "Checked 1 migration (2 statements) for PostgreSQL 18 on top of 7 earlier: "
                "nothing found, 2 suppressed, 3 in the baseline; risk high."
            ),
        ),
        (
            {
                "findings": (
                    finding(severity=Severity.WARNING),
                    finding(severity=Severity.ERROR),
                    finding(severity=Severity.WARNING),
                )
            },
            {},
            "Checked 1 migration (2 statements) for PostgreSQL 18: 1 error, 2 warnings; risk high.",
        ),
    ],
)
def test_the_last_line_says_what_was_checked(
    changes: dict[str, object], on: dict[str, object], sentence: str
) -> None:
    text = render(report(**changes), stage(width=200, **on))

    assert text.splitlines()[-1] == sentence


def test_a_span_over_many_lines_is_cut_short() -> None:
    sql = "".join(f"line {number}\n" for number in range(1, 9))
    place = {"line": 2, "column": 3, "end_line": 8, "end_column": 7}

    text = render(report(finding(**place)), stage(texts={"m/0002.sql": sql}))

    assert text.split("  what")[0].splitlines()[2:] == [
        "    2 | line 2",
        "      |   ^^^^",
        "    3 | line 3",
        "      | ^^^^^^",
        "    4 | line 4",
        "      | ^^^^^^",
        "    5 | line 5",
        "      | ^^^^^^",
        "      | ...",
    ]


def test_a_long_line_is_cut_around_its_span() -> None:
    sql = f"insert into a values ({'1, ' * 40}'here', {'2, ' * 40}3);"
    at = sql.index("'here'") + 1
    place = {"line": 1, "column": at, "end_line": 1, "end_column": at + 6}

    text = render(report(finding(**place)), stage(texts={"m/0002.sql": sql}, width=60))

    row, carets = text.splitlines()[2:4]
    assert len(row) <= 60
    assert row.startswith("    1 | ...")
    assert row.endswith("...")
    assert row[carets.index("^") : carets.rindex("^") + 1] == "'here'"


@pytest.mark.parametrize(
    ("sql", "row", "carets"),
    [
        ("\tdrop table a", "    drop table a", "    ^^^^"),
        ("/* 表 */ drop table a", "/* 表 */ drop table a", "         ^^^^"),
        ("/* \x1b[31m */ drop", "/* ?[31m */ drop", "            ^^^^"),
    ],
)
def test_carets_stand_under_what_the_terminal_shows(sql: str, row: str, carets: str) -> None:
    at = sql.index("drop") + 1
    place = {"line": 1, "column": at, "end_line": 1, "end_column": at + 4}

    lines = render(report(finding(**place)), stage(texts={"m/0002.sql": sql})).splitlines()

    assert lines[2:4] == [f"    1 | {row}", f"      | {carets}"]


def test_no_line_of_words_is_wider_than_asked() -> None:
    long = finding(what="word " * 60, why="word " * 60, fix="-- " + "word " * 60)

    for width in (60, 72, 80):
        assert max(map(len, render(report(long), stage(width=width)).splitlines())) <= width

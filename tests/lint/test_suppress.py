import pytest

from lint.ops import Span
from lint.parse import parse
from lint.suppress import Suppression, suppressions_in


def read(sql: str) -> tuple[Suppression, ...]:
    return suppressions_in(sql, parse(sql).statements)


def covered(sql: str) -> list[str | None]:
    """Return the text each suppression holds for; None for the whole file."""
    spans = [each.covers for each in read(sql)]
    return [None if span is None else sql[span.start : span.end] for span in spans]


PLACES = {
    "above": (
        "-- headgate: allow HG201 because so\ndrop table a;\ndrop table b;",
        ["drop table a"],
    ),
    "above, with another comment between": (
        "-- headgate: allow HG201 because so\n-- and this\n\ndrop table a;",
        ["drop table a"],
    ),
    "on the same line": (
        "drop table a; -- headgate: allow HG201 because so\ndrop table b;",
        ["drop table a"],
    ),
    "inside": (
        "alter table a\n  -- headgate: allow HG201 because so\n  drop column b;",
        ["alter table a\n  -- headgate: allow HG201 because so\n  drop column b"],
    ),
    "below": (
        "drop table a;\n-- headgate: allow HG201 because so\n",
        ["-- headgate: allow HG201 because so"],
    ),
    "the whole file": ("drop table a;\n-- headgate: allow-file HG201 because so\n", [None]),
    "a block comment": ("/* headgate: allow HG201 because so */ drop table a;", ["drop table a"]),
}


@pytest.mark.parametrize(("sql", "places"), PLACES.values(), ids=PLACES)
def test_a_suppression_holds_for(sql: str, places: list[str | None]) -> None:
    assert covered(sql) == places


WORDS = {
    "-- headgate: allow HG201 because the table is small": (("HG201",), True),
    "-- headgate: allow HG201, HG202 because so": (("HG201", "HG202"), True),
    "-- headgate: allow hg201 hg202 because so": (("HG201", "HG202"), True),
    "-- headgate: allow HG201": (("HG201",), False),
    "-- headgate: allow HG201 because": (("HG201",), False),
    "-- headgate: allow HG201 it is small": (("HG201",), False),
    "/* headgate: allow HG201 because so */": (("HG201",), True),
    "-- headgate: ignore everything": ((), False),
    "-- headgate: allow everything": ((), False),
}


@pytest.mark.parametrize(("comment", "meaning"), WORDS.items(), ids=WORDS)
def test_a_suppression_says(comment: str, meaning: tuple[tuple[str, ...], bool]) -> None:
    (found,) = read(f"{comment}\ndrop table a;")
    assert (found.codes, found.has_reason) == meaning


def test_a_string_is_no_suppression() -> None:
    assert read("select '-- headgate: allow HG201 because so';") == ()


def test_a_suppression_holds_only_its_codes_and_its_statement() -> None:
    comment = Suppression(span=Span(0, 1), codes=("HG201",), covers=Span(10, 20))
    held = [comment.holds(code, Span(start, start + 1)) for code, start in CASES]
    assert held == [True, True, False, False, False]


CASES = [("HG201", 10), ("HG201", 19), ("HG201", 20), ("HG201", 9), ("HG202", 12)]

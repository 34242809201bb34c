import pytest

from lint.record import KeywordRecord, Record


class Point(Record):
    x: int
    y: int = 0


class Named(KeywordRecord):
    name: str = ""


class Place(Named):
    point: Point


def test_values_come_by_position_by_name_and_by_default() -> None:
    assert Point(1) == Point(x=1, y=0) == Point(1, 0)
    assert Place(point=Point(1)) == Place(name="", point=Point(1, 0))


def test_records_of_two_kinds_are_never_equal() -> None:
    class Other(Record):
        x: int
        y: int = 0

    assert Point(1) != Other(1)


def test_equal_records_have_equal_hashes() -> None:
    assert len({Point(x=1, y=2), Point(y=2, x=1), Point(1, 2)}) == 1


def test_a_record_is_frozen() -> None:
    point = Point(1)
    with pytest.raises(AttributeError, match=r"Point is frozen; make a new one with \.but\(x=…\)"):
        point.x = 2  # type: ignore[misc]  # what is tried here
    with pytest.raises(AttributeError, match="Point is frozen; x stays"):
        del point.x
    assert point == Point(1)


def test_but_makes_another_record() -> None:
    point = Point(1)
    assert point.but(y=5) == Point(1, 5)
    assert point == Point(1)


@pytest.mark.parametrize("values", [{}, {"x": 1, "z": 2}])
def test_missing_and_strange_fields_are_refused(values: dict[str, int]) -> None:
    with pytest.raises(TypeError, match="Point misses"):
        Point(**values)
    with pytest.raises(TypeError, match=r"has no \['z'\]"):
        Point(1).but(z=1)


def test_it_is_shown_without_what_is_default() -> None:
    assert repr(Place(point=Point(3))) == "Place(point=Point(x=3))"


def test_it_can_be_matched_by_position() -> None:
    match Point(1, 2):
        case Point(x, y):
            assert (x, y) == (1, 2)

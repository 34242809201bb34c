"""Shapes: which variables share a plan."""

import uuid
from enum import StrEnum

import pytest

from api.graphql.compiler import shapes
from api.graphql.context import Viewer
from api.graphql.slots import Given, Slot
from models.tenancy import MemberRole


class Direction(StrEnum):
    ASC = "ASC"
    DESC = "DESC"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, 2),
        ("a", "b"),
        (["a"], ["b", "c"]),
        ({"eq": "a"}, {"eq": "b"}),
        ([{"eq": 1}, {"in": [1]}], [{"eq": 2}, {"in": [2, 3]}]),
        ([Direction.ASC], [Direction.DESC, Direction.ASC]),
    ],
)
def test_values_of_one_shape_share_a_plan(one: object, other: object) -> None:
    assert shapes.of(one) == shapes.of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, None),
        (True, False),
        (True, 1),
        (Direction.ASC, Direction.DESC),
        (Direction.ASC, "ASC"),
        ({"eq": "a"}, {"lt": "a"}),
        ({"eq": "a"}, {"eq": None}),
        ({"eq": "a"}, {}),
        ([{"eq": 1}], [{"eq": 1}, {"eq": 1}]),
        ([], ["a"]),
        ([], None),
    ],
)
def test_values_of_other_shapes_do_not(one: object, other: object) -> None:
    assert shapes.of(one) != shapes.of(other)


def test_slots_read_the_leaf_in_whose_place_they_stand() -> None:
    compiled = {"filter": {"or": [{"id": {"in": ["a"]}}, {"total": {"gt": 1}}]}}
    later = {"filter": {"or": [{"id": {"in": ["b", "c"]}}, {"total": {"gt": 2}}]}}
    slotted = shapes.slotted(compiled, (), [])
    given = Given(later, Viewer(None, uuid.UUID(int=0), MemberRole.ADMIN))
    assert _read(slotted, given) == later


def test_what_belongs_to_the_shape_stays_plain() -> None:
    value: object = {"flag": True, "nothing": None, "direction": Direction.ASC, "none": []}
    assert shapes.slotted(value, (), []) == value


def _read(value: object, given: Given) -> object:
    match value:
        case Slot():
            return value.read(given)
        case dict():
            return {key: _read(item, given) for key, item in value.items()}
        case list():
            return [_read(item, given) for item in value]
        case _:
            return value

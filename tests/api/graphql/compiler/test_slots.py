"""Slots: values that a plan reads from each request anew."""

import uuid

import pytest

from api.graphql.context import Viewer
from api.graphql.slots import Given, Guard, Slot, apply, decided, reader
from models.tenancy import MemberRole


def given(**variables: object) -> Given:
    return Given(variables, Viewer(None, uuid.UUID(int=0), MemberRole.ADMIN))


def slot(name: str, sample: object, guards: list[Guard] | None = None) -> Slot:
    return Slot(lambda known: known.variables[name], sample, [] if guards is None else guards)


def test_a_plain_value_is_converted_at_once() -> None:
    assert apply(len, "abc") == 3


def test_a_slot_is_converted_for_each_request() -> None:
    converted = apply(len, slot("word", "abc"))
    assert isinstance(converted, Slot)
    assert converted.sample == 3
    assert [converted.read(given(word=word)) for word in ("a", "four")] == [1, 4]


def test_conversions_follow_one_another() -> None:
    converted = apply(lambda length: length * 10, apply(len, slot("word", "abc")))
    assert reader(converted)(given(word="four")) == 40


def test_a_list_that_holds_a_slot_is_one() -> None:
    converted = apply("-".join, ["x", slot("word", "abc")])
    assert reader(converted)(given(word="y")) == "x-y"


def test_a_conversion_that_refuses_the_sample_refuses_to_compile() -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        apply(int, slot("number", "three"))


def test_a_conversion_refuses_a_later_value_when_it_is_read() -> None:
    converted = apply(int, slot("number", "3"))
    with pytest.raises(ValueError, match="invalid literal"):
        reader(converted)(given(number="three"))


def test_what_is_decided_by_a_slot_is_guarded() -> None:
    guards: list[Guard] = []
    assert decided(str.isupper, slot("word", "ABC", guards)) is True
    (guard,) = guards
    assert guard.holds(given(word="XY"))
    assert not guard.holds(given(word="xy"))


def test_what_is_decided_by_a_plain_value_needs_no_guard() -> None:
    assert decided(str.isupper, "ABC") is True

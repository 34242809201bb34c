"""The shape of an operation's variables: what of them the SQL depends on.

Null or not, the keys of objects, the number of objects in a list, booleans and enum values belong
to the shape. Any other scalar, and any list of scalars, is a slot: all its values share a plan.
"""

from collections.abc import Hashable, Mapping
from enum import Enum
from typing import Final

from api.graphql.slots import Given, Guard, Read, Slot

_SLOT: Final = "a value"


def of(value: object) -> Hashable:
    """Return the shape of a coerced value."""
    match value:
        case Mapping():
            return tuple((key, of(item)) for key, item in value.items())
        case list() if not _is_slot(value):
            return tuple(of(item) for item in value)
        case _ if _is_slot(value):
            return _SLOT
        case Enum():
            # An enum's member equals its text, which would be another shape.
            return (type(value).__name__, value.name)
        case _:
            return (value,)


def slotted(value: object, path: tuple[str | int, ...], guards: list[Guard]) -> object:
    """Return a coerced value with its leaves as slots that read the same leaf of other values."""
    match value:
        case Mapping():
            return {key: slotted(item, (*path, key), guards) for key, item in value.items()}
        case list() if not _is_slot(value):
            return [slotted(item, (*path, at), guards) for at, item in enumerate(value)]
        case _ if _is_slot(value):
            return Slot(_at(path), value, guards)
        case _:
            return value


def _is_slot(value: object) -> bool:
    match value:
        case None | bool() | Enum() | Mapping():
            return False
        case list():
            # An empty list may be one of objects.
            return bool(value) and not any(isinstance(item, Mapping | list) for item in value)
        case _:
            return True


def _at(path: tuple[str | int, ...]) -> Read:
    def read(given: Given) -> object:
        found: object = given.variables
        for step in path:
            found = found[step]  # type: ignore[index]  # the shape says that it is there
        return found

    return read

"""Values that a compiled plan does not hold: each request brings its own.

While an operation is compiled, the leaves of its variables are `Slot`s: a sample to compile with,
and how to read the value from a later request. What converts a value does so by `apply`, which
converts a plain value at once and otherwise adds the conversion to the slot's. What must look at a
value to know which SQL to write does so by `decided`, which makes the answer a guard: a request
that answers otherwise needs another plan.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from api.graphql.context import Viewer

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Given:
    """What a request brings to a plan: its coerced variables, and who asks."""

    variables: Mapping[str, object]
    viewer: Viewer


Read = Callable[[Given], object]


@dataclass(frozen=True, slots=True, eq=False)
class Guard:
    """What a plan was compiled for: what a request's answer must be for the plan to be its own."""

    read: Read
    expected: object

    def holds(self, given: Given) -> bool:
        """Say whether the plan is one for this request."""
        return self.read(given) == self.expected


@dataclass(frozen=True, slots=True, eq=False)
class Slot:
    """A value that each request brings anew."""

    read: Read
    sample: object
    guards: list[Guard]
    """The guards of the plan that is being compiled, for `decided` to add to."""


def apply(function: Callable[..., Result], *values: object) -> Result | Slot:
    """Return the function's result, which is a slot where one of the values is or holds one."""
    slots = [slot for value in values for slot in _slots(value)]
    if not slots:
        return function(*values)
    # A plan keeps how to read its values, and nothing of what it was compiled with.
    readers = [reader(value) for value in values]

    def read(given: Given) -> object:
        return function(*(part(given) for part in readers))

    return Slot(read, function(*(sample(value) for value in values)), slots[0].guards)


def decided(function: Callable[..., Result], *values: object) -> Result:
    """Return the function's result as a plain value, on which the plan may then depend."""
    found = apply(function, *values)
    if not isinstance(found, Slot):
        return found
    found.guards.append(Guard(found.read, found.sample))
    return function(*(sample(value) for value in values))


def reader(value: object) -> Read:
    """Return what reads the value that a request brings for what may be or hold a slot."""
    match value:
        case Slot():
            return value.read
        case list() if _slots(value):
            parts = [reader(item) for item in value]
            return lambda given: [part(given) for part in parts]
        case _:
            return lambda _: value


def sample(value: object) -> object:
    """Return the value to compile with."""
    match value:
        case Slot():
            return value.sample
        case list() if _slots(value):
            return [sample(item) for item in value]
        case _:
            return value


def _slots(value: object) -> list[Slot]:
    match value:
        case Slot():
            return [value]
        case list():
            return [slot for item in value for slot in _slots(item)]
        case _:
            return []

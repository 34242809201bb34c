"""A compiler that is wrong in one place is found out by the operations of the comparison."""

import random
from collections.abc import Callable
from dataclasses import replace
from types import ModuleType, SimpleNamespace
from unittest import mock

import pytest

from api.graphql import pages, statements
from api.graphql.compiler import connections, plans, scope, sums, values
from api.graphql.declarations import Value
from api.graphql.fragments import TRUE, Fragment
from api.graphql.rows import of_value
from api.graphql.slots import Slot
from api.settings import ExecutorKind
from models.tenancy import MemberRole
from tests.api.equality import asking
from tests.api.equality.comparing import Comparison
from tests.api.equality.conftest import Filled
from tests.api.equality.dice import BYTES, Dice

OPERATIONS = 1_500


def unmasked(value: Value, alias: str, _role: MemberRole) -> Fragment:
    return of_value(value, alias)


def first_value(value: object, _given: object) -> object:
    return value.sample if isinstance(value, Slot) else value


def changed(module: ModuleType, **changes: object) -> SimpleNamespace:
    """Return a module with something else in it, for one that imports it."""
    return SimpleNamespace(**vars(module) | changes)


PLANTED = {
    "a masked column is shown": (scope, "shown", unmasked),
    "a masked column of a page is shown": (connections, "shown", unmasked),
    "64-bit integers are numbers": (values, "_AS_TEXT", frozenset()),
    "enums are shown by their values": (values, "_by_name", lambda _values, found: found),
    "the last page is read forwards": (
        connections, "pages", changed(pages, reading_order=lambda request: request.order),
    ),
    "cursors are ignored": (connections, "pages", changed(pages, within=lambda *_: [])),
    "filters are ignored": (
        connections, "pages", changed(pages, condition=lambda *_: TRUE),
    ),
    "no page has a next one": (connections, "_successor", lambda rows: rows),
    "averages are sums": (
        sums, "statements", changed(statements, average_of=statements.sum_of),
    ),
    "a plan keeps the values of its first request": (plans, "resolved", first_value),
}  # fmt: skip


@pytest.mark.usefixtures("executors")
@pytest.mark.parametrize(("module", "part", "wrong"), PLANTED.values(), ids=PLANTED)
def test_a_planted_difference_is_found(
    comparison: Callable[[int], Comparison],
    filled: Callable[[int], Filled],
    module: ModuleType,
    part: str,
    wrong: object,
) -> None:
    compared = comparison(18)
    chance = random.Random(part)  # noqa: S311 - what is asked, and no secret
    # A service of its own: the compiler keeps what it has compiled.
    settings = filled(18).settings(ExecutorKind.COMPILED)
    with (
        asking.side(compared.compiled.runner, settings) as side,
        mock.patch.object(module, part, wrong),
    ):
        broken = replace(compared, compiled=side)
        assert any(tells_apart(broken, chance.randbytes(BYTES)) for _ in range(OPERATIONS))


def tells_apart(broken: Comparison, drawn: bytes) -> bool:
    """Say whether an operation is answered differently."""
    try:
        broken.ask(Dice(iter(drawn)))
    except AssertionError:
        return True
    return False

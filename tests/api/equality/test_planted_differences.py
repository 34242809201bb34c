"""A compiler that is wrong in one place is found out by the operations of the comparison."""

import contextlib
import random
from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from types import ModuleType, SimpleNamespace
from unittest import mock

import pytest

from api.graphql import pages, slots, statements
from api.graphql.compiler import operations as compiler
from api.graphql.compiler import pages as compiled_pages
from api.graphql.compiler import scope, sums, values
from api.graphql.declarations import Value
from api.graphql.fragments import TRUE, Fragment
from api.graphql.rows import of_value
from api.settings import ExecutorKind
from models.tenancy import MemberRole
from tests.api.equality import asking
from tests.api.equality.comparing import Comparison, DifferenceError, codes
from tests.api.equality.conftest import Filled
from tests.api.equality.dice import BYTES, Dice

OPERATIONS = 1_500


def unmasked(value: Value, alias: str, role: MemberRole) -> Fragment:
    del role
    return of_value(value, alias)


def first_value(value: object) -> slots.Read:
    return lambda _given: slots.sample(value)


def changed(module: ModuleType, **changes: object) -> SimpleNamespace:
    """Return a module with something else in it, for one that imports it."""
    return SimpleNamespace(**vars(module) | changes)


FORWARDS = changed(pages, reading_order=lambda request: request.order)
EVERYWHERE = changed(pages, within=lambda *_: [])
UNFILTERED = changed(pages, condition=lambda *_: TRUE)
MISCOUNTED = changed(statements, average_of=statements.sum_of)

PLANTED: dict[str, list[tuple[ModuleType, str, object]]] = {
    "masked columns are shown": [
        (scope, "shown", unmasked),
        (compiled_pages, "shown", unmasked),
    ],
    "64-bit integers are numbers": [(values, "_AS_TEXT", frozenset())],
    "the last page is read forwards": [(compiled_pages, "pages", FORWARDS)],
    "cursors are ignored": [(compiled_pages, "pages", EVERYWHERE)],
    "filters are ignored": [(compiled_pages, "pages", UNFILTERED)],
    "no page has a next one": [(compiled_pages, "one_more", lambda request: request.rows)],
    "averages are sums": [(sums, "statements", MISCOUNTED)],
    "a plan keeps the values of its first request": [(compiler, "reader", first_value)],
}


@pytest.mark.usefixtures("executors")
@pytest.mark.parametrize("wrong", PLANTED.values(), ids=PLANTED)
def test_a_planted_difference_is_found(
    comparison: Callable[[int], Comparison],
    filled: Callable[[int], Filled],
    wrong: list[tuple[ModuleType, str, object]],
) -> None:
    compared = comparison(18)
    chance = random.Random("planted")  # noqa: S311 - what is asked, and no secret
    # A service of its own: the compiler keeps what it has compiled.
    settings = filled(18).settings(ExecutorKind.COMPILED)
    with (
        contextlib.ExitStack() as planted,
        asking.side(compared.compiled.runner, settings) as side,
    ):
        for module, part, broken_part in wrong:
            planted.enter_context(mock.patch.object(module, part, broken_part))
        broken = replace(compared, compiled=side)
        assert any(tells_apart(broken, chance.randbytes(BYTES)) for _ in range(OPERATIONS))


def tells_apart(broken: Comparison, drawn: bytes) -> bool:
    """Say whether an operation is answered in full, and otherwise than it should be."""
    try:
        broken.ask(Dice(iter(drawn)))
    except DifferenceError as found:
        return found.compiled.status == HTTPStatus.OK and not codes(found.compiled)
    return False

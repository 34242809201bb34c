"""Compiled and interpreted answers are equal, byte for byte, whatever is asked.

A run asks 2,000 operations and more, others each time. `make equality OPERATIONS=50000` asks as
many as it says.
"""

import os
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings

from tests.api.equality.comparing import Comparison
from tests.api.equality.dice import Dice, dice

OPERATIONS = int(os.environ.get("EQUALITY_OPERATIONS", "2000"))
# Several tests, so that several workers share the work; the other PostgreSQL of ours has its part.
PARTS = [18, 18, 18, 16]
LEAST_COMPILED = 0.6


@pytest.mark.parametrize("major", PARTS)
def test_both_executors_answer_alike(
    comparison: Callable[[int], Comparison], executors: Counter[str], major: int
) -> None:
    compared = comparison(major)
    asked = 0

    @settings(
        max_examples=OPERATIONS // len(PARTS),
        deadline=None,
        database=None,
        print_blob=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(dice())
    def ask(dice: Dice) -> None:
        nonlocal asked
        asked += compared.ask(dice)

    ask()
    assert asked >= OPERATIONS // len(PARTS)
    # Else equality would say nothing: what is refused and what asks for more is interpreted.
    assert executors["compiled"] >= LEAST_COMPILED * asked, executors

"""Who leaves before the answer leaves nothing behind: the next answers are what they were."""

import random
from collections.abc import Callable

import pytest

from tests.api.equality.comparing import Comparison
from tests.api.equality.dice import BYTES, Dice

OPERATIONS = 100
MOST_SECONDS = 0.02


@pytest.mark.usefixtures("executors")
def test_answers_stay_the_same_when_others_leave_before_theirs(
    comparison: Callable[[int], Comparison],
) -> None:
    compared = comparison(18)
    chance = random.Random("leaving")  # noqa: S311 - what is asked and how long, and no secret
    for _ in range(OPERATIONS):
        _, question = compared.drawn(Dice(iter(chance.randbytes(BYTES))))
        for side in (compared.interpreted, compared.compiled):
            side.leave(question, chance.random() * MOST_SECONDS)
        compared.same(question)

"""Choices that hypothesis makes, and can make smaller when a test fails.

They are drawn as one string of bytes. Drawn one by one, each would cost as much as sending the
operation, and hypothesis would spend its examples on mutants that come to the same operation.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from hypothesis import strategies as st

T = TypeVar("T")

BYTES: Final = 1200
"""As many as the largest operation needs choices."""


@dataclass(frozen=True, slots=True)
class Dice:
    """Makes choices by the bytes; the least byte is the simplest choice, and so is none at all."""

    left: Iterator[int]

    def up_to(self, most: int) -> int:
        value = next(self.left, 0)
        if most > 255:
            value = value * 256 + next(self.left, 0)
        return value % (most + 1)

    def pick(self, options: Sequence[T]) -> T:
        return options[self.up_to(len(options) - 1)]

    def chance(self, percent: int) -> bool:
        return self.up_to(99) >= 100 - percent

    def weighed(self, options: Sequence[tuple[int, T]]) -> T:
        """Return an option that is as likely as its weight says."""
        left = self.up_to(sum(weight for weight, _ in options) - 1)
        for weight, option in options:
            if left < weight:
                return option
            left -= weight
        raise AssertionError("weights are positive")


@st.composite
def dice(draw: st.DrawFn) -> Dice:
    """Return dice that fall as hypothesis likes."""
    return Dice(iter(draw(st.binary(min_size=BYTES, max_size=BYTES))))

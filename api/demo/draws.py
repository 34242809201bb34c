"""Chance without state: what is drawn for a row depends on the row's number and on nothing else.

A `Draw` is a row's own supply of random numbers, made by mixing the name of what is drawn for with
the row's number. So any row can be made again, alone, at any time: a table that needs a fact about
another table's row makes that row again instead of remembering it, and memory stays bounded however
many rows there are. Only integers are used, so that every machine draws the same.

What is drawn from is a `Choice`: 1,024 prepared outcomes, as `weighted` and `spread` make them.
"""

import zlib
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TypeAlias, TypeVar

Outcome = TypeVar("Outcome")
Choice: TypeAlias = tuple[Outcome, ...]

_BITS = 10
_SIZE = 1 << _BITS
_LAST = _SIZE - 1
_WORD = (1 << 64) - 1
_GOLDEN = 0x9E3779B97F4A7C15


def stream(name: str) -> int:
    """Return the number by which the draws for one purpose differ from those for another."""
    return zlib.crc32(name.encode()) << 32


def weighted(weights: Mapping[Outcome, int]) -> Choice[Outcome]:
    """Return a choice in which each outcome is as likely as its weight says."""
    total = sum(weights.values())
    drawn: list[Outcome] = []
    passed = 0
    for outcome, weight in weights.items():
        passed += weight
        drawn += [outcome] * (passed * _SIZE // total - len(drawn))
    return tuple(drawn)


def evenly(outcomes: Sequence[Outcome]) -> Choice[Outcome]:
    """Return a choice among outcomes that are all equally likely."""
    return tuple(outcomes[place * len(outcomes) // _SIZE] for place in range(_SIZE))


def spread(*points: tuple[int, int]) -> Choice[int]:
    """Return a choice of numbers from its quantiles: `(50, 4)` says half of them are below 4."""
    drawn: list[int] = []
    for (low_percent, low), (high_percent, high) in pairwise(points):
        start, end = low_percent * _SIZE // 100, high_percent * _SIZE // 100
        drawn += [low + (high - low) * (at - start) // (end - start) for at in range(start, end)]
    return tuple(drawn)


def chance(percent: int) -> Choice[bool]:
    """Return a choice that is true as often as the percentage says."""
    return weighted({True: percent, False: 100 - percent})


def mixed(number: int) -> int:
    """Return 64 bits that look random and are the same for the same number (splitmix64)."""
    number = (number ^ (number >> 30)) * 0xBF58476D1CE4E5B9 & _WORD
    number = (number ^ (number >> 27)) * 0x94D049BB133111EB & _WORD
    return number ^ (number >> 31)


class Draw:
    """What is drawn for one row; calling it with a choice draws the next outcome."""

    __slots__ = ("_bits", "_seed")

    def __init__(self, purpose: int, number: int) -> None:
        """Begin the draws of row `number` for a purpose, which `stream` names."""
        self._seed = (purpose + number + 1) * _GOLDEN & _WORD
        self._bits = mixed(self._seed)

    def __call__(self, choice: Choice[Outcome]) -> Outcome:
        """Draw one of a choice's outcomes."""
        bits = self._bits
        if bits < _SIZE:
            bits = self._refill()
        self._bits = bits >> _BITS
        return choice[bits & _LAST]

    def below(self, limit: int) -> int:
        """Draw a whole number from 0 up to, and not including, the limit."""
        return self._refill() * limit >> 64

    def word(self) -> int:
        """Draw 64 bits."""
        return self._refill()

    def _refill(self) -> int:
        self._seed = seed = (self._seed + _GOLDEN) & _WORD
        self._bits = bits = mixed(seed)
        return bits

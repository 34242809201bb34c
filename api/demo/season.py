"""When things happen: more on some days of the week and hours of the day, and more every month.

All demo data lies in the 26 weeks before a fixed instant, `NOW`. It is a constant and not the
clock, because the same scale must give the same bytes whenever it is loaded.

Instants are whole seconds of the Unix clock. A `Season` spreads rows over the period; its own clock
starts at the period's first local midnight, wherever that is.
"""

import datetime as dt
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

from api.demo.draws import Choice, Draw, evenly, spread, stream

MINUTE = 60
HOUR = 3600
DAY = 24 * HOUR
WEEK = 7 * DAY

DAYS = 26 * 7
NOW = int(dt.datetime(2026, 11, 2, tzinfo=dt.UTC).timestamp())
"""The instant at which the demo's world stands still; a Monday, midnight UTC."""

START = NOW - DAYS * DAY
"""The first midnight of the period, UTC; a Monday."""

_JITTER_BITS = 10
_JITTER: Choice[int] = evenly(range(1 << _JITTER_BITS))
_WEATHER = stream("season")
_NOISE: Choice[int] = spread((0, 82), (50, 100), (100, 118))


@dataclass(frozen=True, slots=True)
class Season:
    """How much of everything has happened by the end of each hour of the period."""

    passed: tuple[int, ...]

    def moment(self, number: int, total: int, draw: Draw) -> int:
        """Return when the row `number` of `total` happens, in seconds of the season's clock.

        Rows with higher numbers happen later, so that ids and times agree.
        """
        place = (number << _JITTER_BITS) + draw(_JITTER)
        weight = place * self.passed[-1] // (total << _JITTER_BITS)
        hour = bisect_right(self.passed, weight)
        before = self.passed[hour - 1] if hour else 0
        return hour * HOUR + (weight - before) * HOUR // (self.passed[hour] - before)

    def count_before(self, moment: int, total: int) -> int:
        """Return how many of `total` rows have surely happened before a moment."""
        hour = min(max(moment // HOUR, 0), len(self.passed))
        return total * (self.passed[hour - 1] if hour else 0) // self.passed[-1]


def season(
    weekly: tuple[int, ...], daily: tuple[int, ...], growth_percent: int, *, seed: int
) -> Season:
    """Return a season from weights per weekday, Monday first, per hour, and the total growth."""
    days = [
        weekly[day % 7] * (100 * DAYS + growth_percent * day) * Draw(_WEATHER + seed, day)(_NOISE)
        for day in range(DAYS)
    ]
    return Season(tuple(accumulate(day * hour for day in days for hour in daily)))

"""Days, weeks and months between two days, as a calendar counts them.

A bucket is a date and not an instant: calendars have no gaps, so the change to summer time can
neither lose nor double one. Only the database turns days into instants, in the zone that is asked.
"""

import datetime as dt
import functools
import zoneinfo
from dataclasses import dataclass
from enum import StrEnum

from api.graphql.declarations import describe
from api.graphql.refusals import bad_input
from api.graphql.slots import decided

MOST_BUCKETS = 1000
_DAYS_PER_WEEK = 7


class FunnelPeriod(StrEnum):
    """How long a bucket of a series is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


FunnelPeriodMeaning = describe(
    FunnelPeriod,
    DAY="A calendar day.",
    WEEK="A week that begins on Monday.",
    MONTH="A calendar month.",
)


@dataclass(frozen=True, slots=True)
class Span:
    """The days that count, both included, in a time zone; null where nothing was said.

    Each is a plain value or a slot.
    """

    since: object = None
    until: object = None
    time_zone: object = None


def span(since: object, until: object, time_zone: object) -> Span:
    """Return the days that a client means, or refuse them; each may be a slot."""
    # Not every statement binds all three, but every request's are checked.
    decided(_refuse, since, until, time_zone)
    return Span(since, until, time_zone)


def _refuse(since: dt.date | None, until: dt.date | None, time_zone: str | None) -> None:
    if since is not None and until is not None and until < since:
        raise bad_input(f"until {until} is before since {since}; swap them")
    if until == dt.date.max:
        raise bad_input(f"until {until} has no day after it; pass an earlier day")
    if time_zone is not None and time_zone not in _time_zones():
        raise bad_input(
            f"'{time_zone[:40]}' is no time zone; pass a name such as Asia/Kuala_Lumpur"
        )


def buckets(period: FunnelPeriod, since: dt.date, until: dt.date) -> list[dt.date]:
    """Return the first day of every bucket from one day to another, empty ones included."""
    first, last = start(period, since), start(period, until)
    found = [first]
    while found[-1] < last:
        if len(found) == MOST_BUCKETS:
            raise bad_input(
                f"{since} to {until} has more than {MOST_BUCKETS} buckets of a {period}; "
                "ask for fewer days or longer buckets"
            )
        found.append(_next(period, found[-1]))
    return found


def start(period: FunnelPeriod, day: dt.date) -> dt.date:
    """Return the first day of the bucket that a day is in."""
    match period:
        case FunnelPeriod.DAY:
            return day
        case FunnelPeriod.WEEK:
            # Year 1 began on a Monday, so no week reaches back behind the calendar.
            return day - dt.timedelta(days=day.weekday())
        case FunnelPeriod.MONTH:
            return day.replace(day=1)


def _next(period: FunnelPeriod, first: dt.date) -> dt.date:
    match period:
        case FunnelPeriod.DAY:
            return first + dt.timedelta(days=1)
        case FunnelPeriod.WEEK:
            return first + dt.timedelta(days=_DAYS_PER_WEEK)
        case FunnelPeriod.MONTH:
            return (first + dt.timedelta(days=31)).replace(day=1)


@functools.cache
def _time_zones() -> frozenset[str]:
    # The machine's own zone has a file here and there, and no meaning to a client.
    return frozenset(zoneinfo.available_timezones() - {"localtime"})

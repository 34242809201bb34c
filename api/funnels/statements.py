"""The statement that counts a funnel, from its declaration and what a client asks."""

import string
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import LiteralString, cast

from api.funnels.declarations import Attendance, Days, Funnel, Outcome, Stage, sql_of
from api.funnels.periods import FunnelPeriod, Span
from api.graphql.context import RequestContext
from api.graphql.fragments import (
    NOTHING,
    TRUE,
    Fragment,
    bind,
    bind_array,
    both,
    compose,
    declared,
    join,
    name,
)
from api.graphql.slots import Slot

Chosen = Mapping[str, Sequence[object] | Slot]
"""What a filter says: the values of each narrowing that it names."""

_LOCAL_ZONE = compose(
    "(select organizations.time_zone from organizations "
    "where organizations.id = (select current_organization()))"
)


@dataclass(frozen=True, slots=True)
class Question:
    """Which rows of a funnel are meant."""

    funnel: Funnel
    span: Span
    chosen: Chosen
    owned: Fragment = TRUE
    """The condition on whose they are."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted of a group: an owner, a bucket, or all rows."""

    counts: dict[str, int]
    days: int = 0
    """How many days of an event the rows tell of."""


NO_ROWS = Counted({})


async def count(
    context: RequestContext, question: Question, grouped_by: Fragment
) -> dict[object, Counted]:
    """Return what is counted of each group that has rows."""
    statement = counting(question, grouped_by)
    found = await context.database.fetch(statement.text, statement.values)
    attendance = question.funnel.attendance
    if attendance is not None:
        return _by_days(attendance, question, found)
    return {group: Counted(_named(question, numbers)) for group, *numbers in found}


def counting(question: Question, grouped_by: Fragment) -> Fragment:
    """Return the statement that counts, one line per group with rows, and per day of an event."""
    funnel = question.funnel
    attendance = funnel.attendance
    if funnel.tallied is not None:
        counted, grouped_by = _tally(question, grouped_by), compose("tally.grouped_by")
    else:
        counted = _rows(question)
    return compose(
        "select {} as grouped_by, {}{} from {} group by {}",
        grouped_by,
        NOTHING if attendance is None else _attended(attendance),
        _measures(funnel.measured),
        counted,
        fixed("grouped_by" if attendance is None else "grouped_by, day"),
    )


def counting_all(question: Question, measured: Iterable[Stage | Outcome]) -> Fragment:
    """Return the statement that counts all rows in one line, also where there are none."""
    is_tallied = question.funnel.tallied is not None
    counted = _tally(question, TRUE) if is_tallied else _rows(question)
    return compose("select {} from {}", _measures(measured), counted)


def _measures(measured: Iterable[Stage | Outcome]) -> Fragment:
    return join(", ", [compose("{} as {}", fixed(one.measure), name(one.name)) for one in measured])


def _attended(attendance: Attendance) -> Fragment:
    return compose("{} as day, {} as attended, ", fixed(attendance.day), fixed(attendance.measure))


def _rows(question: Question) -> Fragment:
    return compose("{} where {}", fixed(question.funnel.rows), conditions(question))


def _tally(question: Question, grouped_by: Fragment) -> Fragment:
    """Return how many rows of each group have each value of the column that they differ in."""
    return compose(
        "(select {} as grouped_by, {}, count(*) as many from {} group by 1, 2) as tally",
        grouped_by,
        fixed(question.funnel.tallied or ""),
        _rows(question),
    )


def conditions(question: Question) -> Fragment:
    """Return what must hold of a row for it to count."""
    funnel = question.funnel
    narrowed = [
        compose(one.condition, bind_array(question.chosen[one.name], one.sql_type))
        for one in funnel.narrowings
        if one.name in question.chosen
    ]
    moment = fixed(funnel.moment)
    always = fixed(funnel.always)
    return both(always, question.owned, *narrowed, within(question.span, moment, funnel.days))


def within(asked: Span, moment: Fragment, days: Days) -> Fragment:
    """Return the condition that a moment is on one of the days."""
    zone = zone_of(asked)
    since = until = TRUE
    if asked.since is not None:
        since = compose("{} >= {}", moment, _begin(bind(asked.since, "date"), zone, days))
    if asked.until is not None:
        after = compose("({} + 1)", bind(asked.until, "date"))
        until = compose("{} < {}", moment, _begin(after, zone, days))
    return both(since, until)


def bucket(question: Question, period: FunnelPeriod) -> Fragment:
    """Return the first day of the bucket that a row of a funnel counts in."""
    funnel = question.funnel
    return bucket_of(period, question.span, fixed(funnel.moment), funnel.days)


def bucket_of(period: FunnelPeriod, asked: Span, moment: Fragment, days: Days) -> Fragment:
    """Return the first day of the bucket that a moment is in, on the clocks of the zone."""
    local = moment if days is Days.DAY else compose("{} at time zone {}", moment, zone_of(asked))
    return compose("date_trunc({}, ({})::timestamp)::date", quoted(period.value), local)


def zone_of(asked: Span) -> Fragment:
    """Return the zone in which days begin: the one that was said, or the organization's."""
    return _LOCAL_ZONE if asked.time_zone is None else bind(asked.time_zone, "text")


def filled(name: str, **parts: Fragment) -> Fragment:
    """Return the SQL of a file with each `{name}` replaced by the part of that name."""
    template = [(literal, field) for literal, field, _, _ in string.Formatter().parse(sql_of(name))]
    pieces = [
        piece
        for literal, field in template
        for piece in (fixed(literal), *([parts[field]] if field else []))
    ]
    return join("", pieces)


def fixed(text: LiteralString) -> Fragment:
    """Return SQL of a declaration, which holds no values."""
    return Fragment(declared(text))


def quoted(text: str) -> Fragment:
    """Return the SQL of a text of ours."""
    return Fragment(declared("'" + text.replace("'", "''") + "'"))


def _by_days(
    attendance: Attendance, question: Question, found: Sequence[Sequence[object]]
) -> dict[object, Counted]:
    """Return what lines of one day each say: those of no day count what is not attendance."""
    counted: dict[object, Counted] = {}
    for group, day, attended, *numbers in found:
        earlier = counted.get(group, Counted({}))
        if isinstance(day, int):
            counts = {attendance.stage(day).name: cast("int", attended)}
            counted[group] = Counted(earlier.counts | counts, max(earlier.days, day))
        else:
            counted[group] = Counted(earlier.counts | _named(question, numbers), earlier.days)
    return counted


def _named(question: Question, numbers: Sequence[object]) -> dict[str, int]:
    names = [measured.name for measured in question.funnel.measured]
    return dict(zip(names, cast("Sequence[int]", numbers), strict=True))


def _begin(day: Fragment, zone: Fragment, days: Days) -> Fragment:
    if days is Days.DAY:
        return day
    return compose("({}::timestamp at time zone {})", day, zone)

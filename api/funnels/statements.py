"""The statement that counts a funnel, from its declaration and what a client asks."""

import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import LiteralString, cast

from api.funnels.declarations import Attendance, Days, Funnel, sql_of
from api.funnels.periods import FunnelPeriod, Span
from api.graphql.context import RequestContext
from api.graphql.fragments import TRUE, Fragment, bind, bind_array, both, compose, declared, join

Chosen = Mapping[str, Sequence[object]]
"""What a filter says: the values of each narrowing that it names."""

_LOCAL_ZONE = compose(
    "(select time_zone from organizations where id = (select current_organization()))"
)


@dataclass(frozen=True, slots=True)
class Question:
    """Which rows of a funnel are meant, and how they are grouped."""

    funnel: Funnel
    span: Span
    chosen: Chosen
    owners: Sequence[object] | None = None
    period: FunnelPeriod | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted of a group: an owner, a bucket, or all rows."""

    counts: dict[str, int]
    days: int = 0
    """How many days of an event the rows tell of."""


NOTHING = Counted({})


async def count(context: RequestContext, question: Question) -> dict[object, Counted]:
    """Return what is counted, by owner or by bucket, or under None where neither is asked."""
    statement = counting(question)
    found = await context.database.fetch(statement.text, statement.values)
    attendance = question.funnel.attendance
    if attendance is not None:
        return _by_days(attendance, question, found)
    return {group: Counted(_named(question, numbers)) for group, *numbers in found}


def counting(question: Question) -> Fragment:
    """Return the statement that counts, one line per group, and day of an event, with rows."""
    funnel = question.funnel
    measures = [fixed(measured.measure) for measured in funnel.measured]
    keys = "grouped_by"
    if funnel.attendance is not None:
        measures = [fixed(funnel.attendance.day), fixed(funnel.attendance.measure), *measures]
        keys = "grouped_by, 2"
    return compose(
        "select {} as grouped_by, {} from {} where {} group by {}",
        _group(question),
        join(", ", measures),
        fixed(funnel.rows),
        conditions(question),
        fixed(keys),
    )


def conditions(question: Question) -> Fragment:
    """Return what must hold of a row for it to count."""
    funnel = question.funnel
    narrowed = [
        compose(one.condition, bind_array(question.chosen[one.name], one.sql_type))
        for one in funnel.narrowings
        if one.name in question.chosen
    ]
    owned = TRUE
    if question.owners is not None:
        owners = bind_array(question.owners, funnel.owner_type)
        owned = compose("{} = any({})", fixed(funnel.owner), owners)
    moment = fixed(funnel.moment)
    always = fixed(funnel.always)
    return both(always, owned, *narrowed, within(question.span, moment, funnel.days))


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


def bucket_of(period: FunnelPeriod, asked: Span, moment: Fragment, days: Days) -> Fragment:
    """Return the first day of the bucket that a moment is in, on the clocks of the zone."""
    local = moment if days is Days.DAY else compose("{} at time zone {}", moment, zone_of(asked))
    return compose("date_trunc({}, ({})::timestamp)::date", bind(period.value, "text"), local)


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


def _group(question: Question) -> Fragment:
    funnel = question.funnel
    if question.period is not None:
        return bucket_of(question.period, question.span, fixed(funnel.moment), funnel.days)
    return compose("null::text") if question.owners is None else fixed(funnel.owner)


def _begin(day: Fragment, zone: Fragment, days: Days) -> Fragment:
    if days is Days.DAY:
        return day
    return compose("({}::timestamp at time zone {})", day, zone)

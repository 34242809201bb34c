"""Funnels counted: one, one per owner, or one per bucket of a series."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast

import strawberry

from api.funnels import periods, statements
from api.funnels.declarations import Funnel
from api.funnels.periods import FunnelPeriod, Span
from api.funnels.report import FunnelReport, report
from api.funnels.statements import Question, conditions, fixed
from api.graphql.context import RequestContext
from api.graphql.fragments import compose

_HIGHEST_DAY = "max(case when event.type = 'analytics' then substring(event.name from 14)::int end)"


@strawberry.type
class FunnelBucket:
    """A funnel of one day, week or month."""

    starts_on: dt.date = strawberry.field(
        description="The first day of the bucket; only days that were asked for are counted."
    )
    funnel: FunnelReport = strawberry.field(description="Who got how far in it.")


async def of_all(context: RequestContext, question: Question) -> FunnelReport:
    """Return the funnel of all rows that are meant."""
    staged = await _with_its_days(context, question)
    found = await statements.count(context, staged)
    return _report(staged.funnel, found, None)


async def of_owners(
    context: RequestContext, funnel: Funnel, owners: Sequence[object]
) -> list[FunnelReport]:
    """Return the funnel of each owner, all of them counted by one statement."""
    question = Question(funnel, Span(), {}, owners=list(dict.fromkeys(owners)))
    staged = await _with_its_days(context, question)
    found = await statements.count(context, staged)
    return [_report(staged.funnel, found, owner) for owner in owners]


async def series(
    context: RequestContext, question: Question, since: dt.date, until: dt.date
) -> list[FunnelBucket]:
    """Return the funnel of every bucket from one day to another, empty ones included."""
    period = question.period or FunnelPeriod.DAY
    days = periods.buckets(period, since, until)
    staged = await _with_its_days(context, replace(question, period=period))
    found = await statements.count(context, staged)
    return [FunnelBucket(starts_on=day, funnel=_report(staged.funnel, found, day)) for day in days]


def _report(
    funnel: Funnel, found: Mapping[object, Mapping[str, int]], group: object
) -> FunnelReport:
    nothing = {measured.name: 0 for measured in funnel.measured}
    return report(funnel, found.get(group, nothing))


async def _with_its_days(context: RequestContext, question: Question) -> Question:
    """Return the question about the stages that the funnel has: an event's last day is data."""
    staged = question.funnel.with_days
    if staged is None:
        return question
    statement = compose(
        "select {} from {} where {}",
        fixed(_HIGHEST_DAY),
        fixed(question.funnel.rows),
        conditions(question),
    )
    ((days,),) = await context.database.fetch(statement.text, statement.values)
    funnel = replace(question.funnel, stages=staged(cast("int | None", days) or 1))
    return replace(question, funnel=funnel)

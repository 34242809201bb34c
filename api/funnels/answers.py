"""Funnels counted: one, one per owner, or one per bucket of a series."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import strawberry

from api.funnels import statements
from api.funnels.declarations import Funnel
from api.funnels.periods import FunnelPeriod, Span
from api.funnels.report import FunnelReport, report
from api.funnels.statements import NO_ROWS, Counted, Question, fixed
from api.graphql.context import RequestContext
from api.graphql.fragments import TRUE, bind_array, compose


@strawberry.type
class FunnelBucket:
    """A funnel of one day, week or month."""

    starts_on: dt.date = strawberry.field(
        description="The first day of the bucket; only days that were asked for are counted."
    )
    funnel: FunnelReport = strawberry.field(description="Who got how far in it.")


async def of_all(context: RequestContext, question: Question) -> FunnelReport:
    """Return the funnel of all rows that are meant."""
    found = await statements.count(context, question, TRUE)
    return _report(question.funnel, found.get(True, NO_ROWS))


async def of_owners(
    context: RequestContext, funnel: Funnel, owners: Sequence[object]
) -> list[FunnelReport]:
    """Return the funnel of each owner, all of them counted by one statement."""
    owner = fixed(funnel.owner)
    owned = compose(
        "{} = any({})", owner, bind_array(list(dict.fromkeys(owners)), funnel.owner_type)
    )
    found = await statements.count(context, Question(funnel, Span(), {}, owned), owner)
    return [_report(funnel, found.get(owner, NO_ROWS)) for owner in owners]


async def series(
    context: RequestContext, question: Question, buckets: Sequence[dt.date], period: FunnelPeriod
) -> list[FunnelBucket]:
    """Return the funnel of every bucket, empty ones included."""
    found = await statements.count(context, question, statements.bucket(question, period))
    # Every bucket has the stages that any has, so that they can be laid over one another.
    days = max((counted.days for counted in found.values()), default=0)
    return [
        FunnelBucket(
            starts_on=bucket,
            funnel=_report(question.funnel, replace(found.get(bucket, NO_ROWS), days=days)),
        )
        for bucket in buckets
    ]


def _report(funnel: Funnel, counted: Counted) -> FunnelReport:
    return report(funnel.over_days(counted.days), counted.counts)

"""The numbers that are kept per day, as series: the business's KPIs and dunning's metrics."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, cast

import strawberry

from api.funnels import periods, statements
from api.funnels.declarations import Days
from api.funnels.periods import FunnelPeriod, Span
from api.funnels.report import quotient
from api.graphql.context import RequestContext
from api.graphql.fragments import Fragment, compose
from api.graphql.scalars import BigInt

Since = Annotated[dt.date, strawberry.argument(description="The first day that counts.")]
Until = Annotated[dt.date, strawberry.argument(description="The last day that counts.")]
By = Annotated[FunnelPeriod, strawberry.argument(description="How long each bucket is.")]


@strawberry.type
class KpiMoney:
    """Revenue and ad costs in one currency."""

    currency: str = strawberry.field(description="ISO 4217 code of the amounts.")
    revenue: Decimal = strawberry.field(description="What customers paid.")
    ad_spend: Decimal = strawberry.field(description="What ads cost.")
    return_on_ad_spend: float | None = strawberry.field(
        description="Revenue per ad cost, rounded to 4 digits; null where ads cost nothing."
    )


@strawberry.type
class KpiBucket:
    """The business's numbers of one day, week or month."""

    starts_on: dt.date = strawberry.field(
        description="The first day of the bucket; only days that were asked for are counted."
    )
    leads: int = strawberry.field(description="How many leads came.")
    orders: int = strawberry.field(description="How many orders were placed.")
    attendance: int = strawberry.field(
        description="How many attended, added up over the days: who comes twice counts twice."
    )
    orders_per_lead: float | None = strawberry.field(
        description="Orders per lead, rounded to 4 digits; null where no lead came."
    )
    money: list[KpiMoney] = strawberry.field(
        description="Revenue and ad costs, one line per currency."
    )


@strawberry.type
class DunningBucket:
    """What dunning did and brought in one day, week or month."""

    starts_on: dt.date = strawberry.field(
        description="The first day of the bucket; only days that were asked for are counted."
    )
    emails_sent: int = strawberry.field(description="How many e-mails were sent.")
    opens: int = strawberry.field(description="How often e-mails were opened.")
    clicks: int = strawberry.field(description="How often a link in them was clicked.")
    recovered_cents: BigInt = strawberry.field(description="How much was paid after all, in cents.")


@strawberry.type
class DailyQueries:
    """Root fields on the numbers of each day."""

    @strawberry.field
    async def kpi_series(
        self,
        info: strawberry.Info[RequestContext, None],
        since: Since,
        until: Until,
        by: By = FunnelPeriod.DAY,
    ) -> list[KpiBucket]:
        """The business's numbers over time; buckets without any are zero."""
        asked = periods.span(since, until, None)
        days = periods.buckets(by, since, until)
        found = await _fetch(info, kpis(asked, by))
        return [_kpi_bucket(day, [line[1:] for line in found if line[0] == day]) for day in days]

    @strawberry.field
    async def daily_metrics_series(
        self,
        info: strawberry.Info[RequestContext, None],
        since: Since,
        until: Until,
        by: By = FunnelPeriod.DAY,
    ) -> list[DunningBucket]:
        """What dunning did and brought over time, all merchants together."""
        asked = periods.span(since, until, None)
        days = periods.buckets(by, since, until)
        found = {line[0]: line[1:] for line in await _fetch(info, metrics(asked, by))}
        return [_dunning_bucket(day, found.get(day, (0, 0, 0, 0))) for day in days]


def kpis(asked: Span, period: FunnelPeriod) -> Fragment:
    """Return the statement for the business's numbers, one line per bucket and currency."""
    day = statements.fixed("kpi.date")
    return compose(
        "select {} as starts_on, kpi.currency, sum(kpi.leads) as leads, sum(kpi.orders) as orders, "
        "sum(kpi.attendance) as attendance, sum(kpi.revenue) as revenue, "
        "sum(kpi.ad_spend) as ad_spend "
        "from daily_kpis as kpi where {} group by 1, 2 order by 1, 2",
        statements.bucket_of(period, asked, day, Days.DAY),
        statements.within(asked, day, Days.DAY),
    )


def metrics(asked: Span, period: FunnelPeriod) -> Fragment:
    """Return the statement for dunning's numbers, one line per bucket."""
    day = statements.fixed("metric.metric_date")
    return compose(
        "select {} as starts_on, sum(metric.emails_sent) as emails_sent, "
        "sum(metric.total_opens) as opens, sum(metric.total_clicks) as clicks, "
        "sum(metric.recovered_cents)::bigint as recovered_cents "
        "from daily_metrics as metric where {} group by 1",
        statements.bucket_of(period, asked, day, Days.DAY),
        statements.within(asked, day, Days.DAY),
    )


async def _fetch(
    info: strawberry.Info[RequestContext, None], statement: Fragment
) -> list[tuple[object, ...]]:
    return await info.context.database.fetch(statement.text, statement.values)


def _kpi_bucket(day: dt.date, lines: list[tuple[object, ...]]) -> KpiBucket:
    leads, orders, attendance = (
        sum(cast("int", line[column]) for line in lines) for column in (1, 2, 3)
    )
    return KpiBucket(
        starts_on=day,
        leads=leads,
        orders=orders,
        attendance=attendance,
        orders_per_lead=quotient(orders, leads),
        money=[_money(line) for line in lines],
    )


def _money(line: tuple[object, ...]) -> KpiMoney:
    revenue, ad_spend = cast("tuple[Decimal, Decimal]", line[4:])
    return KpiMoney(
        currency=str(line[0]),
        revenue=revenue,
        ad_spend=ad_spend,
        return_on_ad_spend=quotient(revenue, ad_spend),
    )


def _dunning_bucket(day: dt.date, line: tuple[object, ...]) -> DunningBucket:
    sent, opens, clicks, cents = cast("tuple[int, int, int, int]", line)
    return DunningBucket(
        starts_on=day,
        emails_sent=sent,
        opens=opens,
        clicks=clicks,
        recovered_cents=BigInt(cents),
    )

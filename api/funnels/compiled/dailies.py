"""The numbers that are kept per day as JSON: `api.funnels.dailies` in SQL."""

from collections.abc import Callable

from api.funnels import dailies, inputs
from api.funnels.compiled.counts import buckets
from api.funnels.compiled.reports import quotient, whole
from api.funnels.periods import FunnelPeriod
from api.graphql.asked import Asked
from api.graphql.compiler import objects
from api.graphql.compiler.objects import MOST_KEY_BYTES, UncompilableError
from api.graphql.compiler.site import Site
from api.graphql.fragments import Fragment, compose, join, name

_STARTS_ON = compose("asked.starts_on")


def kpis(site: Site) -> Fragment:
    """Compile the series of the business's numbers."""
    leads, orders = _number("leads"), _number("orders")
    values = {
        "startsOn": _STARTS_ON,
        "leads": whole(leads),
        "orders": whole(orders),
        "attendance": whole(_number("attendance")),
        "ordersPerLead": quotient(orders, leads),
    }

    def value(field: Asked) -> Fragment:
        if field.name == "money":
            return compose("coalesce({}, '[]'::json)", name("counted", _column(field)))
        return values[field.name]

    sums = compose(
        "line.starts_on, sum(line.leads) as leads, sum(line.orders) as orders, "
        "sum(line.attendance) as attendance"
    )
    money = [_money(field) for field in site.asked.fields if field.name == "money"]
    counted = compose(
        "select {} from ({}) as line group by line.starts_on",
        join(", ", [sums, *money]),
        dailies.kpis(inputs.span(site.asked.arguments), _period(site)),
    )
    return _series(site, "KpiBucket", value, counted)


def metrics(site: Site) -> Fragment:
    """Compile the series of dunning's numbers."""
    values = {
        "startsOn": _STARTS_ON,
        "emailsSent": whole(_number("emails_sent")),
        "opens": whole(_number("opens")),
        "clicks": whole(_number("clicks")),
        "recoveredCents": compose("{}::text", _number("recovered_cents")),
    }
    counted = dailies.metrics(inputs.span(site.asked.arguments), _period(site))
    return _series(site, "DunningBucket", lambda field: values[field.name], counted)


def _series(
    site: Site, type_name: str, value: Callable[[Asked], Fragment], counted: Fragment
) -> Fragment:
    """Return the list of all buckets, also of those that nothing was counted in."""
    lines = compose(
        "select {} from {} as asked (starts_on) left join ({}) as counted "
        "on counted.starts_on = asked.starts_on order by asked.starts_on",
        objects.columns(site.asked.fields, type_name, value),
        buckets(_period(site), site.asked.arguments),
        counted,
    )
    return objects.of_rows(lines, "bucket")


def _money(asked: Asked) -> Fragment:
    """Return the list of what each currency's lines of a bucket add up to, as a column."""
    values = {
        "currency": compose("line.currency"),
        "revenue": compose("line.revenue::text"),
        "adSpend": compose("line.ad_spend::text"),
        "returnOnAdSpend": quotient(compose("line.revenue"), compose("line.ad_spend")),
    }
    return compose(
        "array_to_json(array_agg({} order by line.currency)) as {}",
        objects.of_fields(asked.fields, "KpiMoney", values, "money"),
        name(_column(asked)),
    )


def _column(money: Asked) -> str:
    column = f"{money.key} lines"
    if len(column) > MOST_KEY_BYTES:
        raise UncompilableError(f"'{column}' is too long for a column's name")
    return column


def _number(column: str) -> Fragment:
    return compose("coalesce({}, 0)", name("counted", column))


def _period(site: Site) -> FunnelPeriod:
    return FunnelPeriod(str(site.asked.arguments["by"]))

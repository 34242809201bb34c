"""Rows of merchants, of what was done to recover their payments, and of its success per day."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from api.demo.cells import Row, date, instant, instant_or_null
from api.demo.draws import chance, evenly, spread, stream, weighted
from api.demo.rows import Rows
from api.demo.season import DAY, DAYS, HOUR, MINUTE, NOW, START
from api.demo.tenants import Tenant
from api.demo.words import GOODS

LOG = stream("usage_logs")

_METRICS = weighted({"email_sent": 82, "payment_recovered": 12, "sms_sent": 6})
_RECOVERED_CENTS = evenly((1_900, 2_900, 4_900, 9_900, 14_900, 29_900))
_OPENS = chance(44)
_CLICKS = chance(28)
_OPENS_AFTER = spread((0, MINUTE), (50, 3 * HOUR), (90, 30 * HOUR), (100, 5 * DAY))
_CLICKS_AFTER = spread((0, 5), (80, 4 * MINUTE), (100, 12 * HOUR))
_REPORTED_AFTER = 6 * HOUR


class Log(NamedTuple):
    """One thing done for a merchant, and what the customer did."""

    merchant: int
    metric: str
    amount: int
    at: int
    opened: int | None
    clicked: int | None


def tables(tenant: Tenant) -> Iterator[Rows]:
    """Yield the rows of this domain, table by table."""
    yield Rows("merchants", "id name email created_at", _merchants(tenant))
    yield Rows(
        "usage_logs",
        "merchant_id metric_type amount opened_at clicked_at created_at reported_at",
        _usage_logs(tenant),
    )
    yield Rows(
        "daily_metrics",
        "merchant_id metric_date recovered_cents emails_sent total_opens total_clicks",
        _daily_metrics(tenant),
    )


def _merchant_id(tenant: Tenant, number: int) -> str:
    return f"mrc_{tenant.slug}_{number + 1:03}"


def _merchants(tenant: Tenant) -> Iterator[Row]:
    for number in range(tenant.volume.merchants):
        name = f"{GOODS[number % len(GOODS)].split()[0]} Subscriptions {number + 1}"
        yield (
            _merchant_id(tenant, number), name, f"billing{number + 1}@merchants.example",
            instant(tenant.midnight(-120 + number)),
        )  # fmt: skip


def _logs(tenant: Tenant) -> Iterator[Log]:
    total, merchants = tenant.volume.usage_logs, tenant.volume.merchants
    for number in range(total):
        draw = tenant.draw(LOG, number)
        at = tenant.moment(number, total, draw)
        merchant = min(draw.below(merchants), draw.below(merchants))
        metric = draw(_METRICS)
        if metric == "payment_recovered":
            yield Log(merchant, metric, draw(_RECOVERED_CENTS), at, None, None)
            continue
        opened = at + draw(_OPENS_AFTER) if metric == "email_sent" and draw(_OPENS) else NOW
        clicked = opened + draw(_CLICKS_AFTER) if draw(_CLICKS) else NOW
        yield Log(
            merchant, metric, 1, at, opened if opened < NOW else None,
            clicked if clicked < NOW else None,
        )  # fmt: skip


def _usage_logs(tenant: Tenant) -> Iterator[Row]:
    for log in _logs(tenant):
        reported = log.at + _REPORTED_AFTER
        yield (
            _merchant_id(tenant, log.merchant), log.metric, log.amount,
            instant_or_null(log.opened), instant_or_null(log.clicked), instant(log.at),
            instant(reported) if reported < NOW else None,
        )  # fmt: skip


def _daily_metrics(tenant: Tenant) -> Iterator[Row]:
    recovered_cents, emails, opens, clicks = (Counter[tuple[int, int]]() for _ in range(4))
    for log in _logs(tenant):
        if log.metric == "payment_recovered":
            recovered_cents[log.merchant, _day(tenant, log.at)] += log.amount
        if log.metric == "email_sent":
            emails[log.merchant, _day(tenant, log.at)] += log.amount
        if log.opened is not None:
            opens[log.merchant, _day(tenant, log.opened)] += 1
        if log.clicked is not None:
            clicks[log.merchant, _day(tenant, log.clicked)] += 1
    for merchant in range(tenant.volume.merchants):
        for day in range(DAYS):
            key = merchant, day
            yield (
                _merchant_id(tenant, merchant), date(START + day * DAY), recovered_cents[key],
                emails[key], opens[key], clicks[key],
            )  # fmt: skip


def _day(tenant: Tenant, at: int) -> int:
    return (tenant.local(at) - START) // DAY

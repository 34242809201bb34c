"""Rows of partners' clicks, of the sales those led to, and of what was paid for them.

Clicks are divided among the sales of an organization. The first click in the share of a sale that
came through a partner is the click that led to it. A conversion makes that click again.
"""

import datetime as dt
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from api.demo.affiliates import (
    LINKS_PER_PARTNER,
    PARTNER,
    Partner,
    active_partners,
    destination,
    link_code,
    link_key,
)
from api.demo.cells import Cell, Row, date, instant, instant_or_null, money
from api.demo.draws import Choice, evenly, spread, stream, weighted
from api.demo.rows import Rows
from api.demo.sales import Sale, order_id, sales
from api.demo.season import DAY, HOUR, MINUTE, NOW
from api.demo.tenants import Tenant
from api.demo.words import BOT, DEVICES, PLACES, REFERRERS, Device

CLICK = stream("affiliate_clicks")
_CONVERSION = stream("affiliate_conversions")
_PAYOUT = stream("affiliate_payouts")
_QUEUED = stream("affiliate_click_queue")
_VISIT = stream("affiliate_visits")
_REJECTION = stream("affiliate_rejections")

_STATUSES = weighted({"VALID": 868, "DUPLICATE": 72, "SUSPICIOUS": 26, "BOT": 22, "FRAUD": 12})
_FRAUD_SCORES: dict[str, Choice[int]] = {
    "VALID": spread((0, 0), (80, 8), (100, 30)),
    "DUPLICATE": spread((0, 10), (100, 40)),
    "SUSPICIOUS": spread((0, 45), (100, 75)),
    "BOT": spread((0, 85), (100, 101)),
    "FRAUD": spread((0, 78), (100, 101)),
}
_FRAUD_REASONS = {
    "VALID": "{}",
    "DUPLICATE": "{same_visitor_within_a_minute}",
    "SUSPICIOUS": "{unusual_rate}",
    "BOT": "{known_crawler}",
    "FRAUD": "{proxy_network,unusual_rate}",
}
_SUB_IDS: Choice[str | None] = weighted({"profile": 30, "story": 25, "review": 20, None: 25})
_BOTS: Choice[Device] = evenly((BOT,))
_LINKS = weighted(dict(zip(range(LINKS_PER_PARTNER), (60, 28, 12), strict=True)))
_CLICK_TO_SALE = spread((0, 2 * MINUTE), (50, HOUR), (85, 2 * DAY), (100, 25 * DAY))

_DECISIONS = weighted({"APPROVED": 90, "REJECTED": 6, "REVERSED": 3, "DISPUTED": 1})
_DECIDED_AFTER = spread((0, 7 * DAY), (100, 14 * DAY))
_REJECTIONS = evenly(("bought by the partner", "outside the program's countries"))

_MONTHS = tuple(
    int(dt.datetime(2026, month, 1, tzinfo=dt.UTC).timestamp()) for month in range(5, 12)
)
_PAID_MONTHS = 5
_PAID_AFTER = 19 * DAY
_LEAST_PAYOUT_CENTS = 5_000
_PAYOUT_STATUSES = weighted({"COMPLETED": 95, "ON_HOLD": 3, "FAILED": 2})
_LAST_PAYOUT_STATUSES = weighted({"COMPLETED": 70, "PROCESSING": 18, "PENDING": 12})

_QUEUE_SPAN = 3 * DAY
_QUEUE_STATUSES = weighted({"COMPLETED": 92, "DUPLICATE": 6, "FAILED": 2})
_WAITING_STATUSES = weighted({"PENDING": 80, "PROCESSING": 20})
_WAITING_PERCENT = 10
_MOST_RETRIES = 3


class Click(NamedTuple):
    """A click on a partner's link, and the sale that it led to, if it did."""

    number: int
    at: int
    partner: Partner
    link: int
    status: str
    sale: Sale | None


class Conversion(NamedTuple):
    """A sale that a partner brought, and how the program judged it."""

    click: Click
    sale: Sale
    cents: int
    status: str
    decided: int | None
    month: int


Earnings = Counter[tuple[int, int]]
"""Cents that were approved, by partner and month."""


def tables(tenant: Tenant) -> Iterator[Rows]:
    """Yield the rows of this domain, table by table."""
    yield Rows(
        "affiliate_clicks",
        "company_id partner_id link_id clicked_at status visitor_id ip_address_hash user_agent"
        " referrer landing_url country region city device_type browser os sub_id1 sub_id2 sub_id3"
        " sub_id4 sub_id5 fraud_score fraud_reasons",
        _clicks(tenant),
    )
    earnings = _earnings(tenant)
    yield Rows(
        "affiliate_payouts",
        "id company_id partner_id amount currency status method period_start period_end"
        " invoice_number invoice_url transaction_id failure_reason processed_at created_at"
        " updated_at",
        _payouts(tenant, earnings),
    )
    yield Rows(
        "affiliate_conversions",
        "id company_id partner_id link_id click_id contact_id order_id payout_id status"
        " order_amount commission_percent commission_amount currency converted_at approved_at"
        " rejected_at rejection_reason created_at updated_at",
        _conversion_rows(tenant, earnings),
    )
    yield Rows(
        "affiliate_click_queue",
        "company_id partner_id link_id link_code visitor_id ip_address_hash user_agent referrer"
        " landing_url sub_id1 sub_id2 sub_id3 sub_id4 sub_id5 country region city device_type"
        " browser os status retry_count error_message clicked_at queued_at processed_at",
        _queued_clicks(tenant),
    )


def _clicks(tenant: Tenant) -> Iterator[Row]:
    active = active_partners(tenant)
    for sale in sales(tenant):
        for number in _share(tenant, sale):
            click = _click(tenant, active, number, sale)
            partner = click.partner
            yield (
                partner.company.id, tenant.key(PARTNER, partner.number),
                link_key(tenant, partner, click.link), instant(click.at), click.status,
                *_visit(tenant, click),
            )  # fmt: skip


def _visit(tenant: Tenant, click: Click) -> Row:
    """Return what was seen of whoever clicked."""
    draw = tenant.draw(_VISIT, click.number)
    country, region, city = draw(PLACES)
    device, browser, system, agent = draw(_BOTS if click.status == "BOT" else DEVICES)
    word = draw.word()
    return (
        f"v{word:016x}", f"{word ^ CLICK:016x}", agent, draw(REFERRERS),
        destination(click.partner), country, region, city, device, browser, system, draw(_SUB_IDS),
        None, None, None, None, draw(_FRAUD_SCORES[click.status]), _FRAUD_REASONS[click.status],
    )  # fmt: skip


def _share(tenant: Tenant, sale: Sale) -> range:
    """Return the numbers of the clicks in a sale's share; there is at least one."""
    clicks, orders = tenant.volume.clicks, tenant.volume.orders
    return range(sale.number * clicks // orders, (sale.number + 1) * clicks // orders)


def _click(tenant: Tenant, active: list[list[Partner]], number: int, sale: Sale) -> Click:
    """Return one click in the share of a sale."""
    draw = tenant.draw(CLICK, number)
    pool = active[sale.company.number]
    partner = pool[min(draw.below(len(pool)), draw.below(len(pool)))]
    link = draw(_LINKS)
    if sale.channel == "affiliate" and number == _share(tenant, sale)[0]:
        return Click(number, sale.at - draw(_CLICK_TO_SALE), partner, link, "VALID", sale)
    at = tenant.moment(number, tenant.volume.clicks, draw)
    return Click(number, at, partner, link, draw(_STATUSES), None)


def _conversions(tenant: Tenant) -> Iterator[Conversion]:
    active = active_partners(tenant)
    for sale in sales(tenant):
        if sale.channel == "affiliate":
            yield _conversion(tenant, _click(tenant, active, _share(tenant, sale)[0], sale), sale)


def _conversion(tenant: Tenant, click: Click, sale: Sale) -> Conversion:
    draw = tenant.draw(_CONVERSION, sale.number)
    cents = (sale.cents * click.partner.hundredths + 5_000) // 10_000
    month = bisect_right(_MONTHS, tenant.local(sale.at)) - 1
    status, decided = draw(_DECISIONS), sale.at + draw(_DECIDED_AFTER)
    if decided > NOW:
        return Conversion(click, sale, cents, "PENDING", None, month)
    return Conversion(click, sale, cents, status, decided, month)


def _conversion_rows(tenant: Tenant, earnings: Earnings) -> Iterator[Row]:
    for conversion in _conversions(tenant):
        click, sale, status = conversion.click, conversion.sale, conversion.status
        partner, decided = click.partner, instant_or_null(conversion.decided)
        is_rejected = status == "REJECTED"
        sold = instant(sale.at)
        yield (
            tenant.key(_CONVERSION, sale.number), partner.company.id,
            tenant.key(PARTNER, partner.number), link_key(tenant, partner, click.link),
            tenant.earlier.clicks + click.number + 1, tenant.contact_id(sale.contact),
            order_id(tenant, sale.number), _payout_of(tenant, conversion, earnings), status,
            money(sale.cents), money(partner.hundredths), money(conversion.cents), tenant.currency,
            sold, decided if status in {"APPROVED", "REVERSED"} else None,
            *((decided, tenant.draw(_REJECTION, sale.number)(_REJECTIONS))
              if is_rejected else (None, None)),
            sold, decided or sold,
        )  # fmt: skip


def _earnings(tenant: Tenant) -> Earnings:
    """Return what each partner earned in each month that is paid by now, if it is enough."""
    earned = Earnings()
    for conversion in _conversions(tenant):
        if conversion.status == "APPROVED" and conversion.month < _PAID_MONTHS:
            earned[conversion.click.partner.number, conversion.month] += conversion.cents
    return Earnings({key: cents for key, cents in earned.items() if cents >= _LEAST_PAYOUT_CENTS})


def _payout_of(tenant: Tenant, conversion: Conversion, earnings: Earnings) -> Cell:
    key = conversion.click.partner.number, conversion.month
    if conversion.status != "APPROVED" or key not in earnings:
        return None
    return _payout_key(tenant, *key)


def _payout_key(tenant: Tenant, partner: int, month: int) -> str:
    return tenant.key(_PAYOUT, partner * len(_MONTHS) + month)


def _payouts(tenant: Tenant, earnings: Earnings) -> Iterator[Row]:
    for partner in (partner for pool in active_partners(tenant) for partner in pool):
        for month in range(_PAID_MONTHS):
            cents = earnings.get((partner.number, month))
            if cents is not None:
                yield _payout(tenant, partner, month, cents)


def _payout(tenant: Tenant, partner: Partner, month: int, cents: int) -> Row:
    is_last = month == _PAID_MONTHS - 1
    draw = tenant.draw(_PAYOUT, partner.number * len(_MONTHS) + month)
    status = draw(_LAST_PAYOUT_STATUSES if is_last else _PAYOUT_STATUSES)
    made = _MONTHS[month + 1] - tenant.utc_offset + _PAID_AFTER
    processed = made + DAY if status in {"COMPLETED", "FAILED"} else None
    invoice = f"INV-2026-{month + 5:02}-{partner.number + 1:04}"
    return (
        _payout_key(tenant, partner.number, month), partner.company.id,
        tenant.key(PARTNER, partner.number), money(cents), tenant.currency, status, partner.method,
        date(_MONTHS[month]), date(_MONTHS[month + 1]), invoice,
        f"https://invoices.example/{invoice.lower()}",
        f"tx-{draw.word():016x}" if status == "COMPLETED" else None,
        "the account does not exist" if status == "FAILED" else None,
        instant_or_null(processed), instant(made), instant(processed or made),
    )  # fmt: skip


def _queued_clicks(tenant: Tenant) -> Iterator[Row]:
    total = tenant.volume.queued_clicks
    pools = active_partners(tenant)
    for number in range(total):
        draw = tenant.draw(_QUEUED, number)
        pool = pools[draw.below(len(pools))]
        partner, link = pool[draw.below(len(pool))], draw(_LINKS)
        at = NOW - _QUEUE_SPAN + number * _QUEUE_SPAN // total
        is_waiting = number * 100 >= total * (100 - _WAITING_PERCENT)
        status = draw(_WAITING_STATUSES if is_waiting else _QUEUE_STATUSES)
        device, browser, system, agent = draw(DEVICES)
        known = (*draw(PLACES), device, browser, system) if status == "COMPLETED" else (None,) * 6
        word = draw.word()
        yield (
            partner.company.id, tenant.key(PARTNER, partner.number),
            link_key(tenant, partner, link), link_code(partner, link), f"v{word:016x}",
            f"{word ^ CLICK:016x}", agent, draw(REFERRERS), destination(partner), draw(_SUB_IDS),
            None, None, None, None, *known, status,
            *((_MOST_RETRIES, "the geography service did not answer")
              if status == "FAILED" else (0, None)),
            instant(at), instant(at + 1), None if is_waiting else instant(min(at + 4, NOW)),
        )  # fmt: skip

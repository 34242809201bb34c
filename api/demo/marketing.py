"""Rows that count a day: advertisements, live streams, and the key numbers made from all of it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from api.demo.cells import Cell, Row, date, instant, money
from api.demo.draws import evenly, spread, stream
from api.demo.orders import CHALLENGE_DAYS, CHALLENGE_EVERY_DAYS, attendance
from api.demo.rows import Rows
from api.demo.sales import sales
from api.demo.season import DAY, DAYS, START
from api.demo.tenants import CONTACT, Tenant

AD = stream("ad_performance")
STREAM = stream("youtube_attendance")

_CAMPAIGNS = (
    ("META", "Challenge sign-ups"), ("META", "Retargeting"), ("GOOGLE", "Brand search"),
    ("GOOGLE", "Course search"),
)  # fmt: skip
_AUDIENCES = ("Lookalike", "Interest")
_CREATIVES = ("Video A", "Carousel B")
_IMPRESSIONS = spread((0, 500), (50, 1_800), (90, 3_600), (100, 7_000))
_CLICKS_PER_MILLE = spread((0, 6), (50, 14), (100, 38))
_COST_PER_CLICK_CENTS = spread((0, 35), (60, 80), (100, 190))
_CONVERSIONS_PER_MILLE = spread((0, 4), (50, 22), (100, 60))
_VALUES_CENTS = evenly((2_900, 4_700, 6_700, 9_700, 14_700))
_WEEKDAY_PERCENT = (106, 104, 102, 100, 94, 82, 88)
_VIEWERS = spread((0, 80), (50, 160), (100, 320))


@dataclass(frozen=True, slots=True)
class Performance:
    """What advertisements did on a day; performances can be added up."""

    impressions: int = 0
    clicks: int = 0
    spend_cents: int = 0
    conversions: int = 0
    value_cents: int = 0

    def __add__(self, other: "Performance") -> "Performance":
        """Return what both did together."""
        return Performance(
            self.impressions + other.impressions,
            self.clicks + other.clicks,
            self.spend_cents + other.spend_cents,
            self.conversions + other.conversions,
            self.value_cents + other.value_cents,
        )


def tables(tenant: Tenant) -> Iterator[Rows]:
    """Yield the rows of this domain, table by table."""
    yield Rows(
        "youtube_attendance", "created_at date platform participant_count", _live_streams(tenant)
    )
    yield Rows(
        "ad_performance",
        "created_at date platform level campaign_id campaign_name ad_set_id ad_set_name ad_id"
        " ad_name impressions clicks spend currency conversions conversion_value",
        _advertisements(tenant),
    )
    yield Rows(
        "daily_kpis",
        "created_at date leads orders revenue ad_spend currency attendance",
        _key_numbers(tenant),
    )


def _live_streams(tenant: Tenant) -> Iterator[Row]:
    for day in range(DAYS):
        if day % CHALLENGE_EVERY_DAYS < CHALLENGE_DAYS:
            viewers = tenant.draw(STREAM, day)(_VIEWERS) * (9 - day % CHALLENGE_EVERY_DAYS) // 9
            yield instant(tenant.midnight(day + 1)), _day(day), "YouTube", viewers


def _advertisements(tenant: Tenant) -> Iterator[Row]:
    for day in range(DAYS):
        for campaign in range(len(_CAMPAIGNS)):
            for names, did in _levels(tenant, day, campaign):
                yield (
                    instant(tenant.midnight(day + 1)), _day(day), *names, did.impressions,
                    did.clicks, money(did.spend_cents), tenant.currency, did.conversions,
                    money(did.value_cents),
                )  # fmt: skip


def _levels(
    tenant: Tenant, day: int, campaign: int
) -> Iterator[tuple[tuple[Cell, ...], Performance]]:
    """Yield a campaign's ads, then its ad sets, then itself, each the sum of those below it."""
    platform, name = _CAMPAIGNS[campaign]
    key = f"c{campaign + 1}"
    campaign_did = Performance()
    for set_number, audience in enumerate(_AUDIENCES):
        set_key, set_did = f"{key}-s{set_number + 1}", Performance()
        for ad_number, creative in enumerate(_CREATIVES):
            did = _performance(tenant, day, (campaign * 2 + set_number) * 2 + ad_number)
            ad_key = f"{set_key}-a{ad_number + 1}"
            yield (platform, "AD", key, name, set_key, audience, ad_key, creative), did
            set_did += did
        yield (platform, "AD_SET", key, name, set_key, audience, None, None), set_did
        campaign_did += set_did
    yield (platform, "CAMPAIGN", key, name, None, None, None, None), campaign_did


def _performance(tenant: Tenant, day: int, ad: int) -> Performance:
    """Return what one ad did on a day."""
    draw = tenant.draw(AD, day * 100 + ad)
    impressions = draw(_IMPRESSIONS) * _WEEKDAY_PERCENT[day % 7] // 100
    clicks = impressions * draw(_CLICKS_PER_MILLE) // 1000
    conversions = clicks * draw(_CONVERSIONS_PER_MILLE) // 1000
    spend_cents = clicks * draw(_COST_PER_CLICK_CENTS)
    return Performance(
        impressions, clicks, spend_cents, conversions, conversions * draw(_VALUES_CENTS)
    )


def _key_numbers(tenant: Tenant) -> Iterator[Row]:
    leads, attended = _leads_and_attendance(tenant)
    orders, revenue_cents = _orders_and_revenue(tenant)
    for day in range(DAYS):
        spend_cents = sum(
            _performance(tenant, day, ad).spend_cents
            for ad in range(len(_CAMPAIGNS) * len(_AUDIENCES) * len(_CREATIVES))
        )
        yield (
            instant(tenant.midnight(day + 1)), _day(day), leads[day], orders[day],
            money(revenue_cents[day]), money(spend_cents), tenant.currency, attended[day],
        )  # fmt: skip


def _leads_and_attendance(tenant: Tenant) -> tuple[Counter[int], Counter[int]]:
    """Return, per day, how many became contacts and how many attended."""
    leads, attended = Counter[int](), Counter[int]()
    for number in range(tenant.volume.contacts):
        since = tenant.contact_since(number, tenant.draw(CONTACT, number))
        if tenant.is_new_contact(number):
            leads[_day_of(tenant, since)] += 1
        attended.update(_day_of(tenant, at) for _, at in attendance(tenant, number, since))
    return leads, attended


def _orders_and_revenue(tenant: Tenant) -> tuple[Counter[int], Counter[int]]:
    """Return, per day, how many orders there were and what they cost together."""
    orders, revenue_cents = Counter[int](), Counter[int]()
    for order in sales(tenant):
        orders[_day_of(tenant, order.at)] += 1
        revenue_cents[_day_of(tenant, order.at)] += order.cents
    return orders, revenue_cents


def _day_of(tenant: Tenant, at: int) -> int:
    return (tenant.local(at) - START) // DAY


def _day(day: int) -> str:
    return date(START + day * DAY)

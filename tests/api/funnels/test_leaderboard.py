"""The leaderboard of partners, and the numbers that are kept per day."""

import pytest

from tests.api.graphql.conftest import Service

LEADERS = """query ($first: Int!, $order: LeaderboardOrder!, $currency: String!, $since: Date) {
  affiliateLeaderboard(first: $first, orderBy: $order, currency: $currency, since: $since) {
    rank partner { name } links clicks validClicks conversions
    commissions { currency earned approved } } }"""


def fill(service: Service) -> None:
    """Anna brings clicks and euros, Ben brings sales, Carla nothing."""
    rows = service.ours
    for name, clicks, sales in (
        ("Anna", ["VALID", "VALID", "BOT"], [("EUR", "90", "APPROVED"), ("USD", "5", "PENDING")]),
        (
            "Ben",
            ["VALID"],
            [("USD", "10", "APPROVED"), ("USD", "7.5", "PENDING"), ("USD", "99", "REVERSED")],
        ),
        ("Carla", [], []),
    ):
        partner = rows.add("affiliate_partners", name=name)["id"]
        link = rows.add("affiliate_links", partner_id=partner)["id"]
        for status in clicks:
            rows.add("affiliate_clicks", partner_id=partner, link_id=link, status=status)
        for currency, amount, status in sales:
            rows.add(
                "affiliate_conversions",
                partner_id=partner,
                currency=currency,
                commission_amount=amount,
                status=status,
                converted_at="2026-03-01T12:00:00+00:00",
            )
    service.theirs.add("affiliate_conversions")


def names(service: Service, by: str, currency: str = "USD", first: int = 10) -> list[str]:
    answer = service.ask(LEADERS, first=first, order=by, currency=currency)
    leaders = answer.at("affiliateLeaderboard")
    assert isinstance(leaders, list)
    assert [leader["rank"] for leader in leaders] == list(range(1, len(leaders) + 1))
    return [leader["partner"]["name"] for leader in leaders]


def by_id(service: Service, *partners: str) -> list[str]:
    statement = "select name from affiliate_partners where name = any(%s) order by id"
    return [name for (name,) in service.owner.execute(statement, [list(partners)])]


def test_each_partner_has_what_they_brought(service: Service) -> None:
    fill(service)
    answer = service.ask(LEADERS, first=2, order="CONVERSIONS", currency="USD")
    assert answer.at("affiliateLeaderboard") == [
        {
            "rank": 1,
            "partner": {"name": "Ben"},
            "links": 1,
            "clicks": 1,
            "validClicks": 1,
            "conversions": 3,
            "commissions": [{"currency": "USD", "earned": "17.50", "approved": "10.00"}],
        },
        {
            "rank": 2,
            "partner": {"name": "Anna"},
            "links": 1,
            "clicks": 3,
            "validClicks": 2,
            "conversions": 2,
            "commissions": [
                {"currency": "EUR", "earned": "90.00", "approved": "90.00"},
                {"currency": "USD", "earned": "5.00", "approved": "0"},
            ],
        },
    ]
    assert len(answer.statements) == 2


def test_partners_are_ranked_by_what_is_asked(service: Service) -> None:
    fill(service)
    assert names(service, "CONVERSIONS") == ["Ben", "Anna", "Carla"]
    assert names(service, "CLICKS") == ["Anna", "Ben", "Carla"]
    assert names(service, "COMMISSION") == ["Ben", "Anna", "Carla"]
    # Neither Ben nor Carla earned euros, and equal ones are in the order of their ids.
    assert names(service, "COMMISSION", "EUR") == ["Anna", *by_id(service, "Ben", "Carla")]
    assert names(service, "CLICKS", first=1) == ["Anna"]
    assert names(service, "CLICKS", first=0) == []


def test_only_what_happened_on_the_days_counts(service: Service) -> None:
    fill(service)
    answer = service.ask(LEADERS, first=10, order="CONVERSIONS", currency="USD", since="2026-03-02")
    leaders = answer.at("affiliateLeaderboard")
    assert isinstance(leaders, list)
    assert [(leader["conversions"], leader["commissions"]) for leader in leaders] == [(0, [])] * 3


@pytest.mark.parametrize("first", [-1, 101])
def test_a_leaderboard_has_at_most_a_hundred_places(service: Service, first: int) -> None:
    answer = service.ask(LEADERS, first=first, order="CLICKS", currency="USD")
    assert answer.errors[0]["message"] == f"first is {first}; pass 0 to 100"


def test_kpis_are_added_up_per_bucket_and_currency(service: Service) -> None:
    for date, leads, orders, revenue, spend, currency in (
        ("2026-02-27", 10, 2, "100", "40", "USD"),
        ("2026-02-28", 10, 3, "50", "20", "USD"),
        ("2026-03-01", 0, 1, "30", "0", "EUR"),
        ("2026-03-02", 9, 9, "9", "9", "EUR"),
    ):
        service.ours.add(
            "daily_kpis",
            date=date,
            leads=leads,
            orders=orders,
            revenue=revenue,
            ad_spend=spend,
            currency=currency,
            attendance=4,
        )
    service.theirs.add("daily_kpis", date="2026-02-28", leads=1000)
    answer = service.ask(
        """{ kpiSeries(since: "2026-01-31", until: "2026-03-01", by: MONTH) { startsOn leads orders
             attendance ordersPerLead money { currency revenue adSpend returnOnAdSpend } } }"""
    )
    assert answer.at("kpiSeries") == [
        {
            "startsOn": "2026-01-01",
            "leads": 0,
            "orders": 0,
            "attendance": 0,
            "ordersPerLead": None,
            "money": [],
        },
        {
            "startsOn": "2026-02-01",
            "leads": 20,
            "orders": 5,
            "attendance": 8,
            "ordersPerLead": 0.25,
            "money": [
                {"currency": "USD", "revenue": "150.00", "adSpend": "60.00", "returnOnAdSpend": 2.5}
            ],
        },
        {
            "startsOn": "2026-03-01",
            "leads": 0,
            "orders": 1,
            "attendance": 4,
            "ordersPerLead": None,
            "money": [
                {"currency": "EUR", "revenue": "30.00", "adSpend": "0.00", "returnOnAdSpend": None}
            ],
        },
    ]
    assert len(answer.statements) == 1


def test_daily_metrics_are_added_up_over_merchants(service: Service) -> None:
    other = service.ours.add("merchants")["id"]
    for merchant in (None, other):
        merchant_id = merchant or service.ours.the("merchants")["id"]
        service.ours.add(
            "daily_metrics",
            merchant_id=merchant_id,
            metric_date="2026-03-02",
            emails_sent=10,
            total_opens=5,
            total_clicks=2,
            recovered_cents=3_000_000_000,
        )
    service.theirs.add("daily_metrics", metric_date="2026-03-02", emails_sent=1)
    answer = service.ask(
        """{ dailyMetricsSeries(since: "2026-03-01", until: "2026-03-02")
             { startsOn emailsSent opens clicks recoveredCents } }"""
    )
    assert answer.at("dailyMetricsSeries") == [
        {
            "startsOn": "2026-03-01",
            "emailsSent": 0,
            "opens": 0,
            "clicks": 0,
            "recoveredCents": "0",
        },
        {
            "startsOn": "2026-03-02",
            "emailsSent": 20,
            "opens": 10,
            "clicks": 4,
            "recoveredCents": "6000000000",
        },
    ]
    assert len(answer.statements) == 1

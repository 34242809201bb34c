"""Random rows of all that funnels count: owners, filters and moments in every mixture."""

import datetime as dt
import random

from models.affiliates import (
    AffiliatePayoutStatus,
    AffiliateStatus,
    AffiliateTier,
    ClickStatus,
    ConversionStatus,
)
from models.blasts import BlastState, RecipientStatus
from models.orders import AnalyticsEventType
from models.storefront import FunnelSessionStatus
from tests.rows import Rows

# Clocks in Berlin change on 2026-03-29 and on 2026-10-25.
MOMENTS = [
    "2025-12-31T22:59:59+00:00",
    "2025-12-31T23:00:00+00:00",
    "2026-03-28T22:59:59+00:00",
    "2026-03-28T23:00:00+00:00",
    "2026-03-29T21:59:59.999999+00:00",
    "2026-03-29T22:00:00+00:00",
    "2026-10-24T22:00:00+00:00",
    "2026-10-25T22:59:59+00:00",
    "2026-10-25T23:00:00+00:00",
]
TEXTS = ["spring", "it's", 'a "b" \\ %s {}', "sent", "clicked", "bounced", "é🎈"]
EMAIL_STATUSES = ["pending", "sent", "delivered", "opened", "clicked", "bounced", "failed"]
_DAYS = ["Attended_Day_1", "Attended_Day_2", "Attended_Day_12", "Attended_Day_0", "other", None]


def fill(rows: Rows, chance: random.Random) -> None:
    """Add rows of every funnel."""
    for part in (_blasts, _emails, _dunning, _affiliates, _visits, _events, _kpis):
        part(rows, chance)


def _blasts(rows: Rows, chance: random.Random) -> None:
    for _ in range(4):
        blast = rows.add(
            "blasts",
            blast_date=chance.choice(MOMENTS),
            blast_tag=chance.choice([None, *TEXTS]),
            follow_up_stage=chance.choice([None, *TEXTS]),
            state=chance.choice(list(BlastState)).value,
        )
        for _ in range(chance.randrange(12)):
            status = chance.choice(list(RecipientStatus)).value
            rows.add("blast_recipients", blast_id=blast["id"], status=status)


def _emails(rows: Rows, chance: random.Random) -> None:
    campaigns = [rows.add("campaigns", status=text)["id"] for text in ("sent", "draft")]
    for number in range(30):
        rows.add(
            "email_sends",
            campaign_id=chance.choice(campaigns),
            email_address=str(number),
            status=chance.choice(EMAIL_STATUSES),
            sent_at=chance.choice([None, *MOMENTS]),
            clicked_at=chance.choice([None, None, *MOMENTS]),
            created_at=chance.choice(MOMENTS),
        )


def _dunning(rows: Rows, chance: random.Random) -> None:
    for merchant in [rows.add("merchants")["id"] for _ in range(3)]:
        for date in chance.sample(_dates(), 4):
            numbers = [chance.randrange(10 ** chance.randrange(6)) for _ in range(4)]
            names = ("emails_sent", "total_opens", "total_clicks", "recovered_cents")
            counted = dict(zip(names, numbers, strict=True))
            rows.add("daily_metrics", merchant_id=merchant, metric_date=date, **counted)
        for _ in range(chance.randrange(8)):
            rows.add(
                "usage_logs",
                merchant_id=merchant,
                created_at=chance.choice(MOMENTS),
                metric_type=chance.choice(TEXTS),
                opened_at=chance.choice([None, MOMENTS[0]]),
                clicked_at=chance.choice([None, MOMENTS[0]]),
            )


def _affiliates(rows: Rows, chance: random.Random) -> None:
    payouts = [rows.add("affiliate_payouts", status=one.value) for one in AffiliatePayoutStatus]
    for _ in range(4):
        partner = rows.add(
            "affiliate_partners",
            status=chance.choice(list(AffiliateStatus)).value,
            tier=chance.choice(list(AffiliateTier)).value,
        )["id"]
        link = rows.add(
            "affiliate_links", partner_id=partner, campaign=chance.choice([None, *TEXTS])
        )["id"]
        for _ in range(chance.randrange(10)):
            rows.add(
                "affiliate_clicks",
                partner_id=partner,
                link_id=link,
                status=chance.choice(list(ClickStatus)).value,
                clicked_at=chance.choice(MOMENTS),
            )
        for _ in range(chance.randrange(10)):
            rows.add(
                "affiliate_conversions",
                partner_id=partner,
                link_id=chance.choice([None, link]),
                payout_id=chance.choice([None, *(payout["id"] for payout in payouts)]),
                status=chance.choice(list(ConversionStatus)).value,
                currency=chance.choice(["EUR", "USD", "MYR"]),
                commission_amount=f"{chance.randrange(10**6)}.{chance.randrange(100):02}",
                converted_at=chance.choice(MOMENTS),
            )


def _visits(rows: Rows, chance: random.Random) -> None:
    funnels = [rows.add("funnels")["id"] for _ in range(3)]
    for number in range(20):
        session = rows.add(
            "funnel_sessions",
            funnel_id=chance.choice(funnels),
            session_token=f"{rows.organization_id} {number}",
            started_at=chance.choice(MOMENTS),
            status=chance.choice(list(FunnelSessionStatus)).value,
            discount_code=chance.choice([None, *TEXTS]),
        )["id"]
        for _ in range(chance.randrange(3)):
            variant = chance.choice([None, *TEXTS])
            rows.add("leads", funnel_session_id=session, variant_id=variant)
        if chance.random() < 0.5:
            order = chance.choice([None, rows.the("orders")["id"]])
            rows.add("carts", funnel_session_id=session, order_id=order)


def _events(rows: Rows, chance: random.Random) -> None:
    contacts = [None, *(rows.add("contacts")["id"] for _ in range(4))]
    rows.add("orders", contact_id=contacts[1], order_source="spring")
    for _ in range(40):
        rows.add(
            "analytics_events",
            contact_id=chance.choice(contacts),
            name=chance.choice(_DAYS),
            type=chance.choice(list(AnalyticsEventType)).value,
            timestamp=chance.choice(MOMENTS),
        )


def _kpis(rows: Rows, chance: random.Random) -> None:
    for date in chance.sample(_dates(), 6):
        rows.add(
            "daily_kpis",
            date=date,
            currency=chance.choice(["EUR", "USD"]),
            **{name: chance.randrange(100) for name in ("leads", "orders", "attendance")},
            revenue=chance.choice(["0", "0.01", "99999.99", "1234.50"]),
            ad_spend=chance.choice(["0", "0.01", "7", "30000.03"]),
        )


def _dates() -> list[dt.date]:
    return [
        dt.datetime.fromisoformat(moment).date() + dt.timedelta(days=1) for moment in MOMENTS[::2]
    ] + [dt.date(2026, 3, day) for day in range(1, 8)]

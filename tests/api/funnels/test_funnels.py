"""Every other funnel equals SQL written from the source documents, on random rows."""

import datetime as dt
import random
from collections import Counter
from collections.abc import Callable

import pytest

from tests.api.graphql.conftest import Service
from tests.rows import Rows

EMAIL_STATUSES = ["pending", "sent", "delivered", "opened", "clicked", "bounced", "failed"]
CLICK_STATUSES = ["VALID", "DUPLICATE", "SUSPICIOUS", "FRAUD", "BOT"]
CONVERSION_STATUSES = ["PENDING", "APPROVED", "REJECTED", "REVERSED", "DISPUTED"]
WHEN = "2026-03-01T12:00:00+00:00"


def emails(rows: Rows, chance: random.Random) -> None:
    for number in range(60):
        status = chance.choice(EMAIL_STATUSES)
        # A number in the address tells the rows apart; half of them say only when, not the status.
        opened_at = chance.choice([None, WHEN])
        rows.add(
            "email_sends",
            campaign_id=rows.the("campaigns")["id"],
            email_address=str(number),
            status=status,
            opened_at=opened_at,
        )


def metrics(rows: Rows, chance: random.Random) -> None:
    for day in range(20):
        numbers = [chance.randrange(1000) for _ in range(4)]
        names = ("emails_sent", "total_opens", "total_clicks", "recovered_cents")
        date = dt.date(2026, 3, 1) + dt.timedelta(days=day)
        rows.add("daily_metrics", metric_date=date, **dict(zip(names, numbers, strict=True)))


def logs(rows: Rows, chance: random.Random) -> None:
    for _ in range(40):
        opened_at, clicked_at = chance.choice([None, WHEN]), chance.choice([None, None, WHEN])
        rows.add("usage_logs", opened_at=opened_at, clicked_at=clicked_at)


def affiliates(rows: Rows, chance: random.Random) -> None:
    payouts = [rows.add("affiliate_payouts", status=status) for status in ("PENDING", "COMPLETED")]
    for _ in range(40):
        rows.add("affiliate_clicks", status=chance.choice(CLICK_STATUSES))
        payout_id = chance.choice([None, *(payout["id"] for payout in payouts)])
        status = chance.choice(CONVERSION_STATUSES)
        rows.add("affiliate_conversions", status=status, payout_id=payout_id)


def sessions(rows: Rows, chance: random.Random) -> None:
    for number in range(30):
        session = rows.add("funnel_sessions", session_token=f"{rows.organization_id} {number}")
        for _ in range(chance.randrange(3)):
            rows.add("leads", funnel_session_id=session["id"])
        for _ in range(chance.randrange(3)):
            order_id = chance.choice([None, rows.the("orders")["id"]])
            rows.add("carts", funnel_session_id=session["id"], order_id=order_id)


def attendance(rows: Rows, chance: random.Random) -> None:
    contacts = [rows.add("contacts")["id"] for _ in range(8)]
    names = ["Attended_Day_1", "Attended_Day_2", "Attended_Day_4", "Attended_Day_x", None]
    types = ["analytics", "analytics", "action", "purchase"]
    rows.add("analytics_events", contact_id=contacts[0], name="Attended_Day_4", type="analytics")
    for _ in range(60):
        contact, name, kind = (chance.choice(among) for among in (contacts, names, types))
        rows.add("analytics_events", contact_id=contact, name=name, type=kind)


CASES: dict[str, tuple[Callable[[Rows, random.Random], None], dict[str, str]]] = {
    "campaign": (
        emails,
        {
            "sent": "select count(*) from email_sends where organization_id = %s "
            "and status not in ('pending', 'failed')",
            "delivered": "select count(*) from email_sends where organization_id = %s "
            "and status in ('delivered', 'opened', 'clicked')",
            "opened": "select count(*) from email_sends where organization_id = %s "
            "and (status in ('opened', 'clicked') or opened_at is not null)",
            "clicked": "select count(*) from email_sends where organization_id = %s "
            "and status = 'clicked'",
            "bounced": "select count(*) from email_sends where organization_id = %s "
            "and status = 'bounced'",
            "failed": "select count(*) from email_sends where organization_id = %s "
            "and status = 'failed'",
        },
    ),
    "dunning": (
        metrics,
        {
            "emailsSent": "select sum(emails_sent) from daily_metrics where organization_id = %s",
            "opens": "select sum(total_opens) from daily_metrics where organization_id = %s",
            "clicks": "select sum(total_clicks) from daily_metrics where organization_id = %s",
            "recovered": "select sum(recovered_cents) from daily_metrics "
            "where organization_id = %s",
        },
    ),
    "dunningEmail": (
        logs,
        {
            "emailsSent": "select count(*) from usage_logs where organization_id = %s",
            "opens": "select count(coalesce(opened_at, clicked_at)) from usage_logs "
            "where organization_id = %s",
            "clicks": "select count(clicked_at) from usage_logs where organization_id = %s",
        },
    ),
    "affiliate": (
        affiliates,
        {
            "clicks": "select count(*) from affiliate_clicks where organization_id = %s",
            "validClicks": "select count(*) from affiliate_clicks where organization_id = %s "
            "and status = 'VALID'",
            "conversions": "select count(*) from affiliate_conversions where organization_id = %s",
            "approved": "select count(*) from affiliate_conversions where organization_id = %s "
            "and status = 'APPROVED'",
            "paid": "select count(*) from affiliate_conversions where organization_id = %s "
            "and status = 'APPROVED' and payout_id in "
            "(select id from affiliate_payouts where status = 'COMPLETED')",
            "invalidClicks": "select count(*) from affiliate_clicks where organization_id = %s "
            "and status in ('DUPLICATE', 'SUSPICIOUS', 'FRAUD', 'BOT')",
            "rejected": "select count(*) from affiliate_conversions where organization_id = %s "
            "and status in ('REJECTED', 'REVERSED')",
        },
    ),
    "storefront": (
        sessions,
        {
            "sessions": "select count(*) from funnel_sessions where organization_id = %s",
            "leads": "select count(distinct funnel_session_id) from leads "
            "where organization_id = %s",
            "carts": "select count(distinct funnel_session_id) from carts "
            "where organization_id = %s",
            "orders": "select count(distinct funnel_session_id) from carts "
            "where organization_id = %s and order_id is not null",
        },
    ),
    "engagement": (
        attendance,
        {
            **{
                f"attendedDay{day}": "select count(distinct contact_id) from analytics_events "
                "where organization_id = %s and type = 'analytics' "
                f"and name like 'Attended\\_Day\\_{day}'"
                for day in (1, 2, 3, 4)
            },
            "purchases": "select count(distinct contact_id) from analytics_events "
            "where organization_id = %s and type = 'purchase'",
        },
    ),
}


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("name", CASES)
def test_every_number_equals_plain_sql(service: Service, name: str, seed: int) -> None:
    fill, plain = CASES[name]
    chance = random.Random(seed)  # noqa: S311 - rows of a test, no secret
    fill(service.ours, chance)
    fill(service.theirs, chance)
    shape = "{ stages { name count stuck } beside { name count } amounts { name cents } }"
    found = service.ask(f"{{ {name}Funnel {shape} }}").at(f"{name}Funnel")
    assert isinstance(found, dict)
    counts = {line["name"]: line["count"] for line in found["stages"] + found["beside"]}
    counts |= {line["name"]: int(line["cents"]) for line in found["amounts"]}
    expected = {}
    for key, statement in plain.items():
        row = service.owner.execute(statement, [service.ours.organization_id]).fetchone()
        expected[key] = None if row is None else row[0]
    assert counts == expected
    assert list(counts) == list(plain)
    assert all(line["stuck"] >= 0 for line in found["stages"])


@pytest.mark.parametrize("name", CASES)
def test_a_funnel_without_rows_is_all_zeros(service: Service, name: str) -> None:
    CASES[name][0](service.theirs, random.Random(1))  # noqa: S311 - the same
    shape = "{ stages { count shareOfFirst conversionFromPrevious stuck } }"
    stages = service.ask(f"{{ {name}Funnel {shape} }}").at(f"{name}Funnel", "stages")
    empty = {"count": 0, "shareOfFirst": None, "conversionFromPrevious": None, "stuck": 0}
    assert isinstance(stages, list)
    assert stages
    assert all(stage == empty for stage in stages)


@pytest.mark.parametrize(
    ("fill", "document", "path"),
    [
        (emails, "{ campaigns { nodes { funnel {%s} } } }", ("campaigns", "funnel")),
        (metrics, "{ merchants { nodes { funnel {%s} } } }", ("merchants", "funnel")),
        (
            affiliates,
            "{ affiliatePartners { nodes { funnel {%s} } } }",
            ("affiliatePartners", "funnel"),
        ),
        (sessions, "{ funnels { nodes { report {%s} } } }", ("funnels", "report")),
        (attendance, "{ contacts { nodes { engagement {%s} } } }", ("contacts", "engagement")),
    ],
)
def test_the_funnels_of_rows_add_up_to_the_funnel_of_all(
    service: Service,
    fill: Callable[[Rows, random.Random], None],
    document: str,
    path: tuple[str, str],
) -> None:
    fill(service.ours, random.Random(5))  # noqa: S311 - the same
    fill(service.theirs, random.Random(6))  # noqa: S311 - the same
    answer = service.ask(document % " name stages { name count } ")
    nodes = answer.at(path[0], "nodes")
    assert isinstance(nodes, list)
    added: Counter[str] = Counter()
    for node in nodes:
        added.update({line["name"]: line["count"] for line in node[path[1]]["stages"]})
    name = nodes[0][path[1]]["name"]
    alone = service.ask(f"{{ {name}Funnel {{ stages {{ name count }} }} }}")
    stages = alone.at(f"{name}Funnel", "stages")
    assert isinstance(stages, list)
    assert added == {stage["name"]: stage["count"] for stage in stages}
    counting = [statement for statement in answer.statements if "grouped_by" in statement]
    assert len(counting) == 1

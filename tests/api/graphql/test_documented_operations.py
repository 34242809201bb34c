"""The documented operations answer, each in a number of statements that the rows do not change."""

from pathlib import Path

import pytest
from graphql import OperationDefinitionNode, parse, validate

from api.graphql import node_ids
from api.schema import REGISTRY
from tests.api.graphql.conftest import SCHEMA, Service
from tests.rows import Rows

FOLDER = Path(__file__).parents[3] / "docs" / "operations"
FILES = {path.stem: path for path in sorted(FOLDER.glob("*/*.graphql"))}
DOCUMENTS = {name: path.read_text(encoding="utf-8") for name, path in FILES.items()}
SUBSCRIPTIONS = {name: text for name, text in DOCUMENTS.items() if "\nsubscription " in text}
QUERIES = {name: text for name, text in DOCUMENTS.items() if name not in SUBSCRIPTIONS}
MANY = 499
STATEMENTS = {
    "ad-spend": 2,
    "affiliate-funnel": 1,
    "affiliate-partners": 5,
    "blast-being-sent": 2,
    "blasts-and-their-funnels": 2,
    "carts-to-recover": 6,
    "commissions-to-approve": 6,
    "contact-history": 7,
    "days-at-a-glance": 2,
    "email-campaigns": 2,
    "event-tickets": 2,
    "funnel-live": 1,
    "message-by-provider-id": 2,
    "newest-orders": 6,
    "order-by-number": 4,
    "payout-by-invoice": 4,
    "product-imports": 4,
    "recipients-to-follow-up": 4,
    "recovered-payments": 5,
    "storefront-funnel": 1,
    "support-costs": 5,
    "ticket-by-number": 4,
    "who-asks": 1,
}
GROWING = (
    "ad_performance",
    "affiliate_clicks",
    "affiliate_conversions",
    "affiliate_partners",
    "affiliate_payouts",
    "analytics_events",
    "blast_recipients",
    "blasts",
    "campaigns",
    "carts",
    "contacts",
    "cs_ai_usage",
    "event_tickets",
    "events",
    "merchants",
    "order_items",
    "orders",
    "product_images",
    "product_import_jobs",
    "status_history",
)


def variables(rows: Rows) -> dict[str, dict[str, object]]:
    """Return the variables of the operations that need some."""
    blast = node_ids.encode(REGISTRY.of_table("blasts"), [rows.the("blasts")["id"]])
    return {
        "blast-being-sent": {"blastId": blast},
        "contact-history": {"email": rows.the("contacts")["email"]},
        "message-by-provider-id": {"messageId": "message"},
        "order-by-number": {"number": "1001"},
        "payout-by-invoice": {"invoiceNumber": "2026-1"},
        "ticket-by-number": {"number": "T-1"},
    }


def fill(service: Service) -> None:
    """Add a row of everything, such that each operation finds one."""
    ours = service.ours
    for entity in REGISTRY.entities:
        ours.the(entity.table)
    contact = ours.the("contacts")["id"]
    order = ours.add("orders", clickfunnels_order_number="1001", contact_id=contact)["id"]
    ours.add("order_items", order_id=order, product_id=ours.the("products")["id"])
    payout = ours.add("affiliate_payouts", invoice_number="2026-1")["id"]
    click = ours.the("affiliate_clicks")["id"]
    ours.add(
        "affiliate_conversions",
        order_id=order,
        contact_id=contact,
        payout_id=payout,
        click_id=click,
    )
    message = ours.add("blast_recipients", message_id="message", status="READ_ACK")["id"]
    ours.add("status_history", recipient_id=message)
    ours.add("leads", contact_id=contact)
    visit = ours.the("funnel_sessions")["id"]
    page = ours.the("landing_pages")["id"]
    ours.add("carts", status="ABANDONED", funnel_session_id=visit, landing_page_id=page)
    ours.add("affiliate_partners", status="ACTIVE")
    member = ours.the("members")["id"]
    event = ours.the("events")["id"]
    came = {"status": "checked_in", "checked_in_by": member, "checked_in_at": "2026-01-01"}
    ours.add("event_tickets", ticket_number="T-1", event_id=event, member_id=member, **came)


def sell(ours: Rows) -> None:
    """Add a sale that refers to everything it can; it is the newest, so that pages show it."""
    contact = ours.the("contacts")["id"]
    order = ours.add("orders", contact_id=contact)["id"]
    ours.add("order_items", order_id=order, product_id=ours.the("products")["id"])
    click = ours.the("affiliate_clicks")["id"]
    ours.add("affiliate_conversions", order_id=order, contact_id=contact, click_id=click)


def answered(service: Service) -> dict[str, int]:
    """Return how many statements each operation took; none may answer with an error."""
    known = variables(service.ours)
    found = {}
    for name, document in DOCUMENTS.items():
        answer = service.ask(document, **known.get(name, {}))  # type: ignore[arg-type]  # names of variables only
        assert answer.errors == [], name
        assert answer.data, name
        assert None not in answer.data.values(), name
        found[name] = len(answer.statements)
    return found


@pytest.mark.parametrize("name", DOCUMENTS)
def test_an_operation_says_what_it_is_for(name: str) -> None:
    text = DOCUMENTS[name]
    assert text.startswith("# ")
    parsed = parse(text)
    (operation,) = parsed.definitions
    assert isinstance(operation, OperationDefinitionNode)
    assert operation.name is not None
    assert operation.name.value == name.replace("-", " ").title().replace(" ", "")
    assert validate(SCHEMA, parsed) == []


@pytest.mark.parametrize("major", [18], indirect=True, ids=["pg18"])
def test_operations_take_as_many_statements_for_many_rows_as_for_few(service: Service) -> None:
    fill(service)
    assert answered(service) == STATEMENTS
    with service.owner.transaction():
        for table in GROWING:
            for _ in range(MANY):
                service.ours.add(table)
    sell(service.ours)
    assert answered(service) == STATEMENTS

"""What must never be false is refused by the database itself, whoever writes."""

from collections.abc import Iterator

import psycopg
import pytest
from psycopg import errors

from tests.rows import Rows

Values = dict[str, object]

# Of each domain: a table, what is wrong with a row, the error, and the constraint that says so.
REFUSED: list[tuple[str, Values, type[psycopg.Error], str]] = [
    # tenancy
    ("organizations", {"slug": "Not A Slug"}, errors.CheckViolation, "slug_is_a_slug"),
    ("organizations", {"slug": "ours"}, errors.UniqueViolation, "uq_organizations_slug"),
    ("companies", {"currency": "usd"}, errors.CheckViolation, "currency_is_iso_4217"),
    ("members", {"role": "OWNER"}, errors.InvalidTextRepresentation, "member_role"),
    ("members", {"email": None}, errors.NotNullViolation, "email"),
    # blasts
    ("blasts", {"total_recipients": -1}, errors.CheckViolation, "total_recipients_not_negative"),
    ("blasts", {"state": "LOST"}, errors.InvalidTextRepresentation, "blast_state"),
    ("blast_recipients", {"phone_number": "60123456789"}, errors.CheckViolation, "is_e164"),
    ("blast_recipients", {"phone_number": "+0123456789"}, errors.CheckViolation, "is_e164"),
    ("blast_recipients", {"phone_number": "+6012 345678"}, errors.CheckViolation, "is_e164"),
    ("blast_recipients", {"phone_number": "+60123456789\n"}, errors.CheckViolation, "is_e164"),
    ("blast_recipients", {"status": "SEEN"}, errors.InvalidTextRepresentation, "recipient_status"),
    ("blast_recipients", {"attempts": -1}, errors.CheckViolation, "attempts_not_negative"),
    ("blast_recipients", {"blast_id": 10**9}, errors.ForeignKeyViolation, "blast_id_tenant"),
    ("status_history", {"source": "gossip"}, errors.InvalidTextRepresentation, "status_source"),
    # orders
    ("orders", {"order_total": "-0.01"}, errors.CheckViolation, "order_total_not_negative"),
    (
        "orders",
        {"order_total": "99999999999"},
        errors.NumericValueOutOfRange,
        "numeric field overflow",
    ),
    ("orders", {"currency": "EURO"}, errors.CheckViolation, "currency_is_iso_4217"),
    ("order_items", {"quantity": 0}, errors.CheckViolation, "quantity_positive"),
    ("order_items", {"amount": "-1"}, errors.CheckViolation, "amount_not_negative"),
    ("analytics_events", {"type": "noise"}, errors.InvalidTextRepresentation, "event_type"),
    ("youtube_attendance", {"platform": "Twitch"}, errors.CheckViolation, "platform_is_youtube"),
    ("ad_performance", {"spend": "-1"}, errors.CheckViolation, "spend_not_negative"),
    ("ad_performance", {"level": "AD"}, errors.CheckViolation, "level_has_its_ids"),
    ("daily_kpis", {"revenue": "-1"}, errors.CheckViolation, "revenue_not_negative"),
    # affiliates
    ("affiliate_partners", {"commission_percent": 101}, errors.CheckViolation, "is_a_percentage"),
    ("affiliate_partners", {"cookie_duration_days": 0}, errors.CheckViolation, "cookie_lives"),
    ("affiliate_clicks", {"fraud_score": 101}, errors.CheckViolation, "is_a_percentage"),
    ("affiliate_clicks", {"status": "OK"}, errors.InvalidTextRepresentation, "click_status"),
    ("affiliate_conversions", {"commission_amount": -1}, errors.CheckViolation, "not_negative"),
    ("affiliate_payouts", {"amount": 0}, errors.CheckViolation, "amount_positive"),
    ("affiliate_payouts", {"period_end": "2026-01-01"}, errors.CheckViolation, "after_start"),
    ("affiliate_creatives", {"width": 0}, errors.CheckViolation, "width_positive"),
    ("affiliate_click_queue", {"retry_count": -1}, errors.CheckViolation, "not_negative"),
    ("affiliate_program_configs", {"minimum_payout_amount": -1}, errors.CheckViolation, "negative"),
    # storefront
    ("carts", {"total_amount": "-1"}, errors.CheckViolation, "total_amount_not_negative"),
    ("carts", {"status": "LOST"}, errors.InvalidTextRepresentation, "cart_status"),
    ("funnel_sessions", {"discount_amount": -1}, errors.CheckViolation, "not_negative"),
    ("inventory_holds", {"quantity": 0}, errors.CheckViolation, "quantity_positive"),
    # support
    ("cs_sessions", {"ended_at": "2000-01-01"}, errors.CheckViolation, "ends_after_start"),
    ("voice_calls", {"duration_seconds": -1}, errors.CheckViolation, "not_negative"),
    ("cs_ai_usage", {"cost_cents": -1}, errors.CheckViolation, "cost_cents_not_negative"),
    ("cs_ai_pricing", {"unit_price_cents": -1}, errors.CheckViolation, "not_negative"),
    ("cs_ai_usage_summary", {"period_end": "2026-01-01"}, errors.CheckViolation, "after_start"),
    # the import of products
    ("product_import_jobs", {"processed_items": 1}, errors.CheckViolation, "within_total"),
    ("product_images", {"position": -1}, errors.CheckViolation, "position_not_negative"),
    ("storage_usage", {"total_bytes": -1}, errors.CheckViolation, "total_bytes_not_negative"),
    # e-mail
    ("campaigns", {"status": "paused"}, errors.CheckViolation, "status_known"),
    ("email_sends", {"status": "read"}, errors.CheckViolation, "status_known"),
    ("events", {"capacity": 0}, errors.CheckViolation, "capacity_positive"),
    ("events", {"ends_at": "2000-01-01"}, errors.CheckViolation, "ends_after_start"),
    ("event_tickets", {"status": "lost"}, errors.CheckViolation, "status_known"),
    ("event_tickets", {"status": "checked_in"}, errors.CheckViolation, "has_its_time"),
    ("event_tickets", {"amount_paid": "-1"}, errors.CheckViolation, "amount_paid_not_negative"),
    ("payments", {"amount": "-1"}, errors.CheckViolation, "amount_not_negative"),
    ("notification_preferences", {"category": "spam"}, errors.CheckViolation, "category_known"),
    # dunning
    ("usage_logs", {"amount": -1}, errors.CheckViolation, "amount_not_negative"),
    ("daily_metrics", {"recovered_cents": -1}, errors.CheckViolation, "not_negative"),
    ("daily_metrics", {"total_opens": -1}, errors.CheckViolation, "total_opens_not_negative"),
]

# What is there once: a table, and the columns whose values a second row must not repeat.
UNIQUE = [
    ("companies", ["slug"]),
    ("members", ["email"]),
    ("blast_recipients", ["blast_id", "phone_number"]),
    ("blast_recipients", ["message_id"]),
    ("contacts", ["email"]),
    ("orders", ["clickfunnels_order_id"]),
    ("products", ["clickfunnels_product_id"]),
    ("products", ["company_id", "external_id", "import_source"]),
    ("youtube_attendance", ["date", "platform"]),
    ("ad_performance", ["date", "platform", "level", "campaign_id"]),
    ("daily_kpis", ["date"]),
    ("affiliate_partners", ["affiliate_code"]),
    ("affiliate_links", ["link_code"]),
    ("affiliate_conversions", ["partner_id", "order_id"]),
    ("affiliate_payouts", ["invoice_number"]),
    ("affiliate_program_configs", ["company_id"]),
    ("sites", ["domain"]),
    ("landing_pages", ["company_id", "slug"]),
    ("landing_page_sessions", ["session_token"]),
    ("landing_page_sessions", ["cart_id"]),
    ("funnel_sessions", ["session_token"]),
    ("cross_site_sessions", ["session_token"]),
    ("cs_ai_pricing", ["usage_type"]),
    ("storage_usage", ["company_id", "measured_on"]),
    ("field_mapping_profiles", ["company_id", "name"]),
    ("email_sends", ["sendgrid_message_id"]),
    ("event_tickets", ["ticket_number"]),
    ("payments", ["provider_payment_id"]),
    ("notification_preferences", ["member_id", "category"]),
    ("daily_metrics", ["merchant_id", "metric_date"]),
]
GIVEN: Values = {
    "message_id": "m1",
    "clickfunnels_order_id": 7,
    "clickfunnels_product_id": 7,
    "external_id": "x",
    "import_source": "shopify",
    "invoice_number": "I-1",
    "domain": "shop.example.com",
    "sendgrid_message_id": "s1",
    "provider_payment_id": "p1",
}


@pytest.fixture
def connection(migrated_url: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(migrated_url, autocommit=True) as connection:
        yield connection


@pytest.fixture
def rows(connection: psycopg.Connection) -> Rows:
    return Rows(connection, "ours")


def test_a_wrong_row_is_refused_and_a_right_one_is_taken(
    connection: psycopg.Connection, rows: Rows
) -> None:
    for table, wrong, error, constraint in REFUSED:
        before = _count(connection, table)
        with pytest.raises(error, match=constraint):
            rows.add(table, **_organization(table, rows), **wrong)
        assert _count(connection, table) == before, (table, wrong)


def test_what_is_unique_is_there_once(rows: Rows) -> None:
    for table, columns in UNIQUE:
        first = rows.add(
            table, **_organization(table, rows), **_parents_and_given(table, columns, rows)
        )
        again = {column: first[column] for column in columns}
        with pytest.raises(errors.UniqueViolation):
            rows.add(table, **_organization(table, rows), **again)


def test_another_organization_may_use_the_same_names(connection: psycopg.Connection) -> None:
    first, second = Rows(connection, "first"), Rows(connection, "second")
    for table, column in [
        ("companies", "slug"),
        ("members", "email"),
        ("contacts", "email"),
        ("affiliate_partners", "affiliate_code"),
        ("affiliate_links", "link_code"),
        ("event_tickets", "ticket_number"),
        ("daily_kpis", "date"),
    ]:
        value = first.add(table)[column]
        assert second.add(table, **{column: value})[column] == value


def _organization(table: str, rows: Rows) -> Values:
    return {"name": "x"} if table == "organizations" else {"organization_id": rows.organization_id}


def _parents_and_given(table: str, columns: list[str], rows: Rows) -> Values:
    """Return values for the unique columns that a made-up row would leave null."""
    given = {column: GIVEN[column] for column in columns if column in GIVEN}
    references = {
        ("products", "company_id"): "companies",
        ("affiliate_conversions", "order_id"): "orders",
        ("landing_page_sessions", "cart_id"): "carts",
    }
    parents = {
        column: rows.the(references[table, column])["id"]
        for column in columns
        if (table, column) in references
    }
    return given | parents


def _count(connection: psycopg.Connection, table: str) -> int:
    row = connection.execute(f"select count(*) from {table}").fetchone()
    assert row is not None
    count: int = row[0]
    return count


def test_a_deleted_parent_takes_or_frees_its_rows_as_the_documents_say(
    connection: psycopg.Connection, rows: Rows
) -> None:
    """Of each rule one: cascade, set null, and refused while something points at it."""
    recipient = rows.add("blast_recipients")
    connection.execute("delete from blasts where id = %s", [recipient["blast_id"]])
    assert _count(connection, "blast_recipients") == 0

    page = rows.add("landing_pages")["id"]
    cart = rows.add("carts", landing_page_id=page)["id"]
    connection.execute("delete from landing_pages where id = %s", [page])
    assert connection.execute(
        "select landing_page_id, organization_id from carts where id = %s", [cart]
    ).fetchone() == (None, rows.organization_id)

    item = rows.add("order_items")
    with pytest.raises(errors.ForeignKeyViolation):
        connection.execute("delete from products where id = %s", [item["product_id"]])

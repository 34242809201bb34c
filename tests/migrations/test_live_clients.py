"""Every step is applied while clients of the shape before it read and write, and none notices."""

import threading
from dataclasses import dataclass, field
from itertools import pairwise

import psycopg

from api.database import migrations
from api.database.address import DatabaseUrl
from tests.migrations.history import BASELINE, REVISIONS
from tests.migrations.test_legacy_rows import LEGACY, LEGACY_ROWS

HEAD = REVISIONS[-1]
CYCLES = 2


@dataclass(frozen=True, slots=True)
class Client:
    """What a release of an application does all day, and the shapes that it was written for."""

    name: str
    first: str
    last: str
    statements: tuple[str, ...]
    organization: str | None = None

    def knows(self, revision: str) -> bool:
        return (
            REVISIONS.index(self.first) <= REVISIONS.index(revision) <= REVISIONS.index(self.last)
        )


# The clients of an organization say whose rows they work on; those of before know nothing of it.
LAST_WITHOUT_ORGANIZATION = "20260301030000_validate_references"
FIRST_WITH_ORGANIZATION = "20260301001000_add_organization_to_every_table"

ORDERS = (
    "insert into contacts (email) values ('c' || gen_random_uuid()) returning id, created_at",
    (
        "insert into orders (contact_id, order_total, order_source)"
        " select max(id), 10, 'high_ticket' from contacts returning id, order_total"
    ),
    "insert into orders (order_total, order_source) values (5, 'clickfunnels') returning id",
    "update orders set billing_status = 'paid' where id = (select max(id) from orders)",
    "select id, contact_id, order_total, order_source, purchase_date from orders limit 10",
    "insert into products (product_name) values ('thing')",
    (
        "insert into order_items (order_id, product_id, quantity, amount)"
        " select (select max(id) from orders), max(id), 1, 10 from products"
    ),
    (
        "insert into analytics_events (contact_id, type, name, timestamp)"
        " select max(id), 'analytics', 'Attended_Day_1', now() from contacts"
    ),
    "select name, count(*) from analytics_events group by name",
)
STOREFRONT = (
    (
        "insert into funnel_sessions (company_id, funnel_id, session_token)"
        " select company_id, id, gen_random_uuid()::text from funnels limit 1 returning id, status"
    ),
    "insert into carts (company_id, total_amount) select id, 20 from companies limit 1",
    (
        "update carts set status = 'ABANDONED', abandoned_at = now()"
        " where id = (select id from carts limit 1)"
    ),
    "insert into leads (company_id, email) select id, 'l@example.com' from companies limit 1",
    "select id, company_id, status, total_amount, recovery_email_sent from carts limit 10",
    "insert into usage_logs (merchant_id, metric_type) values ('m1', 'email_sent')",
    (
        "insert into daily_metrics (merchant_id, metric_date, emails_sent)"
        " values ('m1', '2025-01-05', 1)"
        " on conflict (merchant_id, metric_date) do update"
        " set emails_sent = daily_metrics.emails_sent + 1"
    ),
)
BLASTS = (
    "insert into blasts (blast_tag) values ('tag') returning id, blast_date",
    (
        "insert into blast_recipients (blast_id, phone_number)"
        " select max(id), '+6' || (1e9 + random() * 8e9)::bigint from blasts"
    ),
    (
        "update blast_recipients set status = 'SERVER_ACK', message_id = gen_random_uuid()::text"
        " where id = (select max(id) from blast_recipients)"
    ),
    "select status, count(*) from blast_recipients group by status",
)
EMAIL = (
    (
        "insert into email_sends (campaign_id, member_id, organization_id, email_address)"
        " select campaigns.id, members.id, campaigns.organization_id, 'm@example.com'"
        " from campaigns join members using (organization_id) limit 1"
    ),
    "update email_sends set status = 'delivered', delivered_at = now() where status = 'pending'",
    "select id, stats from campaigns",
)

CLIENTS = (
    Client(
        "old names",
        BASELINE,
        "20251121010000_backfill_orders_and_analytics_events",
        (
            """insert into "Lead" (email) values ('c' || gen_random_uuid()) returning id""",
            """insert into "Order" (contact_id, order_total) select max(id), 10 from "Lead" """,
            """select id, contact_id, order_total from "Order" limit 10""",
            (
                "insert into high_ticket_sales (lead_id, product_name, amount, sold_on)"
                """ select max(id), 'Coaching 1', 2000, '2025-11-21' from "Lead" returning id"""
            ),
            (
                "update high_ticket_sales set status = 'paid'"
                " where id = (select max(id) from high_ticket_sales)"
            ),
            "select id, product_name, amount from high_ticket_sales limit 10",
            """insert into daily_attendance (lead_id, day) select max(id), 2 from "Lead" """,
            "select day, count(*) from daily_attendance group by day",
        ),
    ),
    Client(
        "storefront and dunning of the baseline", BASELINE, LAST_WITHOUT_ORGANIZATION, STOREFRONT
    ),
    Client(
        "orders",
        "20251121020000_switch_to_orders_and_analytics_events",
        LAST_WITHOUT_ORGANIZATION,
        ORDERS,
    ),
    Client("blasts", "20251201000000_create_blasts", LAST_WITHOUT_ORGANIZATION, BLASTS),
    Client("e-mail", "20250108_create_campaign_stat_function", HEAD, EMAIL),
    Client("an organization's storefront", FIRST_WITH_ORGANIZATION, HEAD, STOREFRONT, LEGACY),
    Client("an organization's orders", FIRST_WITH_ORGANIZATION, HEAD, ORDERS, LEGACY),
    Client("an organization's blasts", FIRST_WITH_ORGANIZATION, HEAD, BLASTS, LEGACY),
)


@dataclass
class Session:
    """A client at work, until it is told to stop or fails."""

    client: Client
    url: str
    cycles: int = 0
    failure: str | None = None
    _is_over: threading.Event = field(default_factory=threading.Event)
    _has_cycled: threading.Condition = field(default_factory=threading.Condition)

    def start(self) -> None:
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    def work_on(self) -> None:
        """Return when the client has done its whole day a few times more, or failed."""
        with self._has_cycled:
            enough = self.cycles + CYCLES
            self._has_cycled.wait_for(lambda: self.failure or self.cycles >= enough, timeout=60)

    def stop(self) -> None:
        self._is_over.set()
        self._thread.join()

    def _work(self) -> None:
        try:
            with psycopg.connect(self.url, autocommit=True) as connection:
                if self.client.organization:
                    connection.execute(
                        "select set_config('headgate.organization_id', %s, false)",
                        [self.client.organization],
                    )
                while not self._is_over.is_set():
                    for statement in self.client.statements:
                        connection.execute(statement)
                    self._report(None)
        except psycopg.Error as error:
            self._report(f"{self.client.name}: {error}")

    def _report(self, failure: str | None) -> None:
        with self._has_cycled:
            self.cycles += failure is None
            self.failure = failure
            self._has_cycled.notify_all()


def test_no_client_of_the_step_before_notices_a_step(database_url: str) -> None:
    url = DatabaseUrl(database_url)
    migrations.upgrade(url, BASELINE)
    with psycopg.connect(url) as connection:
        connection.execute(LEGACY_ROWS.read_text())
    for previous, revision in pairwise(REVISIONS):
        sessions = [Session(client, url) for client in CLIENTS if client.knows(previous)]
        assert sessions
        for session in sessions:
            session.start()
        for session in sessions:
            session.work_on()
        migrations.upgrade(url, revision)
        for session in sessions:
            session.work_on()
            session.stop()
        failures = [session.failure for session in sessions if session.failure]
        assert failures == [], f"{previous} -> {revision}"
        assert min(session.cycles for session in sessions) >= 2 * CYCLES, revision

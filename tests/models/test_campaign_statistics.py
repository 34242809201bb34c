import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rows import Rows

SESSIONS = 50
CALLS = 200

# Statistics counted anew from the sends, as the funnel of a campaign counts them.
COUNTED = """
    select campaigns.id::text, campaigns.name,
           count(*) filter (where sent_at is not null
                               or email_sends.status in
                                  ('sent', 'delivered', 'opened', 'clicked', 'bounced')),
           count(*) filter (where delivered_at is not null
                               or email_sends.status in ('delivered', 'opened', 'clicked')),
           count(*) filter (where opened_at is not null
                               or email_sends.status in ('opened', 'clicked')),
           count(*) filter (where clicked_at is not null or email_sends.status = 'clicked'),
           count(*) filter (where bounced_at is not null or email_sends.status = 'bounced')
      from campaigns left join email_sends on campaign_id = campaigns.id
     group by campaigns.id order by campaigns.id
"""
TRACKED = """
    select id::text, name, coalesce((stats ->> 'sends')::int, 0),
           coalesce((stats ->> 'deliveries')::int, 0), coalesce((stats ->> 'opens')::int, 0),
           coalesce((stats ->> 'clicks')::int, 0), coalesce((stats ->> 'bounces')::int, 0)
      from campaigns order by id
"""
STATUSES = ["pending", "sent", "delivered", "opened", "clicked", "bounced", "failed"]


@pytest.fixture
def connection(migrated_url: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(migrated_url, autocommit=True) as connection:
        yield connection


@pytest.fixture
def rows(connection: psycopg.Connection) -> Rows:
    return Rows(connection, "ours")


def stats_of(connection: psycopg.Connection, campaign_id: object) -> object:
    row = connection.execute("select stats from campaigns where id = %s", [campaign_id]).fetchone()
    assert row is not None
    return row[0]


def test_concurrent_increments_lose_none(
    migrated_url: str, connection: psycopg.Connection, rows: Rows
) -> None:
    campaign_id = rows.the("campaigns")["id"]
    organization = str(rows.organization_id)
    failures: list[Exception] = []

    def call() -> None:
        options = f"-c role=headgate_app -c headgate.organization_id={organization}"
        try:
            with psycopg.connect(migrated_url, autocommit=True, options=options) as session:
                for _ in range(CALLS):
                    session.execute("select increment_campaign_stat(%s, 'opens')", [campaign_id])
        except psycopg.Error as error:
            failures.append(error)

    sessions = [threading.Thread(target=call) for _ in range(SESSIONS)]
    for session in sessions:
        session.start()
    for session in sessions:
        session.join()
    assert failures == []
    assert stats_of(connection, campaign_id) == {"opens": SESSIONS * CALLS}


@pytest.mark.parametrize(
    "name", ["opens", "clicks", "bounces", "unsubscribes", "sends", "deliveries"]
)
def test_a_known_statistic_is_incremented_and_the_others_stay(
    connection: psycopg.Connection, rows: Rows, name: str
) -> None:
    campaign_id = rows.add("campaigns", stats={"custom": "kept", name: 2})["id"]
    connection.execute("select increment_campaign_stat(%s, %s, 3)", [campaign_id, name])
    assert stats_of(connection, campaign_id) == {"custom": "kept", name: 5}


@pytest.mark.parametrize("name", ["views", "Opens", "", "custom,opens", None])
def test_an_unknown_statistic_is_refused_with_the_names_of_the_known(
    connection: psycopg.Connection, rows: Rows, name: str | None
) -> None:
    campaign_id = rows.the("campaigns")["id"]
    with pytest.raises(
        psycopg.errors.InvalidParameterValue,
        match=r"unknown campaign statistic"
        r".*; use one of opens, clicks, bounces, unsubscribes, sends, deliveries",
    ):
        connection.execute("select increment_campaign_stat(%s, %s)", [campaign_id, name])
    assert stats_of(connection, campaign_id) == {}


def test_a_campaign_that_is_not_there_is_an_error(
    connection: psycopg.Connection, rows: Rows, migrated_url: str
) -> None:
    theirs = Rows(connection, "theirs").the("campaigns")["id"]
    options = f"-c role=headgate_app -c headgate.organization_id={rows.organization_id}"
    with (
        psycopg.connect(migrated_url, options=options) as session,
        pytest.raises(psycopg.errors.NoDataFound, match=f"no campaign {theirs}"),
    ):
        session.execute("select increment_campaign_stat(%s, 'opens')", [theirs])


@dataclass(frozen=True, slots=True)
class Change:
    """One step of a history: a statement, and the campaigns, count and status it works with."""

    statement: str
    campaign: int
    other: int
    count: int
    status: str


STATEMENTS = {
    "insert": "insert into email_sends (organization_id, campaign_id, email_address, status)"
    " select %(organization)s, %(campaign)s, 'a@example.com', %(status)s"
    " from generate_series(1, %(count)s)",
    "status": "update email_sends set status = %(status)s where campaign_id = %(campaign)s",
    "stamp": "update email_sends set opened_at = now(), delivered_at = null"
    " where campaign_id = %(campaign)s",
    "move": "update email_sends set campaign_id = %(other)s where campaign_id = %(campaign)s",
    "delete": "delete from email_sends where campaign_id = %(campaign)s and status = %(status)s",
    "purge": "delete from campaigns where id = %(campaign)s and %(count)s = 4",
}
CHANGES = st.builds(
    Change,
    statement=st.sampled_from(sorted(STATEMENTS)),
    campaign=st.integers(0, 2),
    other=st.integers(0, 2),
    count=st.integers(0, 4),
    status=st.sampled_from(STATUSES),
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(changes=st.lists(CHANGES, max_size=12))
def test_statistics_follow_the_sends_whatever_happens_to_them(
    connection: psycopg.Connection, rows: Rows, changes: list[Change]
) -> None:
    connection.execute("delete from campaigns")
    campaigns = [rows.add("campaigns")["id"] for _ in range(3)]
    for change in changes:
        values = {
            "organization": rows.organization_id,
            "campaign": campaigns[change.campaign],
            "other": campaigns[change.other],
            "count": change.count,
            "status": change.status,
        }
        # A campaign that an earlier step purged takes no sends.
        with contextlib.suppress(psycopg.errors.ForeignKeyViolation):
            connection.execute(STATEMENTS[change.statement], values)
    assert connection.execute(TRACKED).fetchall() == connection.execute(COUNTED).fetchall()


def test_a_bulk_of_sends_updates_its_campaign_once_per_statistic(
    connection: psycopg.Connection, rows: Rows
) -> None:
    campaign_id = rows.the("campaigns")["id"]
    with connection.transaction():
        connection.execute(
            "insert into email_sends (organization_id, campaign_id, email_address, status)"
            " select %s, %s, 'a@example.com', 'delivered' from generate_series(1, 5000)",
            [rows.organization_id, campaign_id],
        )
        updates = connection.execute(
            "select pg_stat_get_xact_tuples_updated('campaigns'::regclass)"
        ).fetchone()
    assert stats_of(connection, campaign_id) == {"sends": 5000, "deliveries": 5000}
    assert updates == (2,)

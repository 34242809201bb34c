from collections.abc import Iterator
from itertools import product

import psycopg
import pytest

from models.blasts import RecipientStatus
from tests.rows import Rows

ORDER = [status.value for status in RecipientStatus]
DELIVERED = ORDER.index("DELIVERY_ACK")
HISTORY = """
    select old_status, new_status, is_applied, source, metadata
      from status_history where recipient_id = %s order by id
"""


@pytest.fixture
def connection(migrated_url: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(migrated_url, autocommit=True) as connection:
        yield connection


@pytest.fixture
def rows(connection: psycopg.Connection) -> Rows:
    return Rows(connection, "ours")


def moves_forward(old: str, new: str) -> bool:
    """Say what the domain says: forward only, and FAILED only what never arrived."""
    if new == "FAILED":
        return old != "FAILED" and ORDER.index(old) < DELIVERED
    return ORDER.index(new) > ORDER.index(old)


def test_a_status_only_moves_forward_and_every_report_is_kept(
    connection: psycopg.Connection, rows: Rows
) -> None:
    for old, new in product(ORDER, ORDER):
        recipient = rows.add("blast_recipients", status=old, message_text="as it was")["id"]
        connection.execute("delete from status_history")
        connection.execute(
            "update blast_recipients set status = %s, message_text = 'changed' where id = %s",
            [new, recipient],
        )
        applies = old == new or moves_forward(old, new)
        found = connection.execute(
            "select status, message_text from blast_recipients where id = %s", [recipient]
        ).fetchone()
        assert found == ((new, "changed") if applies else (old, "as it was")), (old, new)
        expected = [] if old == new else [(old, new, applies, "manual", None)]
        assert connection.execute(HISTORY, [recipient]).fetchall() == expected, (old, new)


def test_the_history_says_who_reported_the_status_and_what_they_added(
    connection: psycopg.Connection, rows: Rows
) -> None:
    recipient = rows.add("blast_recipients")["id"]
    with connection.transaction():
        connection.execute("select set_config('headgate.status_source', 'webhook', true)")
        connection.execute("""select set_config('headgate.status_metadata', '{"id": 7}', true)""")
        connection.execute("update blast_recipients set status = 'PENDING'")
    assert connection.execute(HISTORY, [recipient]).fetchall() == [
        ("QUEUED", "PENDING", True, "webhook", {"id": 7})
    ]


def test_recipients_that_start_further_on_have_their_first_status_in_the_history(
    connection: psycopg.Connection, rows: Rows
) -> None:
    queued = rows.add("blast_recipients")["id"]
    sent = rows.add("blast_recipients", status="SERVER_ACK")["id"]
    assert connection.execute(HISTORY, [queued]).fetchall() == []
    assert connection.execute(HISTORY, [sent]).fetchall() == [
        (None, "SERVER_ACK", True, "manual", None)
    ]


def test_the_service_writes_history_for_its_own_organization(
    connection: psycopg.Connection, rows: Rows, migrated_url: str
) -> None:
    recipient = rows.add("blast_recipients")["id"]
    options = f"-c role=headgate_app -c headgate.organization_id={rows.organization_id}"
    with psycopg.connect(migrated_url, autocommit=True, options=options) as session:
        session.execute("update blast_recipients set status = 'READ_ACK'")
        session.execute("update blast_recipients set status = 'DELIVERY_ACK'")
    assert connection.execute(HISTORY, [recipient]).fetchall() == [
        ("QUEUED", "READ_ACK", True, "manual", None),
        ("READ_ACK", "DELIVERY_ACK", False, "manual", None),
    ]


def test_updated_at_follows_a_change_and_ignores_what_changes_nothing(
    connection: psycopg.Connection, rows: Rows
) -> None:
    long_ago = "2020-01-01T00:00:00+00:00"
    recipient = rows.add("blast_recipients", updated_at=long_ago)["id"]
    changed = "select updated_at > now() - interval '1 minute' from blast_recipients where id = %s"
    connection.execute("update blast_recipients set attempts = attempts")
    assert connection.execute(changed, [recipient]).fetchone() == (False,)
    connection.execute("update blast_recipients set attempts = attempts + 1")
    assert connection.execute(changed, [recipient]).fetchone() == (True,)

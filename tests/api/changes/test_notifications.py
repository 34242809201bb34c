"""What the database says of changes: ids alone, once per transaction, of every table that counts."""

import json
import re

import psycopg
import pytest
from psycopg import sql

from api.changes.topics import Subject, Topic, of_notification
from api.funnels import feeds
from api.funnels.catalog import FUNNELS
from api.funnels.declarations import Funnel
from tests.rows import Rows

TRIGGERS = {"notify_of_delete", "notify_of_insert", "notify_of_update"}
MANY = 10_000


def told(listener: psycopg.Connection) -> list[dict[str, object]]:
    """Return what was notified of so far."""
    listener.execute("select")
    found = [json.loads(one.payload) for one in listener.notifies(timeout=0.3)]
    return sorted(found, key=str)


def test_a_transaction_tells_once_of_each_blast(migrated_url: str) -> None:
    with (
        psycopg.connect(migrated_url, autocommit=True) as writer,
        psycopg.connect(migrated_url, autocommit=True) as listener,
    ):
        ours, theirs = Rows(writer, "ours"), Rows(writer, "theirs")
        one, other = ours.add("blasts"), theirs.add("blasts")
        listener.execute("listen headgate")
        with writer.transaction():
            for _ in range(3):
                ours.add("blast_recipients", blast_id=one["id"])
            theirs.add("blast_recipients", blast_id=other["id"])
            writer.execute("update blast_recipients set status = 'PENDING'")
            writer.execute("update blast_recipients set attempts = 2 where false")
        table = "blast_recipients"
        assert told(listener) == sorted(
            [
                {"organization": str(ours.organization_id), "table": table, "blast": one["id"]},
                {"organization": str(theirs.organization_id), "table": table, "blast": other["id"]},
            ],
            key=str,
        )


def test_a_statement_on_many_rows_tells_once(migrated_url: str) -> None:
    with (
        psycopg.connect(migrated_url, autocommit=True) as writer,
        psycopg.connect(migrated_url, autocommit=True) as listener,
    ):
        ours = Rows(writer, "ours")
        listener.execute("listen headgate")
        writer.execute(
            "insert into contacts (organization_id, email) "
            "select %s, 'c' || n || '@example.com' from generate_series(1, %s) as n",
            [ours.organization_id, MANY],
        )
        writer.execute("insert into orders (organization_id, order_total, currency, contact_id) "
                       "select organization_id, 1, 'USD', id from contacts")
        said = {"organization": str(ours.organization_id), "table": "orders"}
        assert told(listener) == [said]
        writer.execute("delete from orders")
        assert told(listener) == [said]


def test_a_session_that_says_so_tells_nothing(migrated_url: str) -> None:
    with (
        psycopg.connect(migrated_url, autocommit=True) as writer,
        psycopg.connect(migrated_url, autocommit=True) as listener,
    ):
        ours = Rows(writer, "ours")
        listener.execute("listen headgate")
        writer.execute("set headgate.notify = off")
        ours.add("blast_recipients")
        ours.add("orders")
        assert told(listener) == []


def test_the_service_tells_as_the_owner_does(migrated_url: str) -> None:
    with (
        psycopg.connect(migrated_url, autocommit=True) as owner,
        psycopg.connect(migrated_url, options="-c role=headgate_app") as service,
        psycopg.connect(migrated_url, autocommit=True) as listener,
    ):
        ours = Rows(owner, "ours")
        blast = ours.add("blasts")
        listener.execute("listen headgate")
        service.execute(
            "select set_config('headgate.organization_id', %s, true)", [str(ours.organization_id)]
        )
        service.execute("update blasts set state = 'SENDING'")
        service.commit()
        organization = str(ours.organization_id)
        assert told(listener) == [
            {"organization": organization, "table": "blasts", "blast": blast["id"]}
        ]


@pytest.mark.parametrize("funnel", FUNNELS, ids=lambda funnel: funnel.name)
@pytest.mark.parametrize("major", [18], indirect=True, ids=["pg18"])
def test_a_funnel_is_fed_by_the_tables_that_its_statement_reads(
    migrated_url: str, funnel: Funnel
) -> None:
    narrowed = [
        one.condition.replace("{}", f"null::{one.sql_type}[]") for one in funnel.narrowings
    ]
    filtered = " and ".join((funnel.always, *narrowed))
    with psycopg.connect(migrated_url) as connection:
        view = f"create view counted as select count(*) from {funnel.rows} where {filtered}"
        connection.execute(sql.SQL(view))  # type: ignore[arg-type]  # the declarations' own text
        read = connection.execute(
            """select distinct table_name from information_schema.view_table_usage
                where view_name = 'counted' and table_schema = 'public'"""
        ).fetchall()
        connection.rollback()
    assert feeds.tables(funnel) == {name for (name,) in read}


@pytest.mark.parametrize("major", [18], indirect=True, ids=["pg18"])
def test_every_table_that_feeds_a_funnel_tells_of_every_kind_of_change(migrated_url: str) -> None:
    with psycopg.connect(migrated_url) as connection:
        found = connection.execute(
            """select tgrelid::regclass::text, tgname from pg_trigger
                where tgname like 'notify_of_%'"""
        ).fetchall()
        settings = connection.execute(
            "select proname, prosecdef, proconfig from pg_proc where proname like 'notify_of_%'"
        ).fetchall()
    fed = {table for funnel in FUNNELS for table in feeds.tables(funnel)}
    assert set(found) == {(table, trigger) for table in fed for trigger in TRIGGERS}
    fixed = ["search_path=pg_catalog, pg_temp"]
    assert sorted(settings) == [
        ("notify_of_blasts", False, fixed),
        ("notify_of_rows", False, fixed),
    ]


@pytest.mark.parametrize(
    "payload",
    ["", "text", "[]", "{}", '{"organization": "x", "table": "blasts"}', '{"table": "blasts"}'],
)
def test_a_notification_that_is_none_of_ours_says_nothing(payload: str) -> None:
    assert of_notification(payload) == ()


def test_a_change_of_a_recipient_is_one_of_its_blast() -> None:
    organization = "00000000-0000-0000-0000-000000000001"
    payload = f'{{"organization": "{organization}", "table": "blast_recipients", "blast": 7}}'
    topics = of_notification(payload)
    assert re.fullmatch(r"[0-9a-f-]{36}", str(topics[0].organization_id))
    expected = (Subject("blast_recipients"), Subject("blasts", "7"))
    assert topics == tuple(Topic(topics[0].organization_id, subject) for subject in expected)

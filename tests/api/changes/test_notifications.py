"""What the database says of changes: ids alone, once per transaction, where anyone watches."""

import asyncio
import concurrent.futures
import contextlib
import json
import re
from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql

from api.changes.listener import LOCK, Listener
from api.changes.topics import Subject, Topic, of_notification
from api.database import address
from api.database.pool import Access
from api.funnels import feeds
from api.funnels.catalog import FUNNELS
from api.funnels.declarations import Funnel
from api.settings import DEFAULT_ROLE
from tests.api.conftest import eventually
from tests.rows import Rows

TRIGGERS = {"notify_of_delete", "notify_of_insert", "notify_of_update"}
MANY = 10_000


@contextlib.contextmanager
def watcher(url: str) -> Iterator[psycopg.Connection]:
    """Listen, and make writers speak."""
    with psycopg.connect(url, autocommit=True) as listener:
        listener.execute("listen headgate")
        listener.execute("select pg_advisory_lock(%s)", [LOCK])
        yield listener


def told(listener: psycopg.Connection) -> list[dict[str, object]]:
    """Return what was notified of so far."""
    listener.execute("select")
    found = [json.loads(one.payload) for one in listener.notifies(timeout=0.3)]
    return sorted(found, key=str)


def test_a_transaction_tells_once_of_each_blast(migrated_url: str) -> None:
    with (
        psycopg.connect(migrated_url, autocommit=True) as writer,
        watcher(migrated_url) as listener,
    ):
        ours, theirs = Rows(writer, "ours"), Rows(writer, "theirs")
        one, other = ours.add("blasts"), theirs.add("blasts")
        told(listener)
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
        watcher(migrated_url) as listener,
    ):
        ours = Rows(writer, "ours")
        told(listener)
        writer.execute(
            "insert into contacts (organization_id, email) "
            "select %s, 'c' || n || '@example.com' from generate_series(1, %s) as n",
            [ours.organization_id, MANY],
        )
        writer.execute(
            "insert into orders (organization_id, order_total, currency, contact_id) "
            "select organization_id, 1, 'USD', id from contacts"
        )
        said = {"organization": str(ours.organization_id), "table": "orders"}
        assert told(listener) == [said]
        writer.execute("delete from orders")
        assert told(listener) == [said]


def test_writers_are_silent_while_nobody_watches(migrated_url: str) -> None:
    with (
        psycopg.connect(migrated_url, autocommit=True) as writer,
        psycopg.connect(migrated_url, autocommit=True) as listener,
    ):
        ours = Rows(writer, "ours")
        listener.execute("listen headgate")
        ours.add("blast_recipients")
        ours.add("orders")
        assert told(listener) == []


def test_watching_begins_when_all_that_went_unsaid_can_be_seen(migrated_url: str) -> None:
    with (
        psycopg.connect(migrated_url, autocommit=True) as writer,
        psycopg.connect(migrated_url) as silent,
        psycopg.connect(migrated_url, autocommit=True) as watching,
        psycopg.connect(migrated_url, autocommit=True) as listener,
        concurrent.futures.ThreadPoolExecutor() as threads,
    ):
        ours = Rows(writer, "ours")
        blast = ours.add("blasts")
        listener.execute("listen headgate")
        silent.execute("set transaction isolation level repeatable read")
        silent.execute("update blasts set state = 'SENDING'")
        begun = threads.submit(watching.execute, "select pg_advisory_lock(%s)", [LOCK])
        waits = "select count(*) from pg_locks where locktype = 'advisory' and not granted"
        eventually(lambda: writer.execute(waits).fetchone() == (1,))
        ours.add("blast_recipients", blast_id=blast["id"])
        # Who writes from now on speaks; who was silent stays so, and is waited for.
        assert [said["table"] for said in told(listener)] == ["blast_recipients"]
        silent.execute("update blasts set state = 'SENT'")
        assert not begun.done()
        silent.commit()
        begun.result(timeout=10)
        assert told(listener) == []
        writer.execute("update blasts set state = 'PAUSED'")
        assert [said["table"] for said in told(listener)] == ["blasts"]


def test_the_next_watcher_takes_over_without_a_gap(migrated_url: str) -> None:
    with (
        psycopg.connect(migrated_url, autocommit=True) as writer,
        psycopg.connect(migrated_url, autocommit=True) as second,
        concurrent.futures.ThreadPoolExecutor() as threads,
    ):
        ours = Rows(writer, "ours")
        with watcher(migrated_url):
            begun = threads.submit(second.execute, "select pg_advisory_lock(%s)", [LOCK])
            waits = "select count(*) from pg_locks where locktype = 'advisory' and not granted"
            eventually(lambda: writer.execute(waits).fetchone() == (1,))
        begun.result(timeout=10)
        second.execute("listen headgate")
        ours.add("orders")
        assert {said["table"] for said in told(second)} == {"orders"}


def test_who_waits_to_watch_holds_no_maintenance_up(migrated_url: str) -> None:
    class Nobody:
        def hear(self, payload: str) -> None: ...
        def miss(self) -> None: ...

    def maintain(owner: psycopg.Connection) -> None:
        waits = "select count(*) from pg_locks where locktype = 'advisory' and not granted"
        eventually(lambda: owner.execute(waits).fetchone() == (1,))
        owner.execute("set statement_timeout = '60s'")
        owner.execute("create index concurrently on blasts (blast_tag)")

    async def watch_and_maintain(owner: psycopg.Connection) -> None:
        listener = Listener(Access(address.parse(migrated_url), DEFAULT_ROLE))
        watching = asyncio.create_task(listener.run(Nobody()))
        try:
            await asyncio.to_thread(maintain, owner)
        finally:
            watching.cancel()

    with watcher(migrated_url), psycopg.connect(migrated_url, autocommit=True) as owner:
        asyncio.run(watch_and_maintain(owner))


def test_the_service_tells_as_the_owner_does(migrated_url: str) -> None:
    with (
        psycopg.connect(migrated_url, autocommit=True) as owner,
        psycopg.connect(migrated_url, options="-c role=headgate_app") as service,
        watcher(migrated_url) as listener,
    ):
        ours = Rows(owner, "ours")
        blast = ours.add("blasts")
        told(listener)
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
    narrowed = [one.condition.replace("{}", f"null::{one.sql_type}[]") for one in funnel.narrowings]
    filtered = " and ".join((funnel.always, *narrowed))
    with psycopg.connect(migrated_url) as connection:
        view = f"create view counted as select count(*) from {funnel.rows} where {filtered}"
        connection.execute(sql.SQL(view))
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
    [
        "",
        "text",
        "[]",
        "[" * 7_900,
        "{}",
        '{"organization": "x", "table": "blasts"}',
        '{"table": "blasts"}',
    ],
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

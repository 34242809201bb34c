"""Every row that was there at the baseline is there at head, with every value it had."""

import json
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from api.database import migrations
from api.database.address import DatabaseUrl
from tests.migrations.history import BASELINE

LEGACY_ROWS = Path(__file__).with_name("legacy.sql")
RENAMED = {"Lead": "contacts", "Order": "orders"}
FOLDED = {"high_ticket_sales", "daily_attendance"}
LEGACY = "00000000-0000-4000-8000-000000000001"

Rows = dict[str, list[dict[str, object]]]


def rows_of(connection: psycopg.Connection) -> Rows:
    """Return every row of every table as PostgreSQL writes it as JSON."""
    tables = connection.execute(
        "select relname from pg_class where relnamespace = 'public'::regnamespace"
        " and relkind = 'r' and relname <> 'alembic_version' order by relname"
    ).fetchall()
    found = {}
    for (table,) in tables:
        query = sql.SQL("select to_jsonb(t) from {} as t").format(sql.Identifier(table))
        found[table] = [row for (row,) in connection.execute(query)]
    return found


@pytest.fixture
def upgraded(database_url: str) -> Iterator[tuple[psycopg.Connection, Rows, Rows]]:
    """A connection at head, and the rows before and after the way there."""
    url = DatabaseUrl(database_url)
    migrations.upgrade(url, BASELINE)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(LEGACY_ROWS.read_text())
        before = rows_of(connection)
        migrations.upgrade(url)
        yield connection, before, rows_of(connection)


def without(row: dict[str, object], *columns: str) -> dict[str, object]:
    return {name: value for name, value in row.items() if name not in columns}


def key(row: dict[str, object]) -> str:
    """Return what a row is found by: its id, or the whole of it where it has none."""
    return json.dumps(row.get("id") or [row["merchant_id"], row["metric_date"]])


def test_every_baseline_table_had_rows(upgraded: tuple[psycopg.Connection, Rows, Rows]) -> None:
    _, before, _ = upgraded
    assert [table for table, rows in before.items() if not rows] == []


def test_every_row_keeps_its_values(upgraded: tuple[psycopg.Connection, Rows, Rows]) -> None:
    _, before, after = upgraded
    for table in before.keys() - FOLDED:
        found = {key(row): row for row in after[RENAMED.get(table, table)]}
        for row in before[table]:
            assert row.items() <= found[key(row)].items(), table


def test_only_what_was_folded_is_new(upgraded: tuple[psycopg.Connection, Rows, Rows]) -> None:
    _, before, after = upgraded
    grown = {
        table: len(rows) - len(before.get(old_name(table), []))
        for table, rows in after.items()
        if len(rows) != len(before.get(old_name(table), []))
    }
    products = {row["product_name"] for row in before["high_ticket_sales"]} - {None}
    assert grown == {
        "organizations": 1,
        "orders": len(before["high_ticket_sales"]),
        "analytics_events": len(before["daily_attendance"]),
        "products": len(products),
        "order_items": sum(row["product_name"] is not None for row in before["high_ticket_sales"]),
    }


def old_name(table: str) -> str:
    return {new: old for old, new in RENAMED.items()}.get(table, table)


def test_every_high_ticket_sale_is_an_order_with_its_product(
    upgraded: tuple[psycopg.Connection, Rows, Rows],
) -> None:
    connection, before, _ = upgraded
    found = connection.execute(
        """
        select to_jsonb(sale) from (
          select orders.created_at, contact_id as lead_id, product_name, order_total as amount,
                 purchase_date as sold_on, billing_status as status
            from orders
            left join order_items on order_id = orders.id
            left join products on products.id = product_id
           where order_source = 'high_ticket') as sale
        """
    ).fetchall()
    expected = [without(row, "id") for row in before["high_ticket_sales"]]
    assert sorted(json.dumps(row, sort_keys=True) for (row,) in found) == sorted(
        json.dumps(row, sort_keys=True) for row in expected
    )
    total = connection.execute("select sum(order_total) from orders").fetchone()
    assert total is not None
    assert float(total[0]) == pytest.approx(
        sum(float(str(row["order_total"] or 0)) for row in before["Order"])
        + sum(float(str(row["amount"])) for row in before["high_ticket_sales"])
    )


def test_every_attendance_is_an_event(upgraded: tuple[psycopg.Connection, Rows, Rows]) -> None:
    connection, before, _ = upgraded
    found = connection.execute(
        """
        select to_jsonb(attendance) from (
          select contact_id as lead_id, substring(name from '^Attended_Day_([0-9]+)$')::int as day,
                 timestamp as attended_at
            from analytics_events where type = 'analytics') as attendance
        """
    ).fetchall()
    expected = [without(row, "id") for row in before["daily_attendance"]]
    assert sorted(json.dumps(row, sort_keys=True) for (row,) in found) == sorted(
        json.dumps(row, sort_keys=True) for row in expected
    )


def test_rows_without_an_organization_belong_to_legacy(
    upgraded: tuple[psycopg.Connection, Rows, Rows],
) -> None:
    _, before, after = upgraded
    owners = {
        table: {row.get("organization_id") for row in rows}
        for table, rows in after.items()
        if rows and table != "organizations"
    }
    had_one = {"members", "campaigns", "events", "payments"}
    first_two = {row["id"] for row in before["organizations"]}
    assert {table: ids for table, ids in owners.items() if table in had_one} == dict.fromkeys(
        had_one, first_two
    )
    others = owners.keys() - had_one
    assert {table: owners[table] for table in others} == {table: {LEGACY} for table in others}


def test_an_empty_database_has_no_legacy_organization(migrated_url: str) -> None:
    with psycopg.connect(migrated_url) as connection:
        assert connection.execute("select count(*) from organizations").fetchone() == (0,)


def test_the_way_back_to_the_baseline_keeps_every_row_too(database_url: str) -> None:
    url = DatabaseUrl(database_url)
    migrations.upgrade(url, BASELINE)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(LEGACY_ROWS.read_text())
        before = rows_of(connection)
        migrations.upgrade(url)
        migrations.downgrade(url, BASELINE)
        after = rows_of(connection)
    # Sales and attendances are numbered anew, in their old order.
    for table in before:
        assert sorted(json.dumps(row, sort_keys=True) for row in before[table]) == sorted(
            json.dumps(row, sort_keys=True) for row in after[table]
        ), table

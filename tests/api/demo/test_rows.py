"""What is loaded: every table, for both organizations, alike wherever and whenever it is loaded."""

import os
import subprocess
import sys
from collections.abc import Callable

import psycopg
import pytest
from psycopg import sql

from api.database import embedded
from api.demo import DOMAINS
from api.demo.copying import TABLES
from api.demo.rows import counts_up
from api.demo.scale import Scale
from api.demo.season import NOW
from api.demo.tenants import tenants
from models import metadata

Connection = psycopg.Connection[tuple[object, ...]]


def checksums(connection: Connection) -> dict[str, str]:
    """Return a checksum of every table's rows, whatever order they lie in."""
    connection.execute("set time zone 'UTC'")
    found = {}
    for table in TABLES:
        query = sql.SQL("""
            select md5(string_agg(item::text, chr(10) order by item::text collate "C"))
              from {} as item
        """)
        (found[table],) = connection.execute(query.format(sql.Identifier(table))).fetchone() or (
            "",
        )
    return {table: str(checksum) for table, checksum in found.items()}


@pytest.mark.parametrize("table", [table for table in TABLES if table != "organizations"])
def test_every_table_has_rows_of_both_organizations(table: str, seeded: Connection) -> None:
    query = sql.SQL("select count(distinct organization_id) from {}").format(sql.Identifier(table))
    assert seeded.execute(query).fetchone() == (2,)


@pytest.mark.parametrize("scale", Scale)
def test_every_table_is_loaded_once_per_organization_and_column(scale: Scale) -> None:
    for tenant in tenants(scale):
        rows = [rows for domain in DOMAINS for rows in domain.tables(tenant)]
        assert sorted(part.table for part in rows) == sorted(TABLES)
        for part in rows:
            given = set(part.columns.split())
            # A column that is left out would take its default, and that may read the clock.
            rest = {column.name for column in metadata.tables[part.table].columns} - given
            counted = {"id"} if counts_up(part.table) else set()
            tenancy = set() if part.table == "organizations" else {"organization_id"}
            assert rest == counted | tenancy, part.table


def test_the_data_is_the_same_on_every_major_version(small: Callable[[int], str]) -> None:
    found = []
    for major in embedded.MAJORS:
        with psycopg.connect(small(major)) as connection:
            found.append(checksums(connection))
    assert found[0] == found[1]


def test_the_data_is_the_same_in_another_process_and_time_zone(
    empty_url: str, seeded: Connection
) -> None:
    program = "import sys; from api import demo; demo.load(sys.argv[1], 'small')"
    surroundings = {"PYTHONHASHSEED": "7", "TZ": "America/Anchorage", "PGTZ": "Asia/Tokyo"}
    subprocess.run(
        [sys.executable, "-c", program, empty_url], env=os.environ | surroundings, check=True
    )
    with psycopg.connect(empty_url) as connection:
        assert checksums(connection) == checksums(seeded)


def test_every_foreign_key_and_check_holds(seeded: Connection) -> None:
    seeded.execute("set session_replication_role = origin")
    constraints = seeded.execute(
        "select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint"
        " where contype in ('f', 'c') and connamespace = 'public'::regnamespace"
    ).fetchall()
    assert len(constraints) > 100
    for table, name, definition in constraints:
        # Adding a constraint checks all rows, which is what a load without triggers left out.
        seeded.execute(f'alter table {table} drop constraint "{name}"')
        seeded.execute(f'alter table {table} add constraint "{name}" {definition}')


def test_campaign_statistics_are_what_the_trigger_counts(seeded: Connection) -> None:
    loaded = seeded.execute("select id, stats from campaigns order by id").fetchall()
    seeded.execute("create temporary table kept as select * from email_sends")
    seeded.execute("delete from email_sends")
    seeded.execute("update campaigns set stats = '{}'")
    seeded.execute("insert into email_sends select * from kept")
    assert seeded.execute("select id, stats from campaigns order by id").fetchall() == loaded
    assert any(stats for _, stats in loaded)


def test_the_status_history_is_what_the_trigger_writes(seeded: Connection) -> None:
    history = (
        "select recipient_id, old_status, new_status, is_applied from status_history order by id"
    )
    loaded = seeded.execute(history).fetchall()
    statuses = "select id, status from blast_recipients order by id"
    reached = seeded.execute(statuses).fetchall()
    seeded.execute("create temporary table reported as select * from status_history")
    seeded.execute("truncate status_history")
    seeded.execute("alter table blast_recipients disable trigger user")
    seeded.execute("update blast_recipients set status = 'QUEUED'")
    seeded.execute("alter table blast_recipients enable trigger user")
    seeded.execute("""
        do $$
        declare report record;
        begin
          for report in select * from reported order by id loop
            update blast_recipients set status = report.new_status where id = report.recipient_id;
          end loop;
        end
        $$
    """)
    assert seeded.execute(history).fetchall() == loaded
    assert seeded.execute(statuses).fetchall() == reached


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("companies", "slug"),
        ("members", "email"),
        ("contacts", "email"),
        ("contacts", "phone"),
        ("orders", "clickfunnels_order_number"),
        ("orders", "clickfunnels_order_id"),
        ("blast_recipients", "phone_number"),
        ("affiliate_partners", "affiliate_code"),
        ("affiliate_links", "link_code"),
        ("affiliate_payouts", "invoice_number"),
        ("event_tickets", "ticket_number"),
        ("payments", "provider_payment_id"),
        ("products", "clickfunnels_product_id"),
        ("ad_performance", "campaign_id"),
    ],
)
def test_a_natural_key_exists_in_both_organizations(
    table: str, key: str, seeded: Connection
) -> None:
    (shared,) = seeded.execute(
        f"select count(*) from (select {key} from {table} group by {key}"
        " having count(distinct organization_id) = 2) as keys"
    ).fetchone() or (0,)
    assert isinstance(shared, int)
    assert shared > 0


def test_the_organizations_differ_in_size_and_have_all_roles(seeded: Connection) -> None:
    assert seeded.execute("""
        select slug, (select count(*) from companies where organization_id = organizations.id),
               (select count(*) from orders where organization_id = organizations.id),
               (select array_agg(distinct role order by role)::text from members
                 where organization_id = organizations.id)
          from organizations order by slug
    """).fetchall() == [
        ("larkspur", 3, 1200, "{ADMIN,OPERATOR,ANALYST,MEMBER}"),
        ("quillon", 2, 400, "{ADMIN,OPERATOR,ANALYST,MEMBER}"),
    ]


def test_weekends_differ_from_weekdays(seeded: Connection) -> None:
    shares = seeded.execute("""
        select slug, avg(orders) filter (where extract(isodow from date) > 5)
                     > avg(orders) filter (where extract(isodow from date) <= 5)
          from daily_kpis join organizations on organizations.id = organization_id
         group by slug order by slug
    """).fetchall()
    assert shares == [("larkspur", False), ("quillon", True)]


def test_nothing_that_happened_lies_after_the_fixed_instant(seeded: Connection) -> None:
    columns = seeded.execute("""
        select table_name, column_name from information_schema.columns
         where table_schema = 'public' and data_type = 'timestamp with time zone'
           and column_name not in ('expires_at', 'starts_at', 'ends_at', 'blast_date',
                                   'scheduled_at')
           and table_name <> 'alembic_version'
    """).fetchall()
    for table, column in columns:
        late = seeded.execute(
            f"select count(*) from {table} where {column} > to_timestamp(%s)", (NOW,)
        ).fetchone()
        assert late == (0,), f"{table}.{column}"


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("blast_recipients", "status"),
        ("affiliate_clicks", "status"),
        ("affiliate_conversions", "status"),
        ("affiliate_click_queue", "status"),
        ("affiliate_partners", "status"),
        ("funnel_sessions", "status"),
        ("carts", "status"),
        ("carts", "source_type"),
        ("landing_page_sessions", "status"),
        ("blasts", "state"),
        ("product_import_jobs", "status"),
        ("analytics_events", "type"),
    ],
)
def test_every_status_occurs(table: str, column: str, seeded: Connection) -> None:
    unused = seeded.execute(f"""
        select enumlabel from pg_enum
         where enumtypid = (select atttypid from pg_attribute
                             where attrelid = '{table}'::regclass and attname = '{column}')
           and enumlabel not in (select {column}::text from {table})
    """).fetchall()
    assert unused == []

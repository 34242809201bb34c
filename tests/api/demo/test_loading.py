"""Loading: all or nothing, into an empty database only, by a superuser or by the tables' owner."""

import io
from collections.abc import Callable, Iterator

import psycopg
import pytest
from psycopg import sql

from api import demo
from api.demo import progress
from api.demo.copying import TABLES
from api.errors import HeadgateError
from tests.api.demo.test_rows import checksums
from tests.conftest import Databases

Connection = psycopg.Connection[tuple[object, ...]]

PASSWORD = "only-for-this-test"  # noqa: S105 - a role that lives as long as its test
STANDING = """
    select relname::text, relrowsecurity, relforcerowsecurity,
           (select array_agg(tgname || tgenabled::text order by tgname) from pg_trigger
             where tgrelid = pg_class.oid and not tgisinternal)
      from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1
"""


def held(connection: Connection) -> dict[str, object]:
    """Return the number of rows of each table that has any."""
    counts = {}
    for table in TABLES:
        query = sql.SQL("select count(*) from {}").format(sql.Identifier(table))
        row = connection.execute(query).fetchone()
        counts[table] = row[0] if row else None
    return {table: count for table, count in counts.items() if count}


@pytest.fixture
def role(databases: Databases) -> Iterator[str]:
    """A role that may log in and nothing else."""
    name = "demo_" + databases.create().rsplit("_", 1)[1]
    with psycopg.connect(databases.server_url, autocommit=True) as server:
        server.execute(f"create role {name} login createrole password '{PASSWORD}'")
        yield name
        databases.drop_all()
        server.execute(f"drop role {name}")


def as_role(url: str, role: str) -> str:
    return f"postgresql://{role}:{PASSWORD}@{url.rsplit('@', 1)[1]}"


def owned_by(role: str, databases: Databases, template: str) -> str:
    """Return the URL of an empty database whose tables a role owns."""
    url = databases.create(template)
    with psycopg.connect(url) as connection:
        for table in (*TABLES, "alembic_version"):
            connection.execute(f"alter table {table} owner to {role}")
        connection.execute(f"grant create, usage on schema public to {role}")
    return as_role(url, role)


def test_a_second_load_is_refused_and_loses_nothing(empty_url: str) -> None:
    demo.load(empty_url, "small")
    with psycopg.connect(empty_url) as connection:
        before = checksums(connection)
    with pytest.raises(HeadgateError) as refusal:
        demo.load(empty_url, "small")
    assert str(refusal.value) == (
        "the database already holds rows, in 51 of its tables; "
        "demo data goes into an empty one: run headgate db reset, which deletes them all"
    )
    with psycopg.connect(empty_url) as connection:
        assert checksums(connection) == before


def test_rows_that_are_not_ours_are_kept(empty_url: str) -> None:
    with psycopg.connect(empty_url) as connection:
        connection.execute("insert into organizations (name, slug) values ('Mine', 'mine')")
    with pytest.raises(HeadgateError, match="already holds rows"):
        demo.load(empty_url, "small")
    with psycopg.connect(empty_url) as connection:
        assert held(connection) == {"organizations": 1}


def test_a_load_that_fails_leaves_nothing(empty_url: str) -> None:
    with psycopg.connect(empty_url) as connection:
        connection.execute(
            "alter table daily_metrics add constraint spoiled check (metric_date < '2026-10-30')"
        )
        before = connection.execute(STANDING).fetchall()
    with pytest.raises(psycopg.errors.CheckViolation):
        demo.load(empty_url, "small")
    with psycopg.connect(empty_url) as connection:
        assert held(connection) == {}
        assert connection.execute(STANDING).fetchall() == before
        connection.execute("alter table daily_metrics drop constraint spoiled")
    demo.load(empty_url, "small")


def test_new_rows_are_numbered_after_the_loaded_ones(seeded: Connection) -> None:
    for table in ("contacts", "orders", "blasts", "affiliate_clicks", "usage_logs"):
        assert seeded.execute(
            f"select nextval(pg_get_serial_sequence('{table}', 'id'))"
            f" = (select max(id) + 1 from {table})"
        ).fetchone() == (True,), table


def test_every_table_is_analyzed_and_needs_no_vacuum(seeded: Connection) -> None:
    assert (
        seeded.execute("""
        select relname from pg_class
         where relkind = 'r' and relnamespace = 'public'::regnamespace
           and relname <> 'alembic_version'
           and (reltuples <= 0 or relallvisible = 0)
    """).fetchall()
        == []
    )


def test_an_owner_who_is_no_superuser_loads_the_same(
    role: str, databases: Databases, template: Callable[[int], str], seeded: Connection, major: int
) -> None:
    url = owned_by(role, databases, template(major))
    standing = seeded.execute(STANDING).fetchall()
    demo.load(url, "small")
    with psycopg.connect(
        databases.server_url.rsplit("/", 1)[0] + "/" + url.rsplit("/", 1)[1]
    ) as connection:
        assert checksums(connection) == checksums(seeded)
        assert connection.execute(STANDING).fetchall() == standing
        assert all(force for _, secured, force, _ in standing if secured)


def test_a_role_that_owns_nothing_is_refused(role: str, empty_url: str) -> None:
    with pytest.raises(HeadgateError) as refusal:
        demo.load(as_role(empty_url, role), "small")
    assert str(refusal.value) == (
        "demo data is loaded as the tables' owner or a superuser, and the role in the "
        "database's URL is neither: permission denied for table affiliate_click_queue"
    )


def test_a_database_without_tables_is_refused(database_url: str) -> None:
    with pytest.raises(HeadgateError) as refusal:
        demo.load(database_url, "small")
    assert str(refusal.value) == (
        "the database has not all of Headgate's tables; run headgate db upgrade first"
    )


def test_a_database_in_use_is_refused(empty_url: str) -> None:
    with psycopg.connect(empty_url) as other:
        other.execute("insert into organizations (name, slug) values ('Mine', 'mine')")
        with pytest.raises(HeadgateError) as refusal:
            demo.load(empty_url, "small")
        other.rollback()
    assert str(refusal.value) == (
        "the database is in use; load demo data when nothing else works with its tables"
    )
    with psycopg.connect(empty_url) as connection:
        assert held(connection) == {}


def test_progress_is_reported_and_ends(empty_url: str) -> None:
    reports: list[tuple[str, int, int]] = []
    demo.load(empty_url, "small", lambda *report: reports.append(report))
    with psycopg.connect(empty_url) as connection:
        counts = held(connection)
    assert reports[-1] == ("", 0, sum(count for count in counts.values() if isinstance(count, int)))
    assert {table for table, _, _ in reports[:-1]} == set(TABLES)
    assert [rows_in_all for _, _, rows_in_all in reports] == sorted(
        rows_in_all for _, _, rows_in_all in reports
    )


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_shows_one_line_that_is_wiped_at_the_end() -> None:
    terminal = _Terminal()
    show = progress.for_stream(terminal)
    show("orders", 20_000, 1_234_567)
    show("", 0, 2_000_000)
    assert terminal.getvalue() == ("\r\x1b[2Korders  20,000 rows  (1,234,567 in all)\r\x1b[2K")


def test_what_is_no_terminal_shows_nothing() -> None:
    plain = io.StringIO()
    progress.for_stream(plain)("orders", 20_000, 1_234_567)
    assert plain.getvalue() == ""

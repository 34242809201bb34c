"""No organization reaches another's rows: asked of every table that the database has."""

from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
import pytest
from psycopg import sql
from psycopg.rows import dict_row

from models import metadata
from tests.rows import Row, Rows, references

TENANT_TABLES = sorted(set(metadata.tables) - {"organizations"})
REFERENCES = [
    (table, column, target)
    for table in TENANT_TABLES
    for column, target in references(table)
    if target != "organizations"
]

# Whatever has rows of tenants must force row-level security and have a policy; organizations, whose
# own id is the tenant's, and Alembic's table are the two that carry no organization_id.
UNPROTECTED = """
    select relname
      from pg_class
     where relnamespace = 'public'::regnamespace
       and relkind in ('r', 'p')
       and relname <> 'alembic_version'
       and not (relrowsecurity and relforcerowsecurity
                and exists (select from pg_policy where polrelid = pg_class.oid)
                and (relname = 'organizations' or exists (
                       select from pg_attribute
                        where attrelid = pg_class.oid and attname = 'organization_id'
                          and attnotnull)))
"""


@dataclass(frozen=True, slots=True)
class Tenants:
    """Two organizations with a row in every table, and a session of the first one's."""

    owner: psycopg.Connection
    ours: Rows
    theirs: Rows
    session: psycopg.Connection

    def ask(self, statement: str, *names: str, **values: object) -> list[Row]:
        """Run a statement as the first organization's session."""
        composed = sql.SQL(statement).format(*map(sql.Identifier, names))
        with self.session.cursor(row_factory=dict_row) as cursor:
            cursor.execute(composed, values)
            return cursor.fetchall() if cursor.description else []


@pytest.fixture
def tenants(migrated_url: str) -> Iterator[Tenants]:
    with (
        psycopg.connect(migrated_url, autocommit=True) as owner,
        psycopg.connect(migrated_url, options="-c role=headgate_app") as session,
    ):
        ours, theirs = Rows(owner, "ours"), Rows(owner, "theirs")
        for table in TENANT_TABLES:
            ours.the(table)
            theirs.the(table)
        _work_for(session, ours.organization_id)
        yield Tenants(owner, ours, theirs, session)


def _work_for(session: psycopg.Connection, organization_id: object) -> None:
    statement = "select set_config('headgate.organization_id', %s, false)"
    session.execute(statement, [str(organization_id)])
    session.commit()


def test_every_table_is_protected(migrated_url: str) -> None:
    with psycopg.connect(migrated_url) as connection:
        assert connection.execute(UNPROTECTED).fetchall() == []


@pytest.mark.parametrize(
    "table",
    [
        "create table added (id bigint primary key)",
        "create table added (organization_id uuid not null)",
        """create table added (organization_id uuid not null);
           alter table added enable row level security;
           create policy p on added using (organization_id = current_organization())""",
        """create table added (organization_id uuid not null);
           alter table added enable row level security, force row level security""",
        """create table added (organization_id uuid);
           alter table added enable row level security, force row level security;
           create policy p on added using (organization_id = current_organization())""",
    ],
    ids=["no organization", "no security", "not forced", "no policy", "organization may be null"],
)
def test_a_table_added_without_protection_is_found(migrated_url: str, table: str) -> None:
    with psycopg.connect(migrated_url) as connection:
        connection.execute(table)
        assert connection.execute(UNPROTECTED).fetchall() == [("added",)]


def test_the_service_owns_nothing_and_cannot_bypass_policies(migrated_url: str) -> None:
    with psycopg.connect(migrated_url) as connection:
        role = connection.execute(
            "select rolsuper, rolbypassrls, rolcanlogin, rolcreaterole, rolcreatedb,"
            " (select count(*) from pg_class where relowner = pg_roles.oid)"
            " from pg_roles where rolname = 'headgate_app'"
        ).fetchone()
    assert role == (False, False, False, False, False, 0)


def test_a_session_sees_its_own_rows_and_no_others(tenants: Tenants) -> None:
    for table in TENANT_TABLES:
        seen = {row["organization_id"] for row in tenants.ask("select * from {}", table)}
        assert seen == {tenants.ours.organization_id}, table
    assert [row["id"] for row in tenants.ask("select id from organizations")] == [
        tenants.ours.organization_id
    ]


@pytest.mark.parametrize("unset", ["", None], ids=["emptied", "never set"])
def test_a_session_without_an_organization_sees_nothing(
    tenants: Tenants, unset: str | None
) -> None:
    url = tenants.owner.info.dsn + f" password={tenants.owner.info.password}"
    with psycopg.connect(url, options="-c role=headgate_app") as session:
        if unset is not None:
            _work_for(session, unset)
        for table in (*TENANT_TABLES, "organizations"):
            query = sql.SQL("select count(*) from {}").format(sql.Identifier(table))
            assert session.execute(query).fetchone() == (0,), table


def test_a_row_of_another_organization_cannot_be_inserted(tenants: Tenants) -> None:
    for table in TENANT_TABLES:
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
            Rows.add(_as_session(tenants, tenants.theirs), table)
        tenants.session.rollback()


def _as_session(tenants: Tenants, rows: Rows) -> Rows:
    """Return `rows` writing through the first organization's session."""
    twin = object.__new__(Rows)
    twin.__dict__ |= rows.__dict__ | {"_connection": tenants.session}
    return twin


def test_a_row_of_another_organization_cannot_be_updated_or_deleted(tenants: Tenants) -> None:
    for table in TENANT_TABLES:
        theirs = {"theirs": tenants.theirs.organization_id}
        touched = tenants.ask(
            "update {} set organization_id = organization_id"
            " where organization_id = %(theirs)s returning *",
            table,
            **theirs,
        )
        touched += tenants.ask(
            "delete from {} where organization_id = %(theirs)s returning *", table, **theirs
        )
        assert touched == [], table


def test_a_row_cannot_be_given_to_another_organization(tenants: Tenants) -> None:
    for table in TENANT_TABLES:
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
            tenants.ask(
                "update {} set organization_id = %(theirs)s",
                table,
                theirs=tenants.theirs.organization_id,
            )
        tenants.session.rollback()


def test_another_organization_cannot_be_changed_made_or_deleted(tenants: Tenants) -> None:
    assert tenants.ask("update organizations set name = 'x' returning id") == [
        {"id": tenants.ours.organization_id}
    ]
    for refused in ("insert into organizations (name, slug) values ('x', 'x')",
                    "delete from organizations"):  # fmt: skip
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            tenants.ask(refused)
        tenants.session.rollback()


def test_a_reference_reaches_no_row_of_another_organization(tenants: Tenants) -> None:
    """Neither as the service nor as the tables' owner, whom policies do not hold."""
    ours = tenants.ours.organization_id
    for table, column, target in REFERENCES:
        theirs = tenants.theirs.add(target)["id"]
        statement = sql.SQL("update {} set {} = %s where organization_id = %s").format(
            sql.Identifier(table), sql.Identifier(column)
        )
        for session in (tenants.session, tenants.owner):
            with pytest.raises(psycopg.errors.ForeignKeyViolation), session.transaction():
                session.execute(statement, [theirs, ours])


def test_a_member_manages_only_their_own_preferences(tenants: Tenants) -> None:
    other = tenants.ours.add("members")
    mine = tenants.ours.the("notification_preferences")
    others = tenants.ours.add("notification_preferences", member_id=other["id"])
    tenants.ask("select set_config('headgate.member_id', %(id)s, true)", id=str(mine["member_id"]))
    changed = tenants.ask("update notification_preferences set sms_enabled = true returning id")
    assert changed == [{"id": mine["id"]}]
    deleted = tenants.ask(
        "delete from notification_preferences where id = %(id)s returning id", id=others["id"]
    )
    assert deleted == []
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="own_preferences_inserted"):
        tenants.ask(
            "insert into notification_preferences (member_id, category)"
            " values (%(other)s, 'newsletter')",
            other=other["id"],
        )


def test_an_organization_goes_with_everything_it_owns_and_nothing_else(tenants: Tenants) -> None:
    tenants.owner.execute("delete from organizations where id = %s", [tenants.ours.organization_id])
    for table in TENANT_TABLES:
        query = sql.SQL("select distinct organization_id from {}").format(sql.Identifier(table))
        # The queue has no foreign keys: its rows go when they are processed.
        left = {row[0] for row in tenants.owner.execute(query)} - (
            {tenants.ours.organization_id} if table == "affiliate_click_queue" else set()
        )
        assert left == {tenants.theirs.organization_id}, table

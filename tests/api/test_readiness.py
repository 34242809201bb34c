import asyncio
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import psycopg
import pytest
from litestar import Litestar
from litestar.testing import TestClient
from psycopg import sql

from api.app import create_app, with_database
from api.database import address, migrations, pool
from api.database.address import DatabaseUrl
from api.database.pool import Access, UnsafeRoleError
from api.settings import DEFAULT_ROLE, Settings
from tests.api.conftest import eventually
from tests.conftest import Databases

READY = (200, {"status": "ready"})
Client = TestClient[Litestar]


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)


@pytest.fixture
def login(migrated_url: str) -> Iterator[str]:
    """The URL of a login that may do nothing but connect."""
    with psycopg.connect(migrated_url, autocommit=True) as owner:
        owner.execute("drop role if exists plain_login")
        owner.execute("create role plain_login login password 'plain'")
        yield re.sub(r"//[^@]+@", "//plain_login:plain@", migrated_url)
        owner.execute("drop role plain_login")


def service(url: str, **settings: object) -> AbstractContextManager[Client]:
    given = with_database(Settings(), url).model_copy(update=settings)
    return TestClient(create_app(given))


def readiness(client: Client) -> tuple[int, dict[str, str]]:
    answer = client.get("/readyz")
    said: dict[str, str] = answer.json()
    return answer.status_code, said


def unavailable(reason: str) -> tuple[int, dict[str, str]]:
    return 503, {"status": "unavailable", "reason": reason}


def test_a_database_at_head_is_ready(migrated_url: str) -> None:
    with service(migrated_url) as client:
        assert readiness(client) == READY


def test_a_database_that_is_behind_is_not_ready_and_says_what_is_missing(
    migrated_url: str,
) -> None:
    migrations.downgrade(address.parse(migrated_url), "-1")
    (here,) = migrations.applied(DatabaseUrl(migrated_url))
    (head,) = migrations.heads()

    with service(migrated_url) as client:
        assert readiness(client) == unavailable(
            f"the schema is at {here} and this release needs {head}; run headgate db upgrade"
        )
        migrations.upgrade(address.parse(migrated_url))
        assert readiness(client) == READY


def test_a_database_that_was_never_migrated_is_not_ready(
    database_url: str, migrated_url: str
) -> None:
    del migrated_url  # its migration makes the role, which is the whole server's
    with service(database_url) as client:
        assert readiness(client)[1]["reason"].startswith("the schema is at nothing and this")


def test_a_database_that_a_newer_release_has_migrated_is_ready(migrated_url: str) -> None:
    with psycopg.connect(migrated_url) as connection:
        connection.execute("update alembic_version set version_num = '2099_from_the_future'")

    with service(migrated_url) as client:
        assert readiness(client) == READY


@pytest.mark.parametrize(
    ("role", "reason"),
    [
        pytest.param(
            "no_such_role",
            "the service's role does not exist; run headgate db upgrade",
            id="missing",
        ),
        pytest.param(
            "",
            "the connection's role bypasses row-level security; set HEADGATE_DATABASE_ROLE to a "
            "role that does not",
            id="superuser",
        ),
    ],
)
def test_a_role_that_will_not_do_is_not_ready(migrated_url: str, role: str, reason: str) -> None:
    with service(migrated_url, database_role=role) as client:
        assert readiness(client) == unavailable(reason)


def test_a_login_that_may_not_act_as_the_role_is_not_ready(login: str) -> None:
    with service(login) as client:
        assert readiness(client) == unavailable(
            "the login may not act as the service's role; grant the role to it"
        )


def test_a_login_that_is_granted_the_role_is_ready(login: str, migrated_url: str) -> None:
    with psycopg.connect(migrated_url, autocommit=True) as owner:
        owner.execute("grant headgate_app to plain_login")

    with service(login) as client:
        assert readiness(client) == READY


def test_a_login_whose_role_is_set_on_the_server_needs_no_role_of_ours(
    login: str, migrated_url: str
) -> None:
    with psycopg.connect(migrated_url, autocommit=True) as owner:
        owner.execute("grant headgate_app to plain_login")
        owner.execute("alter role plain_login set role = headgate_app")

    with service(login, database_role="") as client:
        assert readiness(client) == READY


def test_a_clock_that_the_server_sets_must_be_utc(login: str, migrated_url: str) -> None:
    with psycopg.connect(migrated_url, autocommit=True) as owner:
        owner.execute("grant headgate_app to plain_login")
        owner.execute("alter role plain_login set role = headgate_app")
        owner.execute("alter role plain_login set timezone = 'Asia/Kuala_Lumpur'")

    with service(login, database_role="") as client:
        assert readiness(client) == unavailable(
            "the connection's time zone is Asia/Kuala_Lumpur; set it on the server: "
            "alter role … set timezone = 'UTC'"
        )
    with service(login) as client:
        assert readiness(client) == READY


def test_without_a_database_the_process_lives_and_shows_no_address() -> None:
    with service("postgresql://user:secret@127.0.0.1:1/shop") as client:
        assert client.get("/livez").json() == {"status": "live"}
        assert readiness(client) == unavailable("the database cannot be reached")


def test_a_database_that_appears_later_becomes_ready(
    databases: Databases, migrated_template: Callable[[int], str], major: int
) -> None:
    template = migrated_template(major)
    late = databases.server_url.rsplit("/", 1)[0] + "/appears_later"

    with service(late) as client:
        assert readiness(client)[0] == 503
        with psycopg.connect(databases.server_url, autocommit=True) as server:
            server.execute(
                sql.SQL("create database appears_later template {} strategy file_copy").format(
                    sql.Identifier(template)
                )
            )
        eventually(lambda: readiness(client) == READY)
    with psycopg.connect(databases.server_url, autocommit=True) as server:
        server.execute("drop database appears_later with (force)")


def ask(access: Access, *statements: str) -> list[object]:
    """Run statements on one pooled connection; return the first column of each answer."""

    async def run() -> list[object]:
        connections = pool.create(access, 1)
        await connections.open()
        try:
            async with connections.connection() as connection:
                await connection.set_autocommit(True)
                answers = []
                for statement in statements:
                    cursor = await connection.execute(statement.encode())
                    row = await cursor.fetchone() if cursor.description else None
                    answers.append(row[0] if row else None)
                return answers
        finally:
            await connections.close()

    return asyncio.run(run())


def test_a_connection_acts_as_the_role_and_falls_back_to_it(migrated_url: str) -> None:
    whoami = "select current_user::text"

    answers = ask(
        Access(DatabaseUrl(migrated_url), DEFAULT_ROLE),
        whoami, "reset role", whoami, "discard all", whoami, "reset session authorization", whoami,
    )  # fmt: skip

    assert answers[::2] == [DEFAULT_ROLE] * 4


def test_a_connection_without_a_tenant_sees_no_row(migrated_url: str) -> None:
    with psycopg.connect(migrated_url) as owner:
        owner.execute("insert into organizations (name, slug) values ('Shop', 'shop')")

    (count,) = ask(
        Access(DatabaseUrl(migrated_url), DEFAULT_ROLE), "select count(*) from organizations"
    )

    assert count == 0


def test_the_urls_own_options_are_kept(migrated_url: str) -> None:
    url = DatabaseUrl(f"{migrated_url}?options=-c%20statement_timeout%3D1234ms")

    answers = ask(Access(url, DEFAULT_ROLE), "show statement_timeout", "select current_user::text")

    assert answers == ["1234ms", DEFAULT_ROLE]


@pytest.mark.parametrize(
    "name", ["with blank", "back\\slash", 'quo"te', "it's", "-c role=postgres"]
)
def test_a_role_may_have_any_name(migrated_url: str, name: str) -> None:
    with psycopg.connect(migrated_url, autocommit=True) as owner:
        owner.execute(sql.SQL("create role {}").format(sql.Identifier(name)))
        try:
            access = Access(DatabaseUrl(migrated_url), name)
            assert ask(access, "select current_user::text") == [name]
        finally:
            owner.execute(sql.SQL("drop role {}").format(sql.Identifier(name)))


def test_a_connection_past_row_level_security_is_refused(migrated_url: str) -> None:
    with psycopg.connect(migrated_url, autocommit=True) as owner:
        owner.execute("create role passes_by bypassrls")
        try:
            with pytest.raises(UnsafeRoleError):
                asyncio.run(Access(DatabaseUrl(migrated_url), "passes_by").connect())
        finally:
            owner.execute("drop role passes_by")

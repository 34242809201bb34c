import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner, Result

from api.cli import main
from api.database import embedded, migrations
from api.database.address import DatabaseUrl
from tests.conftest import Databases

Run = Callable[..., Result]
TABLES = """
    select count(*) from pg_catalog.pg_class
     where relkind = 'r' and relnamespace = 'public'::regnamespace
"""


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a `headgate db` command in this process, on the database that is given."""

    def invoke(*arguments: str | Path, url: str | None = None, typed: str = "") -> Result:
        monkeypatch.delenv("DATABASE_URL", raising=False)
        if url is not None:
            monkeypatch.setenv("DATABASE_URL", url)
        line = ["db", *map(str, arguments)]
        return CliRunner().invoke(main, line, input=typed, catch_exceptions=False)

    return invoke


def head() -> str:
    (only,) = migrations.heads()
    return only


def test_upgrade_tells_each_revision_and_ends_at_head(run: Run, database_url: str) -> None:
    done = run("upgrade", url=database_url)

    lines = done.output.splitlines()
    assert done.exit_code == 0
    assert lines[-1] == f"at {head()} (head)"
    assert lines[-2].startswith(f"upgraded to {head()}: ")
    assert run("upgrade", url=database_url).output == f"at {head()} (head)\n"


def test_downgrade_to_base_leaves_alembics_own_table_alone(run: Run, migrated_url: str) -> None:
    done = run("downgrade", "base", url=migrated_url)

    assert done.exit_code == 0
    assert done.output.endswith(f"at base; headgate db upgrade goes on to {head()}\n")
    assert tables_in(migrated_url) == 1


def test_downgrade_takes_back_one_revision(run: Run, migrated_url: str) -> None:
    done = run("downgrade", "-1", url=migrated_url)

    assert done.exit_code == 0
    assert done.output.startswith(f"took back {head()}: ")
    assert len(done.output.splitlines()) == 2


def test_current_of_a_database_that_was_never_migrated_is_base(run: Run, database_url: str) -> None:
    assert run("current", url=database_url).output == (
        f"at base; headgate db upgrade goes on to {head()}\n"
    )


def test_current_of_a_database_that_a_newer_release_has_migrated_says_so(
    run: Run, migrated_url: str
) -> None:
    with psycopg.connect(migrated_url) as connection:
        connection.execute("update alembic_version set version_num = '2099_from_the_future'")

    assert run("current", url=migrated_url).output == (
        "at 2099_from_the_future, which this release does not know: a newer one has migrated it\n"
    )


def test_the_sql_of_an_upgrade_makes_the_same_schema_without_a_database(
    run: Run, databases: Databases
) -> None:
    script = run("upgrade", "--sql").output
    online, offline = databases.create(), databases.create()
    run("upgrade", url=online)

    done = run("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-c", "select 1", url=offline)
    assert done.exit_code == 0
    apply_script(offline, script)

    assert migrations.applied(DatabaseUrl(offline)) == {head()}
    assert tables_in(offline) == tables_in(online)


def test_the_sql_of_a_downgrade_is_printed(run: Run) -> None:
    script = run("downgrade", "--sql", f"{head()}:base").output

    assert "delete from alembic_version" in script.lower()
    assert script.rstrip().endswith("COMMIT;")


@pytest.mark.parametrize("answer", ["n\n", ""], ids=["no", "nobody there to ask"])
def test_reset_asks_first_and_destroys_nothing_unless_told_to(
    run: Run, migrated_url: str, answer: str
) -> None:
    add_organization(migrated_url)

    refused = run("reset", url=migrated_url, typed=answer)

    assert refused.exit_code == 1
    assert re.search(
        r"Destroy everything in database 'test_\w+' on 127.0.0.1:\d+\?", refused.output
    )
    assert organizations_in(migrated_url) == 1


@pytest.mark.parametrize(("arguments", "answer"), [(["--yes"], ""), ([], "y\n")])
def test_reset_makes_the_schema_anew(
    run: Run, migrated_url: str, arguments: list[str], answer: str
) -> None:
    add_organization(migrated_url)

    done = run("reset", *arguments, url=migrated_url, typed=answer)

    assert done.exit_code == 0
    assert done.output.endswith(f"at {head()} (head); fill it with: headgate db seed\n")
    assert organizations_in(migrated_url) == 0


def test_two_migrations_at_once_are_refused_and_not_waited_for(run: Run, database_url: str) -> None:
    with psycopg.connect(database_url, autocommit=True) as other:
        other.execute("select pg_advisory_lock(%s)", [0x6865616467617465])
        refused = run("upgrade", url=database_url)

    assert refused.exit_code == 1
    assert refused.output == (
        "Error: another session is migrating this database; run this again when it ends\n"
    )


def test_an_unknown_revision_is_one_line(run: Run, database_url: str) -> None:
    refused = run("upgrade", "nonsense", url=database_url)

    assert refused.exit_code == 1
    assert refused.output == "Error: Can't locate revision identified by 'nonsense'\n"


@pytest.mark.parametrize(
    ("url", "line"),
    [
        pytest.param(
            "postgresql://u:secret@127.0.0.1:1/shop",
            r"database 'shop' on 127.0.0.1:1 cannot be reached: Connection refused",
            id="nobody listens",
        ),
        pytest.param(
            "postgresql://u:secret@nowhere.invalid/shop",
            r"database 'shop' on nowhere.invalid:5432 cannot be reached: failed to resolve host.*",
            id="no such host",
        ),
        pytest.param(
            "mysql://u:secret@localhost/shop",
            r"DATABASE_URL is not a PostgreSQL URL; it must look like "
            r"postgresql://user:password@host:5432/database",
            id="not PostgreSQL",
        ),
        pytest.param("secret", r"DATABASE_URL is not a PostgreSQL URL; .*", id="not a URL"),
        pytest.param("", r"DATABASE_URL is not a PostgreSQL URL; .*", id="empty"),
        pytest.param(
            "postgresql://u:secret%@localhost/shop",
            r"DATABASE_URL cannot be read: .*",
            id="half-encoded",
        ),
    ],
)
def test_a_database_that_cannot_be_used_is_one_line_without_its_password(
    run: Run, url: str, line: str
) -> None:
    refused = run("current", url=url)

    assert refused.exit_code == 1
    assert re.fullmatch(f"Error: {line}\n", refused.output)
    assert "secret" not in refused.output


def test_a_wrong_password_and_a_missing_database_are_said_to_be_so(
    run: Run, database_url: str
) -> None:
    wrong = re.sub(r":[^:@/]+@", ":wrong@", database_url)
    missing = database_url.rpartition("/")[0] + "/missing"

    assert "refuses the password of user 'postgres'" in run("current", url=wrong).output
    assert "'missing' on 127.0.0.1:" in run("current", url=missing).output
    assert "does not exist; create it" in run("current", url=missing).output


def test_psql_runs_on_the_database_and_hands_back_its_exit_code(
    run: Run, database_url: str, capfd: pytest.CaptureFixture[str]
) -> None:
    name = database_url.rpartition("/")[2]

    done = run("psql", "-XAtc", "select current_database()", url=database_url)
    failed = run("psql", "-Xc", "select nonsense", url=database_url)

    assert (done.exit_code, failed.exit_code) == (0, 1)
    assert capfd.readouterr().out == f"{name}\n"


def test_without_a_given_database_the_embedded_server_is_started_for_the_command(
    run: Run, data: Path
) -> None:
    done = run("--data", data, "current")

    assert done.output == f"at {head()} (head)\n"
    assert embedded.find(data / "postgres") is None


def test_a_running_embedded_server_is_used_and_left_running(run: Run, data: Path) -> None:
    server = embedded.start(data / "postgres")
    try:
        assert run("--data", data, "current").output == f"at {head()} (head)\n"
        assert run("--data", data, "url").output == (f"{server.url('headgate')}?sslmode=disable\n")
        assert server.is_running
    finally:
        embedded.stop(server)


def test_the_url_of_a_server_that_does_not_run_is_asked_for_in_vain(run: Run, data: Path) -> None:
    refused = run("--data", data, "url")

    assert refused.exit_code == 1
    assert "start the embedded server with headgate up" in refused.output


def tables_in(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute(TABLES).fetchone()
    assert row is not None
    return int(row[0])


def organizations_in(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute("select count(*) from organizations").fetchone()
    assert row is not None
    return int(row[0])


def add_organization(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("insert into organizations (name, slug) values ('Shop', 'shop')")


def apply_script(url: str, script: str) -> None:
    subprocess.run(
        [embedded.binary("psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", url],
        input=script, text=True, check=True, capture_output=True, timeout=60,
    )  # fmt: skip


def test_seed_fills_every_table_once(run: Run, migrated_url: str) -> None:
    done = run("seed", "--scale", "small", url=migrated_url)

    assert done.exit_code == 0, done.output
    with psycopg.connect(migrated_url) as connection:
        assert connection.execute("select count(*) from organizations").fetchone() == (2,)
        before = connection.execute("select count(*) from orders").fetchone()
    again = run("seed", url=migrated_url)
    with psycopg.connect(migrated_url) as connection:
        assert connection.execute("select count(*) from orders").fetchone() == before
    assert again.exit_code != 0
    assert again.output.count("\n") == 1


@pytest.mark.parametrize("scale", ["small", "medium", "large"])
def test_seed_offers_each_scale_by_its_name(run: Run, scale: str) -> None:
    assert scale in run("seed", "--help").output

import subprocess
from itertools import pairwise

import psycopg
import pytest
import sqlalchemy as sa

import models
from api.database import embedded, migrations
from api.database.address import DatabaseError, DatabaseUrl
from tests.migrations.history import HISTORY, REVISIONS, SCRIPTS
from tests.schema import snapshot_of


def test_the_history_has_one_head_and_no_branches() -> None:
    assert SCRIPTS.get_heads() == [REVISIONS[-1]]
    assert [script.down_revision for script in HISTORY] == [None, *REVISIONS[:-1]]


def test_every_step_back_restores_the_schema_before_it(database_url: str) -> None:
    url = DatabaseUrl(database_url)
    before = snapshot_of(url)
    for previous, revision in pairwise(("base", *REVISIONS)):
        migrations.upgrade(url, revision)
        after = snapshot_of(url)
        migrations.downgrade(url, previous)
        assert snapshot_of(url) == before, f"downgrade of {revision}"
        migrations.upgrade(url, revision)
        assert snapshot_of(url) == after, f"second upgrade to {revision}"
        before = after


def test_the_whole_way_back_leaves_nothing(migrated_url: str, database_url: str) -> None:
    migrations.downgrade(DatabaseUrl(migrated_url), "base")
    assert snapshot_of(migrated_url) == snapshot_of(database_url)


def test_models_and_migrations_agree(migrated_url: str) -> None:
    migrations.check(DatabaseUrl(migrated_url))


@pytest.mark.parametrize(
    "difference",
    [
        "alter table carts drop column visitor_id",
        "alter table orders alter column page type varchar(10)",
        "drop index ix_orders_contact_id",
        "alter table orders alter column currency drop default",
        "alter type blast_state rename value 'PAUSED' to 'RESTING'",
        "comment on table carts is 'Something else.'",
        "create table surprise (id bigint primary key)",
    ],
)
def test_a_difference_between_models_and_database_is_found(
    migrated_url: str, difference: str
) -> None:
    with psycopg.connect(migrated_url) as connection:
        connection.execute(difference)
    with pytest.raises(DatabaseError, match="New upgrade operations detected"):
        migrations.check(DatabaseUrl(migrated_url))


def test_the_models_make_the_very_tables_that_the_history_ends_at(
    migrated_url: str, database_url: str
) -> None:
    """Alembic compares neither checks nor index predicates: the whole catalogs are compared."""
    declared = ("table", "column", "constraint", "index", "enum", "sequence")
    engine = sa.create_engine(
        "postgresql+psycopg://",
        creator=lambda: psycopg.connect(database_url),
        poolclass=sa.NullPool,
    )
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "create function current_organization() returns uuid language sql return null::uuid"
        )
        models.metadata.create_all(connection)
    made, migrated = (
        [_without_security(line) for line in snapshot_of(url) if line.startswith(declared)]
        for url in (database_url, migrated_url)
    )
    assert made == migrated


def _without_security(line: str) -> str:
    """Leave out what models do not declare: row-level security and grants."""
    if not line.startswith("table "):
        return line
    name, _, rest = line.partition(" rls ")
    return f"{name} {rest.partition(' comment ')[2].partition(' grants ')[0]}"


def test_the_rendered_history_does_what_the_live_one_does(
    database_url: str, migrated_url: str, major: int
) -> None:
    _run_script(database_url, migrations.upgrade_sql(), major)
    assert snapshot_of(database_url) == snapshot_of(migrated_url)


def test_the_rendered_way_back_leaves_nothing(
    database_url: str, migrated_url: str, major: int
) -> None:
    _run_script(migrated_url, migrations.downgrade_sql(f"{REVISIONS[-1]}:base"), major)
    assert snapshot_of(migrated_url) == snapshot_of(database_url)


def _run_script(url: str, script: str, major: int) -> None:
    psql = embedded.binary("psql", major)
    subprocess.run(
        [psql, url, "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null"],
        input=script,
        text=True,
        check=True,
    )

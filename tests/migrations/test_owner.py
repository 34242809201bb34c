import psycopg
import pytest
from psycopg import sql

from api.database import migrations
from api.database.address import DatabaseUrl
from tests.conftest import Databases
from tests.schema import snapshot_of


def test_an_owner_without_privileges_migrates_and_is_told_what_the_service_needs(
    databases: Databases, migrated_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """As on managed PostgreSQL: the owner of the tables is no superuser and may make no roles."""
    url = databases.create()
    owner = f"owner_of_{url.rpartition('/')[2]}"
    name = sql.Identifier(owner)
    database = sql.Identifier(url.rpartition("/")[2])
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("create role {} login password 'x'").format(name))
        connection.execute(sql.SQL("alter database {} owner to {}").format(database, name))
        connection.execute(sql.SQL("alter schema public owner to {}").format(name))
    host = url.partition("@")[2]
    try:
        migrations.upgrade(DatabaseUrl(f"postgresql://{owner}:x@{host}"))
        assert f"grant headgate_app to {owner}" in capsys.readouterr().err
        assert snapshot_of(url) == snapshot_of(migrated_url)
        with psycopg.connect(url) as connection:
            assert connection.execute("select count(*) from organizations").fetchone() == (0,)
        migrations.downgrade(DatabaseUrl(f"postgresql://{owner}:x@{host}"), "base")
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(sql.SQL("reassign owned by {} to postgres").format(name))
            connection.execute(sql.SQL("drop owned by {}").format(name))
            connection.execute(sql.SQL("drop role {}").format(name))

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from litestar.testing import TestClient

from api.app import create_app, with_database
from api.database import embedded, migrations
from api.database.address import DatabaseUrl
from api.settings import Settings


@pytest.fixture
def owner_url(cluster: Path, major: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The only login of a new server, which may make roles and is no superuser."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    server = embedded.start(cluster, major=major, settings={"fsync": "off"})
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("create role owner login createrole password 'x'")
        connection.execute("create database shop owner owner")
    yield f"postgresql://owner:x@127.0.0.1:{server.port}/shop"
    embedded.stop(server)


def test_a_login_that_may_make_roles_migrates_a_new_server_and_serves_it(owner_url: str) -> None:
    migrations.upgrade(DatabaseUrl(owner_url))

    with TestClient(create_app(with_database(Settings(), owner_url))) as client:
        assert client.get("/readyz").json() == {"status": "ready"}

"""A database per major version that holds the small demo data, loaded once and only read."""

import functools
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from alembic import command
from alembic.config import Config

from api import demo
from api.demo.scale import Scale
from tests.conftest import Databases

MIGRATIONS = Path(__file__).parents[3] / "migrations"


def upgrade(url: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = url
    command.upgrade(config, "head")


@pytest.fixture(scope="session")
def servers(postgres_url: Callable[[int], str]) -> Iterator[Callable[[int], Databases]]:
    """The databases of a whole run, per major version."""
    made: list[Databases] = []

    @functools.cache
    def server(major: int) -> Databases:
        made.append(Databases(postgres_url(major)))
        return made[-1]

    yield server
    for databases in made:
        databases.drop_all()


@pytest.fixture(scope="session")
def template(servers: Callable[[int], Databases]) -> Callable[[int], str]:
    """The name of a database with all tables and no rows, to be copied."""

    @functools.cache
    def migrated(major: int) -> str:
        url = servers(major).create()
        upgrade(url)
        return url.rsplit("/", 1)[1]

    return migrated


@pytest.fixture(scope="session")
def small(
    servers: Callable[[int], Databases], template: Callable[[int], str]
) -> Callable[[int], str]:
    """The URL of a database that holds the small demo data."""

    @functools.cache
    def seeded(major: int) -> str:
        url = servers(major).create(template(major))
        demo.load(url, Scale.SMALL)
        return url

    return seeded


@pytest.fixture
def empty_url(databases: Databases, template: Callable[[int], str], major: int) -> str:
    """A database of this test's own, with all tables and no rows."""
    return databases.create(template(major))


@pytest.fixture
def seeded(small: Callable[[int], str], major: int) -> Iterator[psycopg.Connection]:
    """A connection to the small demo data; whatever a test changes is undone."""
    with psycopg.connect(small(major)) as connection:
        connection.execute("set time zone 'UTC'")
        yield connection
        connection.rollback()

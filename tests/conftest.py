"""One embedded server per major version per run, shared by all workers; a database per test.

The servers belong to the controlling process, which starts them once and hands their URLs to the
workers. `databases` makes empty databases (or copies of a template) on one of them.
"""

import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from api.database import address, embedded, migrations

# Nothing in these clusters outlives the run: durability would only cost time.
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "autovacuum": "off",
}

ROOM_FOR_SERVERS = 4 * 2**30

_running: dict[int, embedded.EmbeddedServer] = {}
_folder: Path | None = None


def _is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")


def pytest_configure(config: pytest.Config) -> None:
    global _folder  # noqa: PLW0603 - pytest's hooks share state only through the module
    if _is_worker(config):
        return
    _folder = Path(tempfile.mkdtemp(prefix="headgate-tests-", dir=_fast_folder()))
    _folder.chmod(0o755)


def _fast_folder() -> Path | None:
    """Return a folder in memory, where copying a template costs a tenth, or None for the disk."""
    memory = Path("/dev/shm")  # noqa: S108 - the folder in it is made by mkdtemp
    has_room = memory.is_dir() and shutil.disk_usage(memory).free > ROOM_FOR_SERVERS
    return memory if has_room and os.access(memory, os.W_OK) else None


class _HandServersToWorkers:
    @pytest.hookimpl
    def pytest_configure_node(self, node: object) -> None:
        workerinput: dict[str, object] = node.workerinput  # type: ignore[attr-defined]  # xdist's
        workerinput["postgres_urls"] = {str(major): _server_url(major) for major in embedded.MAJORS}


def pytest_addhooks(pluginmanager: pytest.PytestPluginManager) -> None:
    if pluginmanager.hasplugin("xdist"):
        pluginmanager.register(_HandServersToWorkers())


def pytest_unconfigure() -> None:
    for server in _running.values():
        embedded.stop(server)
    _running.clear()
    if _folder is not None:
        shutil.rmtree(_folder)


def _server_url(major: int) -> str:
    if major not in _running:
        assert _folder is not None
        _running[major] = embedded.start(_folder / f"pg{major}", major=major, settings=FAST)
    return _running[major].url()


@pytest.fixture(scope="session")
def postgres_url(request: pytest.FixtureRequest) -> Callable[[int], str]:
    """Return, per major version, the superuser URL of the run's server."""
    if not _is_worker(request.config):
        return _server_url
    urls: dict[str, str] = request.config.workerinput["postgres_urls"]  # type: ignore[attr-defined]  # xdist's
    return lambda major: urls[str(major)]


class Databases:
    """Makes databases on one server and drops them at the end."""

    def __init__(self, server_url: str) -> None:
        self.server_url = server_url
        self._made: list[str] = []

    def create(self, template: str | None = None) -> str:
        """Return the URL of a new database, empty or copied from `template`."""
        name = f"test_{secrets.token_hex(6)}"
        statement = sql.SQL("create database {}").format(sql.Identifier(name))
        if template is not None:
            statement += sql.SQL(" template {} strategy file_copy").format(sql.Identifier(template))
        self._execute(statement)
        self._made.append(name)
        return self.server_url.rsplit("/", 1)[0] + f"/{name}"

    def drop_all(self) -> None:
        for name in self._made:
            self._execute(
                sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name))
            )
        self._made.clear()

    def _execute(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.server_url, autocommit=True) as connection:
            connection.execute(statement)


@pytest.fixture(params=embedded.MAJORS, ids=lambda major: f"pg{major}")
def major(request: pytest.FixtureRequest) -> int:
    """Every embedded major version in turn."""
    version: int = request.param
    return version


@pytest.fixture
def databases(postgres_url: Callable[[int], str], major: int) -> Iterator[Databases]:
    made = Databases(postgres_url(major))
    yield made
    made.drop_all()


@pytest.fixture
def database_url(databases: Databases) -> str:
    """An empty database of this test's own, on each major version."""
    return databases.create()


@pytest.fixture(scope="session")
def migrated_template(postgres_url: Callable[[int], str]) -> Iterator[Callable[[int], str]]:
    """Return, per major version, the name of a database at the newest schema, to be copied."""
    made: dict[int, tuple[Databases, str]] = {}

    def name(major: int) -> str:
        if major not in made:
            databases = Databases(postgres_url(major))
            url = databases.create()
            migrations.upgrade(address.parse(url))
            made[major] = (databases, url.rpartition("/")[2])
        return made[major][1]

    yield name
    for databases, _ in made.values():
        databases.drop_all()


@pytest.fixture
def migrated_url(databases: Databases, migrated_template: Callable[[int], str], major: int) -> str:
    """A database of this test's own at the newest schema, on each major version."""
    return databases.create(template=migrated_template(major))

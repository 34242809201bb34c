"""The databases of the benchmarks: PostgreSQL 18 with demo data, kept from one run to the next.

Loading a million recipients takes minutes and changes nothing, so the folder is kept, outside git,
for as long as the demo data is made in the same way. The schema is brought up to date at each run.
"""

import contextlib
import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg

import api.demo
from api import seeding
from api.database import embedded, migrations
from api.database.address import DatabaseUrl
from api.seeding import Scale

ROOT = Path(__file__).parents[3]
_KEPT = ROOT / ".headgate" / "benchmark"
# For everybody: the pages that are asked for are in memory, and compiling a plan to machine code
# takes longer than any of these statements.
_SETTINGS = {"random_page_cost": "1.1", "jit": "off"}
SCALES = (Scale.MEDIUM, Scale.LARGE)


@dataclass(frozen=True, slots=True)
class Server:
    """The server, and the database of each scale."""

    pid: int
    version: str
    urls: dict[Scale, DatabaseUrl]

    def organization(self, scale: Scale) -> str:
        """Return the organization with the most data: the one that the load asks for."""
        with psycopg.connect(self.urls[scale]) as connection:
            row = connection.execute(
                "select organization_id::text from orders group by 1 order by count(*) desc limit 1"
            ).fetchone()
        assert row is not None
        return str(row[0])


@contextlib.contextmanager
def served() -> Iterator[Server]:
    """Give the server, its databases loaded."""
    server = embedded.start(_folder() / "postgres", settings=_SETTINGS)
    try:
        urls = {scale: _loaded(server, scale) for scale in SCALES}
        with psycopg.connect(server.url()) as connection:
            version = f"PostgreSQL {connection.info.parameter_status('server_version')}"
        yield Server(server.pid, version, urls)
    finally:
        embedded.stop(server)


def _folder() -> Path:
    """Return the folder for the demo data of this source, and remove those of others."""
    sources = sorted(Path(api.demo.__file__).parent.glob("*.py"))
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:12]
    kept = _KEPT / digest
    for other in _KEPT.glob("*"):
        if other != kept:
            shutil.rmtree(other)
    return kept


def _loaded(server: embedded.EmbeddedServer, scale: Scale) -> DatabaseUrl:
    url = DatabaseUrl(server.url(scale.value))
    with (
        contextlib.suppress(psycopg.errors.DuplicateDatabase),
        psycopg.connect(server.url(), autocommit=True) as connection,
    ):
        connection.execute(f"create database {scale.value}")
    migrations.upgrade(url)
    if seeding.is_empty(url):
        seeding.load(url, scale)
    with psycopg.connect(url, autocommit=True) as connection:
        # As autovacuum would have it by and by.
        connection.execute("vacuum (analyze, skip_locked)")
    return url

"""How long demo data takes to load, and how much memory the client needs for it.

The server keeps its default settings, durable ones: this is what `headgate db seed` waits for. The
limits are for two idle cores. CPU times are printed beside them, to tell a busy machine from a slow
load.
"""

import json
import subprocess
import sys
from collections.abc import Iterator

import psycopg
import pytest

from api.database import embedded
from tests.api.demo.conftest import upgrade

MEGABYTE = 1024
MOST_MEMORY = 160 * MEGABYTE
PROGRAM = """
import json, resource, sys, time
from api import demo
began = time.monotonic()
demo.load(sys.argv[1], sys.argv[2])
usage = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({
    "seconds": time.monotonic() - began, "cpu_seconds": usage.ru_utime + usage.ru_stime,
    "peak_kilobytes": usage.ru_maxrss,
}))
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[embedded.EmbeddedServer]:
    folder = tmp_path_factory.mktemp("demo")
    for parent in (folder, *folder.parents[:2]):
        parent.chmod(0o755)
    started = embedded.start(folder / "cluster")
    yield started
    embedded.stop(started)


@pytest.mark.parametrize(
    ("scale", "most_seconds", "counts"),
    [
        ("small", 5, (6_000, 4_000, 1_600)),
        ("large", 180, (1_000_000, 1_000_000, 200_000)),
    ],
)
def test_demo_data_loads_in_time_and_in_bounded_memory(
    server: embedded.EmbeddedServer, scale: str, most_seconds: int, counts: tuple[int, int, int]
) -> None:
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute(f"create database {scale}")
    url = server.url(scale)
    upgrade(url)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, url, scale], capture_output=True, text=True, check=True
    )
    measured = json.loads(done.stdout)
    sys.stderr.write(f"{scale}: {measured}\n")
    with psycopg.connect(url) as connection:
        assert (
            connection.execute(
                "select (select count(*) from blast_recipients), (select count(*) from"
                " affiliate_clicks), (select count(*) from orders)"
            ).fetchone()
            == counts
        )
    assert measured["peak_kilobytes"] < MOST_MEMORY
    assert measured["seconds"] < most_seconds

"""Documents that are asked once and never again leave next to nothing behind in the process.

A run asks more than are remembered at a time. `make equality DOCUMENTS=10000` asks as many as it
says.
"""

import contextlib
import http.client
import json
import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from models.tenancy import MemberRole
from tests.api.endpoint.conftest import start, stop
from tests.api.equality import operations
from tests.api.equality.asking import GRAPHQL
from tests.api.equality.comparing import Comparison
from tests.api.equality.conftest import SCHEMA, SECRET, Filled
from tests.api.equality.dice import BYTES, Dice
from tests.api.equality.known_data import KnownData

DOCUMENTS = int(os.environ.get("EQUALITY_DOCUMENTS", "1200"))
# Whatever is made once is made by these: connections, the schema's caches, the heap.
FIRST = 10
MOST_GROWTH = 64 * 2**20


@pytest.mark.usefixtures("executors")
def test_different_documents_do_not_grow_the_process(
    comparison: Callable[[int], Comparison], filled: Callable[[int], Filled], tmp_path: Path
) -> None:
    database = filled(18)
    requests = list(different(comparison(18).known, DOCUMENTS))
    process, url = start(database.url, tmp_path / "log", HEADGATE_TOKEN_SECRET=SECRET)
    try:
        with asking(url, database.token("ours", MemberRole.ADMIN)) as ask:
            statuses = [ask(body) for body in requests[:FIRST]]
            before = resident(process.pid)
            statuses += [ask(body) for body in requests[FIRST:]]
            grown = resident(process.pid) - before
    finally:
        stop(process)
    assert statuses.count(200) > 0.8 * DOCUMENTS
    assert grown < MOST_GROWTH, f"{grown / 2**20:.1f} MB"


def different(known: KnownData, number: int) -> Iterator[dict[str, object]]:
    """Yield requests, no two of which have the same document."""
    chance = random.Random("documents")  # noqa: S311 - the same in each run, to be looked into
    seen: set[str] = set()
    while len(seen) < number:
        operation = operations.drawn(SCHEMA, Dice(iter(chance.randbytes(BYTES))), known)
        if operation.document not in seen:
            seen.add(operation.document)
            yield {
                "query": operation.document,
                "variables": operation.variables(),
                "operationName": operation.name,
            }


@contextlib.contextmanager
def asking(url: str, token: str) -> Iterator[Callable[[dict[str, object]], int]]:
    """Return what sends a request and returns its status."""
    server = urlsplit(url)
    headers = {
        "authorization": f"Bearer {token}",
        "content-type": "application/json",
        "accept": GRAPHQL,
    }
    with contextlib.closing(http.client.HTTPConnection(server.netloc)) as connection:

        def ask(body: dict[str, object]) -> int:
            connection.request("POST", server.path, json.dumps(body), headers)
            response = connection.getresponse()
            response.read()
            return response.status

        yield ask


def resident(pid: int) -> int:
    """Return the bytes of memory that a process and its children hold."""
    status = Path(f"/proc/{pid}/status").read_text()
    own = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return int(own.split()[1]) * 1024 + sum(resident(int(child)) for child in children)

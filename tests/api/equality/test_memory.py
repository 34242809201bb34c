"""Documents that are asked once and never again leave next to nothing behind in the process."""

import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import local

import httpx

from models.tenancy import MemberRole
from tests.api.endpoint.conftest import start, stop
from tests.api.equality import operations
from tests.api.equality.asking import GRAPHQL
from tests.api.equality.comparing import Comparison
from tests.api.equality.conftest import SCHEMA, SECRET, Filled
from tests.api.equality.dice import BYTES, Dice
from tests.api.equality.known_data import KnownData

DOCUMENTS = 10_000
FIRST = 100
MOST_GROWTH = 64 * 2**20
CLIENTS = 4


def test_ten_thousand_documents_do_not_grow_the_process(
    comparison: Callable[[int], Comparison], filled: Callable[[int], Filled], tmp_path: Path
) -> None:
    database = filled(18)
    requests = list(different(comparison(18).known, DOCUMENTS))
    process, url = start(database.url, tmp_path / "log", HEADGATE_TOKEN_SECRET=SECRET)
    try:
        ask = Asking(url, database.token("ours", MemberRole.ADMIN))
        with ThreadPoolExecutor(CLIENTS) as clients:
            # Whatever is made once is made now: connections, caches of the schema, the heap.
            statuses = list(clients.map(ask, requests[:FIRST]))
            before = resident(process.pid)
            statuses += clients.map(ask, requests[FIRST:])
        grown = resident(process.pid) - before
    finally:
        stop(process)
    assert statuses.count(200) > 0.8 * DOCUMENTS
    assert grown < MOST_GROWTH, f"{grown / 2**20:.1f} MB"


def different(known: KnownData, number: int) -> Iterator[dict[str, object]]:
    """Yield requests, no two of which have the same document."""
    chance = random.Random("documents")  # noqa: S311 - the same in each run, so that it can be looked into
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


class Asking:
    """Asks over HTTP, with a connection for each thread."""

    def __init__(self, url: str, token: str) -> None:
        self._url = url
        self._headers = {"authorization": f"Bearer {token}", "accept": GRAPHQL}
        self._of_thread = local()

    def __call__(self, body: dict[str, object]) -> int:
        if not hasattr(self._of_thread, "client"):
            self._of_thread.client = httpx.Client(headers=self._headers, timeout=60)
        client: httpx.Client = self._of_thread.client
        return client.post(self._url, json=body).status_code


def resident(pid: int) -> int:
    """Return the bytes of memory that a process and its children hold."""
    status = Path(f"/proc/{pid}/status").read_text()
    own = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return int(own.split()[1]) * 1024 + sum(resident(int(child)) for child in children)

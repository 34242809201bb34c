import signal
import socket
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from api.database import embedded
from tests.api.conftest import Program, eventually, is_alive

Headgate = Callable[..., Program]


def test_workers_serve_the_given_database_and_all_end_on_sigterm(
    headgate: Headgate, migrated_url: str
) -> None:
    port = embedded.free_port()

    running = headgate(
        "serve", "--port", str(port), "--workers", "2",
        DATABASE_URL=migrated_url, HEADGATE_LOG_FORMAT="json",
    )  # fmt: skip

    eventually(lambda: answers(port))
    workers = workers_of(running.process.pid)
    assert len(workers) >= 2
    running.signal(signal.SIGTERM)
    assert running.ends() == 0, running.output
    assert [pid for pid in workers if is_alive(pid)] == []


def test_serve_without_a_database_is_one_line(headgate: Headgate) -> None:
    refused = headgate("serve", "--port", str(embedded.free_port()))

    assert refused.ends() == 1
    assert refused.output == (
        "Error: no database: set DATABASE_URL, or start the embedded server with headgate up "
        "(none runs on '.headgate')\n"
    )


@pytest.mark.parametrize("major", [18], indirect=True, ids=["pg18"])
def test_a_port_that_another_listens_on_is_not_shared_with_it(
    headgate: Headgate, migrated_url: str
) -> None:
    with socket.socket() as other:
        # As workers do, and as another service of ours on the port would.
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        refused = headgate("serve", "--port", str(port), DATABASE_URL=migrated_url)
        assert refused.ends() == 1

    assert refused.output == (
        f"Error: cannot listen on 127.0.0.1:{port}: another program listens there; "
        "name another port with --port\n"
    )


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            return int(answer.status) == 200
    except OSError:
        return False


def workers_of(parent: int) -> list[int]:
    return [
        int(entry.name)
        for entry in Path("/proc").iterdir()
        if entry.name.isdigit() and parent_of(entry) == parent
    ]


def parent_of(process: Path) -> int | None:
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[1])
    except FileNotFoundError:
        return None

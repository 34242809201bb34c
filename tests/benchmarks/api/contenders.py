"""Who runs in the race: how each is started, as one server process, on the same database."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from api.database import embedded
from api.database.address import DatabaseUrl
from tests.benchmarks.api.data import ROOT
from tests.benchmarks.api.operations import Dialect

POOL_SIZE: Final = 10
SECRET: Final = "the benchmark's own secret, known to all who run in it"  # noqa: S105 - guards demo data
POSTGRAPHILE: Final = Path(__file__).parent / "peers" / "postgraphile"
_BIN: Final = Path(sys.executable).parent
_START_SECONDS: Final = 60
_STOP_SECONDS: Final = 10


class MissingError(Exception):
    """A contender cannot be run on this machine; the message says why."""


@dataclass(frozen=True, slots=True)
class Contender:
    """One server program: what it is called, its words, and the command that starts it."""

    name: str
    title: str
    dialect: Dialect
    command: tuple[str, ...]
    folder: Path = ROOT
    environment: Mapping[str, str] = field(default_factory=dict)


def _headgate(executor: str) -> Contender:
    environment = {"HEADGATE_EXECUTOR": executor, "HEADGATE_LOG_FORMAT": "json"}
    command = (str(_BIN / "headgate"), "serve")
    title = f"Headgate, {executor}"
    return Contender(executor, title, Dialect.HEADGATE, command, environment=environment)


COMPILED: Final = _headgate("compiled")
INTERPRETED: Final = _headgate("interpreted")
IDIOMATIC: Final = Contender(
    "idiomatic",
    "Strawberry with SQLModel and dataloaders",
    Dialect.IDIOMATIC,
    (
        str(_BIN / "granian"), "--interface", "asgi", "--no-ws", "--log-level", "warning",
        "tests.benchmarks.api.peers.idiomatic.app:app",
    ),
)  # fmt: skip
GRAPHILE: Final = Contender(
    "postgraphile",
    "PostGraphile",
    Dialect.POSTGRAPHILE,
    (str(_BIN / "node"), "server.mjs"),
    POSTGRAPHILE,
    {"NODE_ENV": "production", "GRAPHILE_ENV": "production"},
)
ALL: Final = (COMPILED, INTERPRETED, GRAPHILE, IDIOMATIC)


@dataclass(frozen=True, slots=True)
class Running:
    """A contender that answers."""

    contender: Contender
    port: int
    pid: int
    token: str
    log: Path

    def request(self, body: bytes) -> bytes:
        """Return the bytes of the request with a body, as the load sends them."""
        head = (
            f"POST /graphql HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
            f"Authorization: Bearer {self.token}\r\nContent-Type: application/json\r\n"
            f"Accept: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    def ask(self, body: bytes) -> object:
        """Return the data that answers a request, or fail with the errors."""
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        address = f"http://127.0.0.1:{self.port}/graphql"
        request = urllib.request.Request(address, body, headers)
        with urllib.request.urlopen(request, timeout=60) as response:  # noqa: S310 - as above
            answer = json.load(response)
        assert "errors" not in answer, answer
        return answer["data"]


@contextlib.contextmanager
def running(contender: Contender, url: DatabaseUrl, token: str, log: Path) -> Iterator[Running]:
    """Run a contender on a database for as long as the block lasts."""
    if contender is GRAPHILE:
        _install_postgraphile()
    port = embedded.free_port()
    given = {name: value for name, value in os.environ.items() if not name.startswith("HEADGATE_")}
    said = {
        "DATABASE_URL": url,
        "HEADGATE_PORT": str(port), "GRANIAN_PORT": str(port), "PORT": str(port),
        "HEADGATE_TOKEN_SECRET": SECRET, "TOKEN_SECRET": SECRET,
        "HEADGATE_POOL_SIZE": str(POOL_SIZE), "POOL_SIZE": str(POOL_SIZE),
    }  # fmt: skip
    with log.open("wb") as output:
        process = subprocess.Popen(
            contender.command, cwd=contender.folder, env={**given, **said, **contender.environment},
            stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True,
        )  # fmt: skip
    try:
        found = Running(contender, port, process.pid, token, log)
        _wait_for(found, process)
        yield found
    finally:
        _end(process)


def version_of_postgraphile() -> str:
    """Return which PostGraphile is installed, or none."""
    package = POSTGRAPHILE / "node_modules" / "postgraphile" / "package.json"
    return json.loads(package.read_text())["version"] if package.exists() else "not installed"


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a contender with all that it started: node is started by a script that would leave it."""
    os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _install_postgraphile() -> None:
    wanted = POSTGRAPHILE / "package-lock.json"
    # What npm writes last, when all is there.
    there = POSTGRAPHILE / "node_modules" / ".package-lock.json"
    if there.exists() and there.stat().st_mtime >= wanted.stat().st_mtime:
        return
    installed = subprocess.run(
        [_BIN / "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        cwd=POSTGRAPHILE, env=os.environ | {"NODE_USE_SYSTEM_CA": "1"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if installed.returncode:
        last = installed.stderr.strip().splitlines()[-1:]
        raise MissingError(f"npm could not install PostGraphile: {' '.join(last)}")


def _wait_for(found: Running, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while True:
        try:
            found.ask(b'{"query": "{ __typename }"}')
        except (urllib.error.URLError, ConnectionError):
            assert process.poll() is None, found.log.read_text()
            assert time.monotonic() < deadline, found.log.read_text()
            time.sleep(0.1)
        else:
            return

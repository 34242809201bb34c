"""The service as it runs: `headgate serve` on a database of its own, asked over HTTP."""

import datetime as dt
import json
import os
import secrets
import subprocess
import tempfile
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx
import jwt
import psycopg
import pytest

from api.authentication.claims import Grant
from api.database import embedded
from models.tenancy import MemberRole
from tests.api.conftest import HEADGATE, eventually
from tests.conftest import Databases
from tests.rows import Rows

GRAPHQL = "application/graphql-response+json"
SECRET = secrets.token_urlsafe(32)
ISSUER = AUDIENCE = "headgate"


@dataclass(frozen=True, slots=True)
class Running:
    """A running service, its database, and what it logs."""

    url: str
    database_url: str
    owner: psycopg.Connection
    ours: Rows
    theirs: Rows
    log: Path

    def token(self, role: MemberRole = MemberRole.ADMIN, by: Rows | None = None) -> str:
        organization = uuid.UUID(str((by or self.ours).organization_id))
        return signed(Grant("program:test", organization, role, dt.timedelta(minutes=5)))

    def post(
        self,
        document: str,
        *,
        token: str | None = None,
        accept: str = GRAPHQL,
        timeout: float = 30,
        **parameters: object,
    ) -> httpx.Response:
        """Send an operation as a member of our organization, unless a token says otherwise."""
        headers = {"authorization": f"Bearer {token or self.token()}", "accept": accept}
        body = {"query": document, **parameters}
        return httpx.post(self.url, json=body, headers=headers, timeout=timeout)

    def lines(self) -> list[dict[str, object]]:
        """Return what the service has logged."""
        return lines_of(self.log)


def lines_of(log: Path) -> list[dict[str, object]]:
    """Return what a service has logged."""
    written = log.read_text().splitlines()
    return [json.loads(line) for line in written if line.startswith("{")]


def signed(grant: Grant, key: str = SECRET, **changes: object) -> str:
    """Return a token as our issuer makes it, but for the changes; None leaves a claim out."""
    said = grant.claims(ISSUER, AUDIENCE, dt.datetime.now(dt.UTC)) | changes
    claims = {name: value for name, value in said.items() if value is not None}
    return jwt.encode(claims, key, algorithm="HS256")


def start(database_url: str, log: Path, **environment: str) -> tuple[subprocess.Popen[bytes], str]:
    """Start the service and return it with the address of its endpoint."""
    port = embedded.free_port()
    given = {key: value for key, value in os.environ.items() if not key.startswith("HEADGATE_")}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [HEADGATE, "serve", "--port", str(port)],
            stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            env=given | {
                "DATABASE_URL": database_url, "HEADGATE_PORT": str(port),
                "HEADGATE_TOKEN_SECRET": SECRET, "HEADGATE_LOG_FORMAT": "json",
            } | environment,
        )  # fmt: skip
    eventually(lambda: _is_live(port) or process.poll() is not None)
    assert process.poll() is None, log.read_text()
    return process, f"http://127.0.0.1:{port}/graphql"


def stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@pytest.fixture(scope="session")
def served(
    postgres_url: Callable[[int], str], migrated_template: Callable[[int], str]
) -> Iterator[Running]:
    """A service on PostgreSQL 18 with two organizations, shared by tests that only read."""
    databases = Databases(postgres_url(18))
    url = databases.create(template=migrated_template(18))
    with tempfile.TemporaryDirectory(prefix="headgate-service-") as folder:
        log = Path(folder) / "service.log"
        process, endpoint = start(url, log, HEADGATE_REQUEST_SECONDS="60")
        try:
            with psycopg.connect(url, autocommit=True) as owner:
                yield Running(endpoint, url, owner, Rows(owner, "ours"), Rows(owner, "theirs"), log)
        finally:
            stop(process)
            databases.drop_all()


def errors(response: httpx.Response) -> list[Mapping[str, object]]:
    """Return the errors of an answer that has nothing else."""
    content = response.json()
    assert list(content) == ["errors"], content
    found: list[Mapping[str, object]] = content["errors"]
    return found


def codes(response: httpx.Response) -> list[str]:
    """Return the codes of an answer's errors."""
    return [error["extensions"]["code"] for error in response.json().get("errors", [])]


def _is_live(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/livez").status_code == 200
    except httpx.TransportError:
        return False

"""The service as it runs on demo data, with the explorer that begins with a token."""

import datetime as dt
import functools
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import httpx
import psycopg
import pytest

from api import demo
from api.authentication.claims import Grant
from api.demo.scale import Scale
from api.settings import ExecutorKind
from models.tenancy import MemberRole
from tests.api.endpoint.conftest import lines_of, signed, start, stop
from tests.conftest import Databases


@dataclass(frozen=True, slots=True)
class Demo:
    """A running service on demo data, and the token that its explorer begins with."""

    url: str
    token: str
    log: Path
    database_url: str

    def ask(self, document: str, variables: dict[str, object] | None = None) -> dict[str, object]:
        """Return the whole answer to an operation."""
        headers = {"authorization": f"Bearer {self.token}"}
        body = {"query": document, "variables": variables or {}}
        answer: dict[str, object] = httpx.post(
            self.url, json=body, headers=headers, timeout=60
        ).json()
        return answer

    def statements(self) -> int:
        """Return how many statements the last operation took."""
        (*_, last) = (line for line in lines_of(self.log) if line["event"] == "operation")
        return int(str(last["statements"]))


@pytest.fixture(scope="session")
def serving(
    postgres_url: Callable[[int], str], migrated_template: Callable[[int], str]
) -> Iterator[Callable[..., Demo]]:
    """Start a service on demo data of a scale, with an executor; each is started once."""
    databases = Databases(postgres_url(18))
    with ExitStack() as running:
        running.callback(databases.drop_all)
        folder = Path(running.enter_context(tempfile.TemporaryDirectory(prefix="headgate-demo-")))

        @functools.cache
        def loaded(scale: Scale) -> str:
            url = databases.create(template=migrated_template(18))
            demo.load(url, scale)
            return url

        @functools.cache
        def served(scale: Scale, executor: ExecutorKind = ExecutorKind.COMPILED) -> Demo:
            url = loaded(scale)
            token, log = _token(url), folder / f"{scale.value}-{executor.value}.log"
            process, endpoint = start(
                url, log, HEADGATE_EXPLORER_TOKEN=token, HEADGATE_REQUEST_SECONDS="60",
                HEADGATE_EXECUTOR=executor.value,
            )  # fmt: skip
            running.callback(stop, process)
            return Demo(endpoint, token, log, url)

        yield served


def _token(url: str) -> str:
    with psycopg.connect(url) as connection:
        found = connection.execute(
            "select id from organizations order by created_at, id"
        ).fetchone()
    assert found is not None
    grant = Grant("program:test", uuid.UUID(str(found[0])), MemberRole.ADMIN, dt.timedelta(hours=1))
    return signed(grant)

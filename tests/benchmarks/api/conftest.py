"""The server with its databases, and the contenders that run on them."""

import contextlib
import datetime as dt
import uuid
from collections.abc import Callable, Iterator

import jwt
import pytest

from api.authentication.claims import Grant
from api.seeding import Scale
from models.tenancy import MemberRole
from tests.benchmarks.api import contenders, data
from tests.benchmarks.api.contenders import SECRET, Contender, MissingError, Running
from tests.benchmarks.api.data import Server

Start = Callable[[Contender, Scale], Running]


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """PostgreSQL with the demo data of each scale."""
    with data.served() as found:
        yield found


@pytest.fixture(scope="session")
def start(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    """Start a contender on a database; it runs until the end of the session."""
    folder = tmp_path_factory.mktemp("contenders")
    with contextlib.ExitStack() as stack:
        known: dict[tuple[str, Scale], Running] = {}

        def started(contender: Contender, scale: Scale) -> Running:
            key = (contender.name, scale)
            if key not in known:
                log = folder / f"{contender.name}-{scale}.log"
                token = _token(server.organization(scale))
                entered = contenders.running(contender, server.urls[scale], token, log)
                known[key] = stack.enter_context(entered)
            return known[key]

        yield started


@pytest.fixture(scope="session")
def field(start: Start) -> tuple[list[Running], list[str]]:
    """Everybody who can run in the race, and why others cannot."""
    runners: list[Running] = []
    missing: list[str] = []
    for contender in contenders.ALL:
        try:
            runners.append(start(contender, Scale.LARGE))
        except MissingError as error:
            missing.append(str(error))
    return runners, missing


def _token(organization: str) -> str:
    grant = Grant("program:load", uuid.UUID(organization), MemberRole.ADMIN, dt.timedelta(hours=2))
    return jwt.encode(grant.claims("headgate", "headgate", dt.datetime.now(dt.UTC)), SECRET)

"""A filled database for the whole run, and the service over it with each of its executors."""

import asyncio
import contextlib
import datetime as dt
import random
import secrets
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

import psycopg
import pytest
import structlog
from graphql import GraphQLSchema
from psycopg import sql
from structlog.typing import EventDict

from api.authentication import issuing
from api.authentication.claims import Grant
from api.schema import schema as strawberry_schema
from api.settings import ExecutorKind, Settings
from models.tenancy import MemberRole
from tests.api.equality import asking, known_data
from tests.api.equality.asking import Side
from tests.api.equality.comparing import Comparison
from tests.api.equality.filling import ROWS_PER_TABLE, Filler

SCHEMA: GraphQLSchema = strawberry_schema._schema  # noqa: SLF001 - Strawberry offers no other way

_NAME = "equality"
_ROWS = {"ours": ROWS_PER_TABLE, "theirs": 4, "nobody": 0}
SECRET = secrets.token_urlsafe(32)
_ASKING = (
    *[("ours", role) for role in MemberRole] * 2,
    ("theirs", MemberRole.OPERATOR),
    ("nobody", MemberRole.ADMIN),
)


@dataclass(frozen=True, slots=True)
class Filled:
    """A database with rows in all tables, and its organizations by their names."""

    url: str
    organizations: dict[str, UUID]

    def settings(self, executor: ExecutorKind, **more: object) -> Settings:
        return Settings.model_validate(
            {
                "DATABASE_URL": self.url,
                "token_secret": SECRET,
                "pool_size": 2,
                "executor": executor,
            }
            | more
        )

    def token(self, organization: str, role: MemberRole) -> str:
        """Return a token; equal ones are the same question to hypothesis and to both sides."""
        grant = Grant("program:test", self.organizations[organization], role, dt.timedelta(days=1))
        return issuing.sign(self.settings(ExecutorKind.INTERPRETED), SECRET, grant)


@pytest.fixture(scope="session")
def filled(
    postgres_url: Callable[[int], str], migrated_template: Callable[[int], str]
) -> Callable[[int], Filled]:
    """Return, per major version, the database that all workers of the run share."""
    return lambda major: _filled(postgres_url(major), lambda: migrated_template(major))


def _filled(server_url: str, template: Callable[[], str]) -> Filled:
    """Fill the database of our name, unless another worker did; it ends with its server."""
    url = server_url.rpartition("/")[0] + f"/{_NAME}"
    with psycopg.connect(server_url, autocommit=True) as server:
        server.execute("select pg_advisory_lock(hashtext(%s))", [_NAME])
        if not server.execute("select 1 from pg_database where datname = %s", [_NAME]).fetchone():
            create = sql.SQL("create database {} template {} strategy file_copy")
            server.execute(create.format(sql.Identifier(_NAME), sql.Identifier(template())))
            with psycopg.connect(url, autocommit=True) as owner:
                filler = Filler(owner, random.Random(_NAME))  # noqa: S311 - rows, not secrets
                for name, rows in _ROWS.items():
                    filler.organization(name, rows)
    with psycopg.connect(url) as owner:
        found = owner.execute("select name, id from organizations").fetchall()
    return Filled(url, dict(found))


@pytest.fixture(scope="session")
def comparison(filled: Callable[[int], Filled]) -> Iterator[Callable[[int], Comparison]]:
    """Return, per major version, both executors over the filled database."""
    made: dict[int, Comparison] = {}
    with asyncio.Runner() as runner, contextlib.ExitStack() as stack:

        def over(major: int) -> Comparison:
            if major not in made:
                database = filled(major)
                sides = [
                    stack.enter_context(asking.side(runner, database.settings(executor)))
                    for executor in (ExecutorKind.INTERPRETED, ExecutorKind.COMPILED)
                ]
                made[major] = compare(database, *sides)
            return made[major]

        yield over


@pytest.fixture
def executors() -> Iterator[Counter[str]]:
    """How many operations each executor answered, counted by the log, which says nothing else."""
    counted: Counter[str] = Counter()

    def count(_logger: object, method: str, event: EventDict) -> EventDict:
        if event["event"] == "operation":
            counted[str(event["executor"])] += 1
        if method not in {"warning", "error"}:
            raise structlog.DropEvent
        return event

    structlog.configure(processors=[count, structlog.processors.KeyValueRenderer()])
    yield counted
    structlog.reset_defaults()


def compare(database: Filled, interpreted: Side, compiled: Side) -> Comparison:
    """Return the comparison of two sides, with what the members of the database know."""
    ours, theirs = (database.token(name, MemberRole.ADMIN) for name in ("ours", "theirs"))
    known = known_data.learned(SCHEMA, interpreted, ours, theirs)
    tokens = tuple(database.token(name, role) for name, role in _ASKING)
    return Comparison(SCHEMA, interpreted, compiled, known, tokens)

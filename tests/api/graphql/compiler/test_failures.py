"""What the database fails at is answered as the interpreter answers it, and tried again or not."""

import asyncio
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

import psycopg
import pytest
from psycopg import sql
from psycopg_pool import PoolTimeout

from api.graphql.compiler import execution
from api.graphql.compiler.execution import Result
from api.graphql.compiler.plans import Plans, of_schema
from api.graphql.context import RequestContext, Viewer
from models.tenancy import MemberRole
from tests.api.graphql.compiler.conftest import source
from tests.api.graphql.conftest import SCHEMA

ORDERS = '{ first: order(id: "T3JkZXI6MQ") { id } second: orders { totalCount } }'


@dataclass(slots=True)
class Failing:
    """A database that fails, and counts how often it was asked by either executor."""

    error: Exception
    interpreting: int = 0
    compiled: int = 0

    async def fetch(
        self, _statement: sql.Composable, _parameters: Sequence[object]
    ) -> list[tuple[object, ...]]:
        self.interpreting += 1
        raise self.error

    async def fetch_json(
        self, _statement: bytes, _parameters: Sequence[object]
    ) -> Sequence[bytes | None]:
        self.compiled += 1
        raise self.error


def answered(database: Failing, plans: Plans | None) -> Result:
    viewer = Viewer(None, uuid.UUID(int=1), MemberRole.ADMIN)
    context = RequestContext(viewer, database)
    return asyncio.run(execution.execute(SCHEMA, plans, source(ORDERS), {}, context))


def shown(result: Result) -> tuple[object, list[object]]:
    return result.data, [(error.path, error.original_error) for error in result.errors]


@pytest.mark.parametrize(
    "error",
    [
        psycopg.errors.QueryCanceled("canceling statement due to statement timeout"),
        psycopg.errors.AdminShutdown("terminating connection"),
        psycopg.OperationalError("the connection is lost"),
        psycopg.InterfaceError("the connection is closed"),
        PoolTimeout("no connection"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_fails_for_good_is_not_asked_twice(error: Exception) -> None:
    database, interpreted = Failing(error), Failing(error)
    assert shown(answered(database, of_schema(SCHEMA))) == shown(answered(interpreted, None))
    assert (database.compiled, database.interpreting) == (1, 0)
    assert interpreted.interpreting > 0


@pytest.mark.parametrize(
    "error",
    [
        psycopg.errors.NumericValueOutOfRange("bigint out of range"),
        psycopg.errors.DivisionByZero("division by zero"),
        psycopg.errors.TooManyColumns("target lists can have at most 1664 entries"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_values_are_at_fault_for_is_interpreted(error: Exception) -> None:
    database, interpreted = Failing(error), Failing(error)
    assert shown(answered(database, of_schema(SCHEMA))) == shown(answered(interpreted, None))
    assert database.compiled == 1
    assert database.interpreting == interpreted.interpreting

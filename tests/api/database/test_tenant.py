"""An operation's statements see its tenant's rows, and leave nothing behind on the connection."""

import asyncio
import random
import time
import uuid
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import TypeVar

import psycopg
import pytest
from psycopg import sql

from api.database import address, pool
from api.database.pool import Access, Pool
from api.database.tenant import TenantDatabase
from api.graphql.context import Viewer
from models.tenancy import MemberRole
from tests.rows import Rows

T = TypeVar("T")
WHO = sql.SQL("select current_organization(), current_member()")
SLOWLY = sql.SQL("select current_organization() from pg_sleep(0.05)")


def viewer(organization: object, member: uuid.UUID | None = None) -> Viewer:
    return Viewer(member, uuid.UUID(str(organization)), MemberRole.ADMIN)


@asynccontextmanager
async def opened(url: str, size: int) -> AsyncIterator[Pool]:
    made = pool.create(Access(address.parse(url), "headgate_app"), size)
    await made.open()
    try:
        yield made
    finally:
        await made.close()


def operation(connections: Pool, who: Viewer, seconds: float = 30) -> TenantDatabase:
    return TenantDatabase(connections, who, time.monotonic() + seconds)


def in_pool(url: str, size: int, body: Callable[[Pool], Coroutine[object, object, T]]) -> T:
    async def run() -> T:
        async with opened(url, size) as connections:
            return await body(connections)

    return asyncio.run(run())


async def settings(connections: Pool) -> list[tuple[object, ...]]:
    async with connections.connection() as connection:
        cursor = await connection.execute(
            "select nullif(current_setting('headgate.organization_id', true), ''), "
            "nullif(current_setting('headgate.member_id', true), ''), "
            "current_setting('statement_timeout'), current_user::text, "
            "current_setting('transaction_read_only')"
        )
        return await cursor.fetchall()


def test_statements_see_the_tenant_and_the_next_user_of_the_connection_none(
    migrated_url: str,
) -> None:
    ours, member = uuid.uuid4(), uuid.uuid4()

    async def body(connections: Pool) -> None:
        database = operation(connections, viewer(ours, member))
        assert await database.fetch(WHO, ()) == [(ours, member)]
        assert await database.fetch(sql.SQL("select %s::text"), ["x"]) == [("x",)]
        assert database.statements == 2
        (found,) = await settings(connections)
        assert found[:4] == (None, None, "0", "headgate_app")

    in_pool(migrated_url, 1, body)


def test_statements_of_one_operation_run_beside_one_another(migrated_url: str) -> None:
    async def body(connections: Pool) -> int:
        await connections.wait()
        database = operation(connections, viewer(uuid.uuid4()))
        found = await asyncio.gather(
            *(
                database.fetch(sql.SQL("select pg_backend_pid() from pg_sleep(0.2)"), ())
                for _ in range(8)
            )
        )
        return len({rows[0] for rows in found})

    assert 1 < in_pool(migrated_url, 8, body) <= 4


@pytest.mark.parametrize("size", [1, 2, 5])
def test_many_operations_never_lock_one_another_out(migrated_url: str, size: int) -> None:
    organizations = [uuid.uuid4() for _ in range(12)]

    async def one(connections: Pool, organization: uuid.UUID) -> None:
        database = operation(connections, viewer(organization))
        found = await asyncio.gather(*(database.fetch(SLOWLY, ()) for _ in range(3)))
        assert found == [[(organization,)]] * 3

    async def body(connections: Pool) -> None:
        async with asyncio.timeout(30):
            await asyncio.gather(*(one(connections, found) for found in organizations))

    in_pool(migrated_url, size, body)


def test_after_an_error_the_operation_and_the_connection_go_on(migrated_url: str) -> None:
    ours = uuid.uuid4()

    async def body(connections: Pool) -> None:
        database = operation(connections, viewer(ours))
        await database.fetch(WHO, ())
        with pytest.raises(psycopg.errors.DivisionByZero):
            await database.fetch(sql.SQL("select 1 / 0"), ())
        assert await database.fetch(WHO, ()) == [(ours, None)]
        assert (await settings(connections))[0][0] is None

    in_pool(migrated_url, 1, body)


def test_an_operation_that_is_cancelled_gives_its_connection_back(migrated_url: str) -> None:
    async def body(connections: Pool) -> float:
        database = operation(connections, viewer(uuid.uuid4()))
        task = asyncio.create_task(database.fetch(sql.SQL("select 1 from pg_sleep(60)"), ()))
        await asyncio.wait({task}, timeout=0.3)
        started = time.monotonic()
        task.cancel()
        await asyncio.wait({task})
        assert task.cancelled()
        assert (await settings(connections))[0][0] is None
        return time.monotonic() - started

    assert in_pool(migrated_url, 1, body) < 5


def test_a_statement_ends_when_the_operation_has_no_time_left(migrated_url: str) -> None:
    async def body(connections: Pool) -> None:
        database = operation(connections, viewer(uuid.uuid4()), seconds=0.3)
        with pytest.raises(psycopg.errors.QueryCanceled):
            await database.fetch(sql.SQL("select 1 from pg_sleep(60)"), ())

    in_pool(migrated_url, 1, body)


def test_an_operation_only_reads(migrated_url: str) -> None:
    with psycopg.connect(migrated_url, autocommit=True) as owner:
        ours = Rows(owner, "ours").organization_id

    async def body(connections: Pool) -> None:
        database = operation(connections, viewer(ours))
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            await database.fetch(sql.SQL("update organizations set name = 'x' returning 1"), ())

    in_pool(migrated_url, 1, body)


FAILING = (
    (sql.SQL("select 1 / 0"), psycopg.errors.DivisionByZero),
    (sql.SQL("select set_config('headgate.organization_id', '', false), 1 / 0"), psycopg.DataError),
    (sql.SQL("select nothing"), psycopg.errors.UndefinedColumn),
)


def test_each_operation_sees_its_own_tenant_whatever_becomes_of_the_others(
    migrated_url: str,
) -> None:
    dice = random.Random(15)  # noqa: S311 - the same mishaps in each run
    mishaps = [dice.choice(["none", "cancelled", "failed"]) for _ in range(120)]

    async def one(connections: Pool, number: int, mishap: str) -> None:
        ours = uuid.uuid4()
        database = operation(connections, viewer(ours))
        if mishap == "failed":
            statement, error = FAILING[number % len(FAILING)]
            with pytest.raises(error):
                await database.fetch(statement, ())
        if mishap == "cancelled":
            task = asyncio.create_task(database.fetch(SLOWLY, ()))
            await asyncio.wait({task}, timeout=number % 7 / 100)
            task.cancel()
            await asyncio.wait({task})
        assert await database.fetch(WHO, ()) == [(ours, None)]
        assert await database.fetch_json(b"select current_organization()", ()) == [
            str(ours).encode()
        ]

    async def body(connections: Pool) -> None:
        async with asyncio.timeout(60):
            await asyncio.gather(*(one(connections, *each) for each in enumerate(mishaps)))
        assert (await settings(connections))[0][:4] == (None, None, "0", "headgate_app")

    in_pool(migrated_url, 3, body)

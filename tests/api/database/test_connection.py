"""Statements sent together are one transaction in one round trip, whatever becomes of them."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager

import psycopg
import pytest
from psycopg import sql
from psycopg.pq import TransactionStatus

from api.database.connection import Bound, Connection, numbered

LARGE = 4 * 2**20
SAID = Bound(b"select set_config('headgate.said', $1, true)", (b"something",))
HEARD = Bound(b"select current_setting('headgate.said', true)")


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[Connection]:
    connection = await Connection.connect(url, autocommit=True)
    try:
        yield connection
    finally:
        await connection.close()


def on(url: str, body: Callable[[Connection], Coroutine[object, object, None]]) -> None:
    async def run() -> None:
        async with connected(url) as connection:
            await body(connection)

    asyncio.run(run())


async def prepared(connection: Connection) -> list[str]:
    cursor = await connection.execute("select statement from pg_prepared_statements order by 1")
    return [str(row[0]) for row in await cursor.fetchall()]


def test_a_local_setting_holds_for_the_statements_behind_it_and_no_longer(
    database_url: str,
) -> None:
    async def body(connection: Connection) -> None:
        for _ in range(2):
            assert (await connection.together(SAID, HEARD)).get_value(0, 0) == b"something"
            assert connection.info.transaction_status == TransactionStatus.IDLE
            assert not (await connection.together(HEARD)).get_value(0, 0)

    on(database_url, body)


@pytest.mark.parametrize(
    ("statement", "error"),
    [
        (Bound(b"select 1 / $1::int", (b"0",)), psycopg.errors.DivisionByZero),
        (Bound(b"select $1::int", (b"one",)), psycopg.errors.InvalidTextRepresentation),
        (Bound(b"selct 1"), psycopg.errors.SyntaxError),
        (Bound(b"select $1::int"), psycopg.errors.ProtocolViolation),
    ],
)
def test_an_error_undoes_everything_and_the_connection_goes_on(
    database_url: str, statement: Bound, error: type[psycopg.Error]
) -> None:
    async def body(connection: Connection) -> None:
        await connection.execute("create table notes (note text)")
        write = Bound(b"insert into notes values ($1) returning note", (b"lost",))
        for _ in range(2):
            with pytest.raises(error):
                await connection.together(write, statement, HEARD)
            assert connection.info.transaction_status == TransactionStatus.IDLE
        assert (await connection.together(write)).get_value(0, 0) == b"lost"
        cursor = await connection.execute("select count(*) from notes")
        assert await cursor.fetchall() == [(1,)]

    on(database_url, body)


def test_a_statement_is_prepared_once_even_where_it_fails(database_url: str) -> None:
    async def body(connection: Connection) -> None:
        statement = b"select 1 / $1::int"
        for value in (b"1", b"0", b"2", b"0"):
            try:
                await connection.together(Bound(statement, (value,)))
            except psycopg.errors.DivisionByZero:
                assert value == b"0"
        assert await prepared(connection) == [statement.decode()]

    on(database_url, body)


def test_a_statement_survives_a_migration_that_changes_the_type_of_what_it_finds(
    database_url: str,
) -> None:
    async def body(connection: Connection) -> None:
        await connection.execute("create table notes as select 1::int as note")
        find = Bound(b"select note from notes")
        for sql_type in ("bigint", "text"):
            assert (await connection.together(SAID, find)).get_value(0, 0) == b"1"
            with psycopg.connect(database_url) as migration:
                migration.execute(f"alter table notes alter column note type {sql_type}")
        assert connection.loaded(await connection.together(SAID, find)) == [("1",)]
        assert await prepared(connection) == [find.text.decode(), SAID.text.decode()]

    on(database_url, body)


def test_the_server_keeps_no_more_than_a_hundred_statements(database_url: str) -> None:
    async def body(connection: Connection) -> None:
        for number in range(250):
            found = await connection.together(SAID, Bound(b"select %d" % number))
            assert found.get_value(0, 0) == b"%d" % number
        kept = await prepared(connection)
        assert len(kept) <= 101  # the last one that is not wanted goes with the next request
        assert "select 249" in kept
        assert SAID.text.decode() in kept

    on(database_url, body)


def test_values_larger_than_any_buffer_go_both_ways(database_url: str) -> None:
    async def body(connection: Connection) -> None:
        text = b"x" * LARGE
        echo = Bound(b"select $1::text || $2::text", (text, text))
        assert (await connection.together(echo)).get_value(0, 0) == text + text

    on(database_url, body)


def test_a_cancelled_statement_is_ended_in_the_server_and_the_connection_goes_on(
    database_url: str,
) -> None:
    async def body(connection: Connection) -> None:
        waiting = asyncio.create_task(connection.together(SAID, Bound(b"select pg_sleep(60)")))
        await asyncio.wait({waiting}, timeout=0.3)
        waiting.cancel()
        async with asyncio.timeout(10):
            await asyncio.wait({waiting})
        assert waiting.cancelled()
        assert connection.info.transaction_status == TransactionStatus.IDLE
        assert not (await connection.together(HEARD)).get_value(0, 0)

    on(database_url, body)


def test_a_lost_connection_is_said_with_the_last_words_of_the_server(database_url: str) -> None:
    async def body(connection: Connection) -> None:
        end = Bound(b"select pg_terminate_backend(pg_backend_pid())")
        with pytest.raises(psycopg.errors.AdminShutdown):
            await connection.together(SAID, end)
        assert connection.closed
        with pytest.raises(psycopg.OperationalError):
            await connection.together(HEARD)

    on(database_url, body)


def test_placeholders_are_numbered_and_percent_signs_are_themselves() -> None:
    statement = sql.SQL("select {} %% %s, %s::text like '%%x'").format(sql.Identifier('a"b'))
    assert numbered(statement) == b"""select "a""b" % $1, $2::text like '%x'"""

"""What is left when sockets end: nothing. The service runs inside the test, which counts."""

import asyncio
import contextlib
import datetime as dt
import gc
import json
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import cast

import psycopg
import pytest
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.embed import Server
from pydantic import SecretStr
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from api import app
from api.authentication.claims import Grant
from api.changes.watches import Watch
from api.database import embedded
from api.settings import Settings
from api.sockets.conversation import Conversation
from api.sockets.limits import Limits
from models.tenancy import MemberRole
from tests.api.endpoint.conftest import SECRET, signed
from tests.api.sockets.conftest import PROTOCOL
from tests.rows import Rows

pytestmark = pytest.mark.parametrize("major", [18], indirect=True, ids=["pg18"])

PATIENCE_SECONDS = 20.0
OPERATIONS = 150
LISTENING = """select count(*) from pg_stat_activity
    where datname = current_database() and query like 'listen%'"""
ACTIVE = """select count(*) from pg_stat_activity
    where datname = current_database() and application_name = 'headgate' and state = 'active'"""
END_LISTENING = """select count(pg_terminate_backend(pid)) from pg_stat_activity
    where datname = current_database() and query like 'listen%'"""
BLASTS = "subscription { funnelChanged(funnel: {blast: {}}) { stages { count } } }"
ORDERS = "subscription { funnelChanged(funnel: {engagement: {}}) { name } }"
WHO = "{ viewer { organization { id } } }"
LARGE = "{ __schema { types { name description fields { name description } } } }"


@dataclass(frozen=True, slots=True)
class House:
    """The service in this loop, and its database."""

    url: str
    owner: psycopg.Connection
    rows: Rows

    def count(self, statement: str) -> int:
        row = self.owner.execute(statement).fetchone()
        assert row is not None
        return cast("int", row[0])

    def token(self, seconds: float = 300) -> str:
        organization = uuid.UUID(str(self.rows.organization_id))
        lifetime = dt.timedelta(seconds=seconds)
        return signed(Grant("program:test", organization, MemberRole.ADMIN, lifetime))

    @contextlib.asynccontextmanager
    async def socket(self) -> AsyncIterator[ClientConnection]:
        async with connect(self.url, subprotocols=[Subprotocol(PROTOCOL)]) as opened:
            yield opened

    @contextlib.asynccontextmanager
    async def member(self, token: str | None = None) -> AsyncIterator[ClientConnection]:
        async with self.socket() as opened:
            payload = {"authorization": f"Bearer {token or self.token()}"}
            await say(opened, type="connection_init", payload=payload)
            assert await heard(opened) == {"type": "connection_ack"}
            yield opened


async def say(opened: ClientConnection, **message: object) -> None:
    await opened.send(json.dumps(message))


async def heard(opened: ClientConnection) -> dict[str, object]:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            message: dict[str, object] = json.loads(await opened.recv())
            if message["type"] != "ping":
                return message


async def subscribe(opened: ClientConnection, document: str, id: str = "1") -> None:  # noqa: A002 - the protocol's name
    """Subscribe, and wait for the first event."""
    await say(opened, type="subscribe", id=id, payload={"query": document})
    message = await heard(opened)
    assert (message["type"], message["id"]) == ("next", id), message


async def closed(opened: ClientConnection) -> tuple[int, str]:
    with contextlib.suppress(ConnectionClosed):
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                await opened.recv()
    code, reason = opened.close_code, opened.close_reason
    assert code is not None
    assert reason is not None
    return code, reason


async def becomes(claim: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not claim():  # noqa: ASYNC110 - what is waited for raises no event
            await asyncio.sleep(0.05)


def alive(kind: type) -> int:
    """Return how many objects of a kind there are."""
    gc.collect()
    return sum(isinstance(found, kind) for found in gc.get_objects())


_SETTINGS = Settings(token_secret=SecretStr(SECRET))
Test = Callable[[House], Awaitable[None]]


def within(
    url: str, test: Test, limits: Limits | None = None, *, request_seconds: float = 15
) -> None:
    """Run a test beside the service, and see that nothing of it is left in the end."""

    async def run() -> None:
        port = embedded.free_port()
        given = app.with_database(_SETTINGS, url).model_copy(
            update={"request_seconds": request_seconds}
        )
        server = Server(
            app.create_app(given, limits or Limits()), address="127.0.0.1", port=port,
            interface=Interfaces.ASGI, log_level=LogLevels.error,
        )  # fmt: skip
        serving = asyncio.create_task(server.serve())
        with psycopg.connect(url, autocommit=True) as owner:
            house = House(f"ws://127.0.0.1:{port}/graphql", owner, Rows(owner, "ours"))
            await _listens(port)
            async with house.member():
                pass
            before = await _settled()
            await test(house)
            await becomes(lambda: len(asyncio.all_tasks()) <= before)
            await becomes(lambda: house.count(LISTENING) == 0)
            assert alive(Watch) == 0
        server.stop()  # type: ignore[no-untyped-call]  # Granian leaves it bare
        await asyncio.wait_for(serving, PATIENCE_SECONDS)

    asyncio.run(run())


async def _listens(port: int) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            with contextlib.suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                return
            await asyncio.sleep(0.05)


async def _settled() -> int:
    """Return how many tasks there are when none comes or goes any more."""
    counted = [-1]
    while len(counted) < 5 or len(set(counted[-5:])) > 1:
        await asyncio.sleep(0.1)
        counted.append(len(asyncio.all_tasks()))
    return counted[-1]


async def leaves(opened: ClientConnection) -> None:
    await opened.close()


async def vanishes(opened: ClientConnection) -> None:
    opened.transport.abort()


async def breaks_the_protocol(opened: ClientConnection) -> None:
    await opened.send("no message")
    assert (await closed(opened))[0] == 4400


async def completes(opened: ClientConnection) -> None:
    await say(opened, type="complete", id="a")
    await say(opened, type="complete", id="b")


@pytest.mark.parametrize("ending", [leaves, vanishes, breaks_the_protocol, completes])
def test_however_a_client_goes_nothing_of_it_is_left(
    migrated_url: str, ending: Callable[[ClientConnection], Awaitable[None]]
) -> None:
    async def test(house: House) -> None:
        tasks = len(asyncio.all_tasks())
        async with house.member() as opened:
            await subscribe(opened, BLASTS, "a")
            await subscribe(opened, ORDERS, "b")
            await becomes(lambda: house.count(LISTENING) == 1)
            assert alive(Watch) == 2
            assert len(asyncio.all_tasks()) >= tasks + 3
            await ending(opened)
            await becomes(lambda: alive(Watch) == 0)

    within(migrated_url, test)


def test_one_connection_listens_for_all_sockets(migrated_url: str) -> None:
    async def test(house: House) -> None:
        async with contextlib.AsyncExitStack() as stack:
            for _ in range(5):
                opened = await stack.enter_async_context(house.member())
                await subscribe(opened, BLASTS, "a")
                await subscribe(opened, ORDERS, "b")
            await becomes(lambda: house.count(LISTENING) == 1)
            assert alive(Watch) == 10

    within(migrated_url, test)


def test_a_token_that_ends_takes_everything_with_it(migrated_url: str) -> None:
    async def test(house: House) -> None:
        async with house.member(house.token(seconds=1.5)) as opened:
            await subscribe(opened, BLASTS)
            assert (await closed(opened))[0] == 4403

    within(migrated_url, test)


def test_a_statement_that_nobody_waits_for_is_cancelled(migrated_url: str) -> None:
    async def test(house: House) -> None:
        with psycopg.connect(migrated_url) as holder:
            holder.execute("lock table daily_metrics in access exclusive mode")
            async with house.member() as opened:
                document = "subscription { funnelChanged(funnel: {dunning: {}}) { name } }"
                await say(opened, type="subscribe", id="1", payload={"query": document})
                await becomes(lambda: house.count(ACTIVE) == 1)
                await say(opened, type="complete", id="1")
                await becomes(lambda: house.count(ACTIVE) == 0)
                await say(opened, type="subscribe", id="1", payload={"query": document})
                await becomes(lambda: house.count(ACTIVE) == 1)
            await becomes(lambda: house.count(ACTIVE) == 0)

    within(migrated_url, test)


def test_subscriptions_leave_connections_for_requests(migrated_url: str) -> None:
    async def test(house: House) -> None:
        with psycopg.connect(migrated_url) as holder:
            holder.execute("lock table daily_metrics in access exclusive mode")
            async with house.member() as opened:
                document = "subscription { funnelChanged(funnel: {dunning: {}}) { name } }"
                for number in range(6):
                    payload = {"query": document}
                    await say(opened, type="subscribe", id=str(number), payload=payload)
                await becomes(lambda: house.count(ACTIVE) == 2)
                await asyncio.sleep(0.5)
                assert house.count(ACTIVE) == 2
                await say(opened, type="subscribe", id="who", payload={"query": WHO})
                assert (await heard(opened))["id"] == "who"
                holder.rollback()
                told = {(await heard(opened))["id"] for _ in range(7)}
                assert told == {"who", *(str(number) for number in range(6))}

    within(migrated_url, test, Limits(events=2))


def test_who_does_not_begin_in_time_is_sent_away(migrated_url: str) -> None:
    async def test(house: House) -> None:
        async with house.socket() as opened:
            assert await closed(opened) == (4408, "Connection initialisation timeout")

    within(migrated_url, test, Limits(init_seconds=0.3))


def test_who_answers_no_ping_is_gone_and_who_answers_stays(migrated_url: str) -> None:
    async def test(house: House) -> None:
        async with house.member() as silent, house.member() as lively:
            ending = asyncio.create_task(closed(silent))
            pings = 0
            while not (ending.done() and pings > 10):
                message = json.loads(await lively.recv())
                assert message == {"type": "ping"}
                pings += 1
                await say(lively, type="pong")
            assert ending.result() == (1013, "A ping was not answered")

    within(migrated_url, test, Limits(ping_seconds=0.2))


def test_more_sockets_than_a_process_may_have_are_sent_away(migrated_url: str) -> None:
    async def test(house: House) -> None:
        async with house.member(), house.socket() as more:
            assert await closed(more) == (1013, "Too many sockets are open")
        await _settled()
        async with house.member() as again:
            await subscribe(again, BLASTS)

    within(migrated_url, test, Limits(sockets=1))


def test_who_takes_nothing_in_is_sent_away(migrated_url: str) -> None:
    async def test(house: House) -> None:
        offered = [Subprotocol(PROTOCOL)]
        async with connect(house.url, subprotocols=offered, max_queue=1, max_size=None) as opened:
            payload = {"authorization": f"Bearer {house.token()}"}
            await say(opened, type="connection_init", payload=payload)
            with contextlib.suppress(ConnectionClosed):
                for number in range(OPERATIONS):
                    asked = {"query": LARGE}
                    await say(opened, type="subscribe", id=str(number), payload=asked)
            await becomes(lambda: alive(Conversation) == 0)
            taken = 0
            with contextlib.suppress(ConnectionClosed):
                while True:
                    taken += json.loads(await opened.recv())["type"] == "next"
            assert taken < OPERATIONS

    within(migrated_url, test, Limits(operations=OPERATIONS, send_seconds=0.5))


def test_what_was_missed_while_nobody_listened_is_looked_at(migrated_url: str) -> None:
    async def test(house: House) -> None:
        async with house.member() as opened:
            await subscribe(opened, BLASTS)
            await becomes(lambda: house.count(LISTENING) == 1)
            await _settled()
            # In one transaction: nobody listens when it commits, which is what is meant here.
            with house.owner.transaction():
                assert house.count(END_LISTENING) == 1
                house.rows.add("blast_recipients")
            message = await heard(opened)
            assert message["type"] == "next"
            assert '"count": 1' in json.dumps(message)
            await becomes(lambda: house.count(LISTENING) == 1)

    within(migrated_url, test)


def test_an_event_that_fails_is_said_once_and_tried_until_it_succeeds(migrated_url: str) -> None:
    async def test(house: House) -> None:
        async with house.member() as opened:
            with psycopg.connect(migrated_url) as holder:
                holder.execute("lock table daily_metrics in access exclusive mode")
                document = "subscription { funnelChanged(funnel: {dunning: {}}) { name } }"
                await subscribe_in_vain(opened, document)
                await asyncio.sleep(1.5)
            message = await heard(opened)
            assert message["payload"] == {"data": {"funnelChanged": {"name": "dunning"}}}

    within(migrated_url, test, Limits(retry_seconds=0.1), request_seconds=0.3)


async def subscribe_in_vain(opened: ClientConnection, document: str) -> None:
    """Subscribe, and wait for the event that says that it took too long."""
    await say(opened, type="subscribe", id="1", payload={"query": document})
    message = await heard(opened)
    assert message["type"] == "next"
    payload = cast("dict[str, list[dict[str, object]]]", message["payload"])
    assert [error["extensions"] for error in payload["errors"]] == [{"code": "TIMEOUT"}]

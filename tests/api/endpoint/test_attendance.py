"""Work goes on for as long as somebody waits for its answer."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import NoReturn

import pytest
from litestar.types import HTTPDisconnectEvent

from api.endpoint.attendance import ClientGoneError, while_awaited


class Client:
    """A client that stays until it is told to go."""

    def __init__(self) -> None:
        self.is_listened_for = asyncio.Event()
        self.goes = asyncio.Event()

    async def receive(self) -> HTTPDisconnectEvent:
        self.is_listened_for.set()
        await self.goes.wait()
        return {"type": "http.disconnect"}


class Work:
    """Work that takes until it is cancelled."""

    was_cancelled = False

    async def endless(self) -> NoReturn:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            self.was_cancelled = True
            raise
        raise AssertionError


def run(body: Callable[[Client, Work], Coroutine[object, object, None]]) -> None:
    async def within_time() -> None:
        async with asyncio.timeout(10):
            await body(Client(), Work())

    asyncio.run(within_time())


def test_an_answer_that_is_there_at_once_is_returned_and_nobody_was_listened_for() -> None:
    async def body(client: Client, _work: Work) -> None:
        async def quick() -> str:
            return "answer"

        assert await while_awaited(quick(), client.receive) == "answer"
        assert not client.is_listened_for.is_set()

    run(body)


def test_an_answer_that_takes_longer_is_returned_too() -> None:
    async def body(client: Client, _work: Work) -> None:
        async def slow() -> str:
            await client.is_listened_for.wait()
            return "answer"

        assert await while_awaited(slow(), client.receive) == "answer"

    run(body)


def test_when_the_client_goes_the_work_is_cancelled_and_the_task_goes_on() -> None:
    async def body(client: Client, work: Work) -> None:
        client.goes.set()
        with pytest.raises(ClientGoneError):
            await while_awaited(work.endless(), client.receive)
        assert work.was_cancelled
        task = asyncio.current_task()
        assert task is not None
        assert task.cancelling() == 0
        await asyncio.sleep(0)

    run(body)


@pytest.mark.parametrize("client_goes_too", [False, True])
def test_who_cancels_the_whole_request_cancels_it(client_goes_too: bool) -> None:  # noqa: FBT001 - a case
    async def body(client: Client, work: Work) -> None:
        request = asyncio.create_task(while_awaited(work.endless(), client.receive))
        await client.is_listened_for.wait()
        if client_goes_too:
            client.goes.set()
        request.cancel()
        await asyncio.wait({request})
        assert request.cancelled()
        assert work.was_cancelled

    run(body)


def test_an_error_is_raised_as_it_is() -> None:
    async def body(client: Client, _work: Work) -> None:
        async def failing() -> NoReturn:
            raise ValueError("broken")

        with pytest.raises(ValueError, match="broken"):
            await while_awaited(failing(), client.receive)

    run(body)

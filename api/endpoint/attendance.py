"""Whether the client still waits for its answer: what nobody waits for is cancelled.

Most operations are over before a client could go, so listening starts only after a moment; until
then it costs a timer, and no second task.
"""

import asyncio
from collections.abc import Awaitable
from typing import Final, TypeVar

from litestar.types import Receive

Answer = TypeVar("Answer")

_UNWATCHED_SECONDS: Final = 0.05


class ClientGoneError(Exception):
    """Nobody waits for the answer any more."""


async def while_awaited(answering: Awaitable[Answer], receive: Receive) -> Answer:
    """Return the answer, or cancel the work on it when the client goes."""
    task = asyncio.current_task()
    if task is None:
        raise RuntimeError("an answer is awaited in a task")
    attendance = _Attendance(task, receive)
    try:
        return await answering
    except asyncio.CancelledError:
        # Unless somebody else asked for it too, it was us.
        if attendance.has_ended and task.uncancel() == 0:
            raise ClientGoneError from None
        raise
    finally:
        attendance.close()


class _Attendance:
    """Listens for the client to go, and cancels the task that works for it."""

    def __init__(self, task: asyncio.Task[object], receive: Receive) -> None:
        self.has_ended = False
        self._task = task
        self._receive = receive
        self._listening: asyncio.Task[None] | None = None
        self._timer = asyncio.get_running_loop().call_later(_UNWATCHED_SECONDS, self._listen)

    def close(self) -> None:
        """Listen no longer."""
        self._timer.cancel()
        if self._listening is not None:
            self._listening.cancel()

    def _listen(self) -> None:
        self._listening = asyncio.create_task(self._end())

    async def _end(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self.has_ended = True
        self._task.cancel()

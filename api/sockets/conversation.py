"""One socket's life: who it is says so, operations come and go, and everything ends with it.

Whatever ends the socket, a message that breaks the protocol or a token that expires, is raised as
`Closed` by the task that notices; the others end with it, and with them what they hold.
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import msgspec
from litestar.types import Receive, Send

from api.authentication import expiry
from api.authentication.verification import Authenticator
from api.endpoint import masking, operations
from api.endpoint.refusals import Code, Refusal, error
from api.graphql.context import Viewer
from api.sockets import messages
from api.sockets.events import Events, NotExecutedError
from api.sockets.limits import Limits
from api.sockets.messages import (
    CloseCode,
    Closed,
    Complete,
    ConnectionAck,
    ConnectionInit,
    Error,
    Next,
    Ping,
    Pong,
    Sent,
    Subscribe,
)

E = TypeVar("E", bound=Exception)


@dataclass(slots=True)
class Conversation:
    """What is said over one socket that was accepted."""

    authenticator: Authenticator
    events: Events
    limits: Limits
    receive: Receive
    send: Send
    _tasks: asyncio.TaskGroup = field(default_factory=asyncio.TaskGroup)
    _operations: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _viewer: Viewer | None = None
    _has_begun: bool = False
    _last_heard: float = field(default_factory=time.monotonic)
    _sending: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def run(self) -> Closed:
        """Talk until the socket ends, and return how it did; nothing of it is left then."""
        ended = Closed(CloseCode.INTERNAL, "Internal server error")
        try:
            async with self._tasks:
                self._tasks.create_task(self._expect_init())
                await self._listen()
        except* Closed as ends:
            ended = _first(ends)
        except* Exception as defects:  # noqa: BLE001 - masked and logged, whatever it is
            masking.of_failure(_first(defects))
        return ended

    async def _listen(self) -> None:
        while True:
            event = await self.receive()
            if event["type"] != "websocket.receive":
                raise Closed(None)
            self._last_heard = time.monotonic()
            await self._hear(self._read(event.get("text")))

    def _read(self, text: str | None) -> messages.Received:
        if text is None:
            raise Closed(CloseCode.BAD_REQUEST, "Invalid message: it is not text")
        if len(text.encode()) > self.limits.message_bytes:
            most = self.limits.message_bytes
            raise Closed(CloseCode.BAD_REQUEST, f"Invalid message: it has more than {most} bytes")
        return messages.read(text)

    async def _hear(self, message: messages.Received) -> None:
        match message:
            case ConnectionInit():
                await self._begin(message)
            case Ping(payload):
                await self._say(Pong(payload))
            case Pong():
                pass
            case Subscribe():
                await self._start(message)
            case Complete(id):
                stopped = self._operations.pop(id, None)
                if stopped is not None:
                    stopped.cancel()

    async def _begin(self, init: ConnectionInit) -> None:
        if self._has_begun:
            raise Closed(CloseCode.TOO_MANY_INITS, "Too many initialisation requests")
        self._has_begun = True
        authorization = init.authorization()
        try:
            self._viewer = await self.authenticator.viewer(authorization)
        except Refusal as refusal:
            operations.refused(refusal)
            raise _forbidden(refusal) from refusal
        self._tasks.create_task(self._expire(expiry.seconds_left(authorization or "")))
        self._tasks.create_task(self._look_for_life())
        await self._say(ConnectionAck())

    async def _start(self, subscribe: Subscribe) -> None:
        if self._viewer is None:
            raise Closed(CloseCode.UNAUTHORIZED, "Unauthorized")
        if subscribe.id in self._operations:
            raise Closed(CloseCode.ID_IN_USE, f"Subscriber for {subscribe.id} already exists")
        most = self.limits.operations
        if len(self._operations) >= most:
            message = f"this socket has {most} operations under way, and more are not allowed"
            refused = error(Code.COST_LIMIT_EXCEEDED, message)
            await self._say(Error(subscribe.id, [refused.formatted]))
            return
        task = self._tasks.create_task(self._operate(subscribe, self._viewer))
        self._operations[subscribe.id] = task

    async def _operate(self, subscribe: Subscribe, viewer: Viewer) -> None:
        errors = await self._errors(subscribe, viewer)
        # From here on the client may use the id again.
        if self._operations.get(subscribe.id) is asyncio.current_task():
            del self._operations[subscribe.id]
        last = Complete(subscribe.id) if errors is None else Error(subscribe.id, errors)
        await self._say(last)

    async def _errors(self, subscribe: Subscribe, viewer: Viewer) -> Sequence[object] | None:
        """Tell all answers of an operation, and return why it had none, if it had none."""

        async def tell(answer: msgspec.Raw) -> None:
            await self._say(Next(subscribe.id, answer))

        try:
            await self.events.tell(subscribe.payload, viewer, tell)
        except NotExecutedError as why:
            return why.errors
        except Refusal as refusal:
            operations.refused(refusal)
            return [found.formatted for found in refusal.errors]
        except Closed:
            raise
        except Exception as defect:  # noqa: BLE001 - masked and logged, whatever it is
            return [masking.of_failure(defect).formatted]
        return None

    async def _say(self, message: Sent) -> None:
        event = {"type": "websocket.send", "text": messages.written(message)}
        try:
            async with asyncio.timeout(self.limits.send_seconds), self._sending:
                await self.send(event)  # type: ignore[arg-type]  # one of Litestar's many kinds
        except TimeoutError as slow:
            raise Closed(CloseCode.TRY_AGAIN_LATER, "Messages are not taken in") from slow

    async def _expect_init(self) -> None:
        await asyncio.sleep(self.limits.init_seconds)
        if not self._has_begun:
            raise Closed(CloseCode.INIT_TIMEOUT, "Connection initialisation timeout")

    async def _expire(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        raise Closed(CloseCode.FORBIDDEN, "Forbidden: the token has expired; get a new one")

    async def _look_for_life(self) -> None:
        pause = self.limits.ping_seconds
        while True:
            await asyncio.sleep(pause)
            if time.monotonic() - self._last_heard > 2 * pause:
                raise Closed(CloseCode.TRY_AGAIN_LATER, "A ping was not answered")
            await self._say(Ping())


def _first(group: ExceptionGroup[E]) -> E:
    found: E | ExceptionGroup[E] = group
    while isinstance(found, ExceptionGroup):
        found = found.exceptions[0]
    return found


def _forbidden(refusal: Refusal) -> Closed:
    said = refusal.errors[0]
    if (said.extensions or {}).get("code") == Code.UNAVAILABLE:
        return Closed(CloseCode.TRY_AGAIN_LATER, said.message)
    return Closed(CloseCode.FORBIDDEN, f"Forbidden: {said.message}")

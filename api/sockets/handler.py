"""`/graphql` as a WebSocket: which sockets are accepted, and how each is closed."""

import asyncio
import contextlib
import time
from dataclasses import dataclass, field

import structlog
from litestar.types import Receive, Send, WebSocketScope

from api.authentication.verification import Authenticator
from api.sockets.conversation import Conversation
from api.sockets.events import Events
from api.sockets.limits import Limits
from api.sockets.messages import PROTOCOL, CloseCode, Closed

_CLOSE_SECONDS = 5.0

_logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@dataclass(slots=True)
class Sockets:
    """What answers sockets."""

    authenticator: Authenticator
    events: Events
    limits: Limits = field(default_factory=Limits)
    _open: int = 0

    async def __call__(self, scope: WebSocketScope, receive: Receive, send: Send) -> None:
        """Answer one socket, from its handshake to its end."""
        await receive()
        is_known = PROTOCOL in scope["subprotocols"]
        await send(
            {
                "type": "websocket.accept",
                "subprotocol": PROTOCOL if is_known else None,
                "headers": [],
            }
        )
        if not is_known:
            await _close(send, Closed(CloseCode.UNKNOWN_PROTOCOL, "Subprotocol not acceptable"))
        elif self._open >= self.limits.sockets:
            await _close(send, Closed(CloseCode.TRY_AGAIN_LATER, "Too many sockets are open"))
        else:
            await self._talk(receive, send)

    async def _talk(self, receive: Receive, send: Send) -> None:
        started = time.monotonic()
        self._open += 1
        try:
            ended = await Conversation(
                self.authenticator, self.events, self.limits, receive, send
            ).run()
        finally:
            self._open -= 1
        await _close(send, ended)
        _logger.info(
            "socket closed",
            code=ended.code.value if ended.code else None,
            seconds=round(time.monotonic() - started, 1),
        )


async def _close(send: Send, ended: Closed) -> None:
    """Close the socket, unless the client did; one that takes nothing in is let go all the same."""
    if ended.code is None:
        return
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_CLOSE_SECONDS):
            await send(
                {
                    "type": "websocket.close",
                    "code": ended.code.value,
                    "reason": ended.reason,
                }
            )

"""Clients of the service's sockets, which say plainly what the protocol is about."""

import contextlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import cast

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.api.endpoint.conftest import Running, served

__all__ = ["served"]

PROTOCOL = "graphql-transport-ws"
Message = dict[str, object]
PATIENCE_SECONDS = 20.0
# Long enough for what is already under way to arrive.
QUIET_SECONDS = 1.0


class Client:
    """One socket, as a client holds it."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    def say(self, **message: object) -> None:
        self.socket.send(json.dumps(message))

    def hear(self, timeout: float = PATIENCE_SECONDS) -> Message:
        """Return the next message that is no ping of the server's."""
        while True:
            message = cast("Message", json.loads(self.socket.recv(timeout)))
            if message["type"] != "ping":
                return message

    def begin(self, token: str) -> None:
        self.say(type="connection_init", payload={"authorization": f"Bearer {token}"})
        assert self.hear() == {"type": "connection_ack"}

    def subscribe(self, document: str, id: str = "1", **variables: object) -> None:  # noqa: A002 - the protocol's name
        self.say(type="subscribe", id=id, payload={"query": document, "variables": variables})

    def next(self, id: str = "1", timeout: float = PATIENCE_SECONDS) -> Mapping[str, object]:  # noqa: A002 - the protocol's name
        """Return the answer that comes next."""
        message = self.hear(timeout)
        assert (message["type"], message["id"]) == ("next", id), message
        return cast("Mapping[str, object]", message["payload"])

    def is_quiet(self, seconds: float = QUIET_SECONDS) -> bool:
        """Say whether nothing comes for a while."""
        with contextlib.suppress(TimeoutError):
            return bool(not self.hear(seconds))
        return True

    def closed(self, timeout: float = PATIENCE_SECONDS) -> tuple[int, str]:
        """Wait for the server to close the socket, and return with which code and reason."""
        with contextlib.suppress(ConnectionClosed):
            while True:
                self.socket.recv(timeout)
        code, reason = self.socket.close_code, self.socket.close_reason
        assert code is not None
        assert reason is not None
        return code, reason


@pytest.fixture
def client() -> Iterator[Callable[..., Client]]:
    """Open a socket, which is closed in the end."""
    with contextlib.ExitStack() as opened:

        def opened_client(url: str, protocols: Sequence[str] = (PROTOCOL,)) -> Client:
            offered = [Subprotocol(name) for name in protocols] or None
            address = url.replace("http://", "ws://")
            return Client(opened.enter_context(connect(address, subprotocols=offered)))

        yield opened_client


@pytest.fixture
def ours(served: Running, client: Callable[..., Client]) -> Client:
    """A socket of a member of our organization."""
    made = client(served.url)
    made.begin(served.token())
    return made

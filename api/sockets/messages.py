"""The messages of graphql-transport-ws, and the codes with which a socket is closed.

https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md
"""

from collections.abc import Sequence
from enum import IntEnum
from typing import Annotated, Final

import msgspec

from api.endpoint.parameters import Parameters

PROTOCOL: Final = "graphql-transport-ws"
_MOST_REASON_BYTES: Final = 123
_MOST_ID_CHARACTERS: Final = 128

Id = Annotated[str, msgspec.Meta(min_length=1, max_length=_MOST_ID_CHARACTERS)]
Payload = dict[str, object] | None


class CloseCode(IntEnum):
    """Why a socket is closed: after a code of WebSocket's own (1013), clients come back."""

    TRY_AGAIN_LATER = 1013
    INTERNAL = 4500
    BAD_REQUEST = 4400
    UNAUTHORIZED = 4401
    FORBIDDEN = 4403
    UNKNOWN_PROTOCOL = 4406
    INIT_TIMEOUT = 4408
    ID_IN_USE = 4409
    TOO_MANY_INITS = 4429


class Closed(Exception):  # noqa: N818 - how every socket ends
    """The socket is at its end; without a code, the client has closed it."""

    def __init__(self, code: CloseCode | None, reason: str = "") -> None:
        super().__init__(reason)
        self.code = code
        self.reason = _cut(reason)


class ConnectionInit(msgspec.Struct, frozen=True, tag_field="type", tag="connection_init"):
    """The client says who it is."""

    payload: Payload = None

    def authorization(self) -> str | None:
        """Return what would be the header of an HTTP request."""
        given = (self.payload or {}).items()
        found = (value for name, value in given if name.lower() == "authorization")
        return next((value for value in found if isinstance(value, str)), None)


class Ping(msgspec.Struct, frozen=True, tag_field="type", tag="ping", omit_defaults=True):
    """Either side wants to know whether the other is there."""

    payload: Payload = None


class Pong(msgspec.Struct, frozen=True, tag_field="type", tag="pong", omit_defaults=True):
    """Either side is there."""

    payload: Payload = None


class Subscribe(msgspec.Struct, frozen=True, tag_field="type", tag="subscribe"):
    """The client wants an operation executed, of whatever kind."""

    id: Id
    payload: Parameters


class Complete(msgspec.Struct, frozen=True, tag_field="type", tag="complete"):
    """The client wants no more of an operation, or there is no more."""

    id: Id


class ConnectionAck(msgspec.Struct, frozen=True, tag_field="type", tag="connection_ack"):
    """Operations are welcome."""


class Next(msgspec.Struct, frozen=True, tag_field="type", tag="next"):
    """An answer of an operation."""

    id: str
    payload: msgspec.Raw


class Error(msgspec.Struct, frozen=True, tag_field="type", tag="error"):
    """Why an operation was not executed; nothing follows."""

    id: str
    payload: Sequence[object]


Received = ConnectionInit | Ping | Pong | Subscribe | Complete
Sent = ConnectionAck | Ping | Pong | Next | Error | Complete

_decoder: "Final[msgspec.json.Decoder[Received]]" = msgspec.json.Decoder(Received)
_encoder: Final = msgspec.json.Encoder()


def read(text: str) -> Received:
    """Return what a client says, or raise the end of a socket that breaks the protocol."""
    try:
        return _decoder.decode(text)
    except msgspec.ValidationError as error:
        raise Closed(CloseCode.BAD_REQUEST, f"Invalid message: {error}") from error
    except (ValueError, RecursionError) as error:
        raise Closed(CloseCode.BAD_REQUEST, "Invalid message: it is not JSON") from error


def written(message: Sent) -> str:
    """Return a message as it is sent."""
    return _encoder.encode(message).decode()


def _cut(reason: str) -> str:
    """Return a reason that fits into a frame that closes a socket."""
    return reason.encode()[:_MOST_REASON_BYTES].decode(errors="ignore")

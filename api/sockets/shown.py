"""An answer as the client sees it, and what can be told from that alone."""

import hashlib
from dataclasses import dataclass
from typing import Final

import msgspec

from api.endpoint.refusals import Code

_PASSING: Final = frozenset({Code.TIMEOUT.value, Code.UNAVAILABLE.value, Code.INTERNAL.value})


class _Content(msgspec.Struct):
    data: dict[str, msgspec.Raw] | None = None
    errors: list[dict[str, object]] = []


_decoder: Final = msgspec.json.Decoder(_Content)
_encoder: Final = msgspec.json.Encoder()


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer, and what it says of another try."""

    body: msgspec.Raw
    errors: list[dict[str, object]]
    sign: bytes
    """What answers have in common that say the same."""
    has_failed: bool
    """Whether it failed through no fault of the client, so that another try may succeed."""
    is_of_nothing: bool
    """Whether all that was asked for is not there."""

    @classmethod
    def of(cls, body: bytes) -> "Shown":
        """Return the answer of a body."""
        content = _decoder.decode(body)
        has_failed = any(_code(error) in _PASSING for error in content.errors)
        return cls(
            msgspec.Raw(body),
            content.errors,
            _sign(content, has_failed=has_failed),
            has_failed,
            _is_of_nothing(content),
        )


def _sign(content: _Content, *, has_failed: bool) -> bytes:
    # An error has an id of its own each time; a failure is a failure.
    said = b"failed" if has_failed else _encoder.encode(content)
    return hashlib.sha256(said).digest()


def _is_of_nothing(content: _Content) -> bool:
    if content.data is None or content.errors:
        return False
    return all(bytes(value) == b"null" for value in content.data.values())


def _code(error: dict[str, object]) -> object:
    extensions = error.get("extensions")
    return extensions.get("code") if isinstance(extensions, dict) else None

"""An answer as the client sees it, and what can be told from that alone."""

from dataclasses import dataclass
from typing import Final

import msgspec

from api.endpoint.refusals import Code

_PASSING: Final = frozenset({Code.TIMEOUT.value, Code.UNAVAILABLE.value, Code.INTERNAL.value})


class _Content(msgspec.Struct):
    data: dict[str, msgspec.Raw] | None = None
    errors: list[dict[str, object]] = []


_decoder: Final = msgspec.json.Decoder(_Content)


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer, its errors, and what it says of another try."""

    body: msgspec.Raw
    errors: list[dict[str, object]]
    has_failed: bool
    """Whether it failed through no fault of the client, so that another try may succeed."""
    is_of_nothing: bool
    """Whether all that was asked for is not there."""

    @classmethod
    def of(cls, body: bytes) -> "Shown":
        """Return the answer of a body."""
        content = _decoder.decode(body)
        values = None if content.data is None else content.data.values()
        is_nothing = values is not None and all(bytes(value) == b"null" for value in values)
        return cls(
            msgspec.Raw(body),
            content.errors,
            has_failed=any(_code(error) in _PASSING for error in content.errors),
            is_of_nothing=is_nothing and not content.errors,
        )


def _code(error: dict[str, object]) -> object:
    extensions = error.get("extensions")
    return extensions.get("code") if isinstance(extensions, dict) else None

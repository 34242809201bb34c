"""Which media type an answer has, and whether a body is one that we read."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class MediaType(StrEnum):
    """The media types that we speak.

    They differ in more than their name: `application/json` may come from a proxy, so a request
    that could be read is answered 200 whatever came of it.
    """

    GRAPHQL = "application/graphql-response+json"
    JSON = "application/json"
    HTML = "text/html"


@dataclass(frozen=True, slots=True)
class _Range:
    """One media range of an Accept header."""

    name: str
    quality: float


# Of two types wanted alike, the first; but who would take anything gets the older one, as clients
# that say nothing better know only that.
_EXACT = (MediaType.GRAPHQL, MediaType.JSON)
_WILDCARDS = frozenset({"*/*", "application/*"})


def answer_type(accept: str | None) -> MediaType | None:
    """Return the media type to answer with, or None where the client accepts none of ours."""
    if accept is None or not accept.strip():
        return MediaType.JSON
    ranges = list(_ranges(accept))
    named = {found.name: found.quality for found in ranges}
    wildcard = max((found.quality for found in ranges if found.name in _WILDCARDS), default=0.0)
    best = max(_EXACT, key=lambda kind: named.get(kind, 0.0))
    if named.get(best, 0.0) > 0 and named[best] >= wildcard:
        return best
    # A type that is refused by name (q=0) is not meant by a wildcard either.
    left = [kind for kind in reversed(_EXACT) if named.get(kind, 1.0) > 0]
    return left[0] if wildcard > 0 and left else None


def prefers_html(accept: str | None) -> bool:
    """Say whether a person's browser asks: it names text/html, above what programs ask for."""
    named = {found.name: found.quality for found in _ranges(accept or "")}
    html = named.get(MediaType.HTML, 0.0)
    return html > 0 and html >= max(named.get(kind, 0.0) for kind in _EXACT)


def is_json(content_type: str | None) -> bool:
    """Say whether a body of the content type is one we read: JSON in UTF-8."""
    name, parameters = _split(content_type or "")
    return name == MediaType.JSON and _is_utf8(parameters)


def _ranges(accept: str) -> Iterator[_Range]:
    for part in accept.split(","):
        name, parameters = _split(part)
        if name and _is_utf8(parameters):
            yield _Range(name, _quality(parameters.get("q")))


def _split(text: str) -> tuple[str, dict[str, str]]:
    name, *rest = text.split(";")
    pairs = (part.partition("=") for part in rest)
    return name.strip().lower(), {
        key.strip().lower(): value.strip().strip('"').lower() for key, _, value in pairs
    }


def _is_utf8(parameters: dict[str, str]) -> bool:
    return parameters.get("charset", "utf-8") in {"utf-8", "utf8"}


def _quality(text: str | None) -> float:
    try:
        quality = 1.0 if text is None else float(text)
    except ValueError:
        return 0.0
    return quality if 0 <= quality <= 1 else 0.0

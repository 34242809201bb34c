"""Global ids: the type and the key of a row as one opaque token.

An id says nothing that its holder does not know, and gives no access: row-level security decides
what it finds. So it is not signed; an id of another tenant's row finds nothing, as an id of no row
does.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from api.graphql import encoding, kinds
from api.graphql.declarations import Entity
from api.graphql.refusals import bad_input
from api.graphql.registry import Registry

Key = tuple[object, ...]

_SHOWN_CHARACTERS = 40


@dataclass(frozen=True, slots=True)
class NodeId:
    """Which row an id means."""

    entity: Entity
    key: Key


def encode(entity: Entity, key: Sequence[object]) -> str:
    """Return the id of the row of a key."""
    texts = [kinds.to_text(part) for part in key]
    written = texts[0] if len(texts) == 1 else json.dumps(texts, ensure_ascii=False)
    return encoding.encode(f"{entity.name}:{written}")


def decode(registry: Registry, token: str) -> NodeId:
    """Return what an id means, or raise the error that says it is none."""
    name, _, written = (encoding.decode(token) or "").partition(":")
    entity = registry.named(name)
    if entity is None:
        raise _no_id(token)
    try:
        return NodeId(entity, _key(entity, written))
    except (ValueError, OverflowError, RecursionError) as error:
        raise _no_id(token) from error


def decode_as(registry: Registry, entity: Entity, token: str) -> Key:
    """Return the key that an id of one type holds."""
    found = decode(registry, token)
    if found.entity is not entity:
        raise bad_input(
            f"this is an id of type {found.entity.name}; pass one of type {entity.name}"
        )
    return found.key


def _key(entity: Entity, written: str) -> Key:
    texts = [written] if len(entity.key) == 1 else json.loads(written)
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise ValueError(written)
    return tuple(
        kinds.from_text(column.type, text) for column, text in zip(entity.key, texts, strict=True)
    )


def _no_id(token: str) -> Exception:
    shown = token if len(token) <= _SHOWN_CHARACTERS else f"{token[:_SHOWN_CHARACTERS]}…"
    return bad_input(f"'{shown}' is no id; pass an id that this API returned, unchanged")

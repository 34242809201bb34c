"""The values of a row as SQL that PostgreSQL writes into JSON as our scalars are written.

64-bit integers and decimals are texts, because JavaScript would round them; an enum's value is
shown by its name in the schema. Everything else PostgreSQL writes as it should be by itself.
"""

import uuid
from collections.abc import Sequence
from enum import StrEnum

from api.graphql import orders
from api.graphql.compiler import objects
from api.graphql.declarations import Entity
from api.graphql.fragments import Fragment, compose, join, literal
from api.graphql.kinds import SCALAR_KINDS, Kind, ValueType
from api.graphql.orders import Order

_AS_TEXT = frozenset({Kind.BIGINT, Kind.DECIMAL})
# The texts of these are such that base64 needs neither of the characters 62 and 63.
_ASCII = SCALAR_KINDS - {Kind.TEXT, Kind.ENUM}
_TEXT_IN_CURSORS = frozenset({Kind.BIGINT, Kind.DECIMAL, Kind.INT, Kind.BOOLEAN})
# Base64 is broken into lines after so many bytes.
_BYTES_PER_LINE = 57
_SHORT_KEYS = frozenset({Kind.BIGINT, Kind.UUID})
_MOST_KEY_BYTES = len(str(uuid.UUID(int=0)))


def written(value_type: ValueType, found: Fragment) -> Fragment:
    """Return the SQL of a value as its scalar is written."""
    if value_type.kind in _AS_TEXT:
        return compose("{}::text", found)
    if value_type.values is not None:
        return _by_name(value_type.values, found)
    return found


def node_id(entity: Entity, key: Sequence[Fragment]) -> Fragment:
    """Return the SQL of a row's global id."""
    prefix = objects.text(f"{entity.name}:")
    if len(key) > 1:
        texts = join(", ", [compose("{}::text", part) for part in key])
        return _token(compose("{} || json_build_array({})::text", prefix, texts), is_ascii=False)
    (column,) = entity.key
    text = compose("{} || {}::text", prefix, key[0])
    size = len(entity.name) + 1 + _MOST_KEY_BYTES
    if column.type.kind in _SHORT_KEYS and size < _BYTES_PER_LINE:
        return compose("rtrim(encode(convert_to({}, 'UTF8'), 'base64'), '=')", text)
    return _token(text, is_ascii=column.type.kind in _ASCII)


def cursor(order: Order, values: Sequence[Fragment]) -> Fragment:
    """Return the SQL of the cursor of a row, by the SQL of the values of the order's terms."""
    parts = [
        compose("{}::text", value) if term.value.type.kind in _TEXT_IN_CURSORS else value
        for term, value in zip(order.terms, values, strict=True)
    ]
    tag = objects.text(orders.tag(order))
    is_ascii = all(term.value.type.kind in _ASCII for term in order.terms)
    listed = compose("json_build_array({})::text", join(", ", [tag, *parts]))
    return _token(listed, is_ascii=is_ascii)


def _token(text: Fragment, *, is_ascii: bool) -> Fragment:
    """Return the SQL of base64url without padding, as `api.graphql.encoding` writes it."""
    if is_ascii:
        # Six times faster than to translate every character.
        return compose(
            "replace(rtrim(encode(convert_to({}, 'UTF8'), 'base64'), '='), E'\\n', '')", text
        )
    return compose("translate(encode(convert_to({}, 'UTF8'), 'base64'), E'+/=\\n', '-_')", text)


def _by_name(values: type[StrEnum], found: Fragment) -> Fragment:
    if all(member.name == member.value for member in values):
        return found
    cases = [
        compose("when {} then {}", literal(member.value), literal(member.name)) for member in values
    ]
    return compose("case {} {} end", found, join(" ", cases))

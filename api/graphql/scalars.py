"""The scalars of the API, and how each is written in an answer.

Numbers that JavaScript would round travel as strings: 64-bit integers and money. Instants are in
UTC, without the zeros that end a fraction, which is how PostgreSQL writes them into JSON too.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import NewType, cast

import msgspec
import strawberry
from graphql import GraphQLError, GraphQLFloat
from strawberry.types.scalar import ScalarDefinition

from api.graphql import kinds
from api.graphql.kinds import Kind

BigInt = NewType("BigInt", int)
Json = NewType("Json", object)

ANNOTATION_OF_KIND: Mapping[Kind, object] = {
    Kind.TEXT: str,
    Kind.INT: int,
    Kind.BIGINT: BigInt,
    Kind.DECIMAL: Decimal,
    Kind.BOOLEAN: bool,
    Kind.DATE: dt.date,
    Kind.TIME: dt.time,
    Kind.TIMESTAMP: dt.datetime,
    Kind.UUID: uuid.UUID,
    Kind.JSON: Json,
    Kind.TEXTS: list[str],
}
"""What Strawberry makes of each kind; an enum is its own."""


def _write_json(text: object) -> object:
    """Return JSON as PostgreSQL wrote it: reading it here would round its numbers."""
    return msgspec.Raw(text.encode()) if isinstance(text, str) else text


def _write_float(number: object) -> object:
    """Return a number as PostgreSQL writes it into JSON, where a whole one has no fraction."""
    value = float(cast("float", number))
    return int(value) if value.is_integer() else value


def _reader(kind: Kind, example: str) -> Callable[[object], object]:
    value_type = kinds.of_kind(kind)

    def read(given: object) -> object:
        text = str(given) if type(given) in {int, float} else given
        try:
            return kinds.from_text(value_type, text if isinstance(text, str) else "")
        except (ValueError, OverflowError):
            raise GraphQLError(f"not a {kind}; write it as {example}") from None

    return read


def _scalar(
    name: str,
    description: str,
    write: Callable[..., object],
    read: Callable[[object], object],
    url: str | None = None,
) -> ScalarDefinition:
    return strawberry.scalar(
        name=name,
        description=description,
        serialize=write,
        parse_value=read,
        specified_by_url=url,
    )


SCALARS: dict[object, ScalarDefinition] = {
    BigInt: _scalar(
        "BigInt",
        "A whole number of up to 64 bits, as a string: JavaScript would round it.",
        str,
        _reader(Kind.BIGINT, '"9007199254740993"'),
    ),
    Decimal: _scalar(
        "Decimal",
        'A decimal number of exact digits, such as money, as a string: "12.50".',
        kinds.to_text,
        _reader(Kind.DECIMAL, '"12.50"'),
    ),
    dt.datetime: _scalar(
        "DateTime",
        "An instant in ISO 8601, in UTC in answers; arguments may name any offset.",
        kinds.to_text,
        _reader(Kind.TIMESTAMP, '"2026-01-31T12:00:00+00:00"'),
        "https://datatracker.ietf.org/doc/html/rfc3339",
    ),
    dt.date: _scalar(
        "Date",
        "A calendar day in ISO 8601.",
        kinds.to_text,
        _reader(Kind.DATE, '"2026-01-31"'),
        "https://datatracker.ietf.org/doc/html/rfc3339",
    ),
    dt.time: _scalar(
        "Time",
        "A time of day in ISO 8601, without a zone.",
        kinds.to_text,
        _reader(Kind.TIME, '"09:30:00"'),
    ),
    uuid.UUID: _scalar(
        "UUID",
        "A universally unique identifier in its usual form of 36 characters.",
        str,
        _reader(Kind.UUID, '"6f2c1c1e-0000-4000-8000-000000000001"'),
        "https://datatracker.ietf.org/doc/html/rfc9562",
    ),
    Json: _scalar(
        "JSON",
        "Any JSON value, as it was stored.",
        _write_json,
        lambda value: value,
        "https://datatracker.ietf.org/doc/html/rfc8259",
    ),
}
"""Our scalars, by the annotation that stands for each."""

# graphql-core lets nobody define a Float of their own, and gives each scalar its own functions.
GraphQLFloat.coerce_output_value = _write_float

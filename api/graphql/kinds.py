"""The kinds of value that travel between a column, Python and a client.

A kind decides the GraphQL scalar, how a value is written into a cursor and read back, and which
filter a client gets. `_KIND_OF_SQL` is the only place that maps PostgreSQL's types.
"""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum, auto

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

_DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it bare
_INT_BITS = 31
_BIGINT_BITS = 63
# What PostgreSQL's numeric can hold before and after the point.
_MOST_WHOLE_DIGITS = 131_072
_MOST_FRACTION_DIGITS = 16_383


class Kind(StrEnum):
    """What sort of value a field holds."""

    TEXT = auto()
    INT = auto()
    BIGINT = auto()
    DECIMAL = auto()
    BOOLEAN = auto()
    DATE = auto()
    TIME = auto()
    TIMESTAMP = auto()
    UUID = auto()
    ENUM = auto()
    JSON = auto()
    TEXTS = auto()


@dataclass(frozen=True, slots=True)
class ValueType:
    """A column's type: its kind, its PostgreSQL name, and its values where it is an enum."""

    kind: Kind
    sql: str
    values: type[StrEnum] | None = None


SQL_OF_KIND = {
    Kind.TEXT: "text",
    Kind.INT: "integer",
    Kind.BIGINT: "bigint",
    Kind.DECIMAL: "numeric",
    Kind.BOOLEAN: "boolean",
    Kind.DATE: "date",
    Kind.TIME: "time",
    Kind.TIMESTAMP: "timestamptz",
    Kind.UUID: "uuid",
    Kind.JSON: "jsonb",
    Kind.TEXTS: "text[]",
}

_KIND_OF_SQL: tuple[tuple[type[object], Kind], ...] = (
    (sa.Text, Kind.TEXT),
    (sa.BigInteger, Kind.BIGINT),
    (sa.Integer, Kind.INT),
    (sa.Numeric, Kind.DECIMAL),
    (sa.Boolean, Kind.BOOLEAN),
    (sa.Date, Kind.DATE),
    (sa.Time, Kind.TIME),
    (sa.TIMESTAMP, Kind.TIMESTAMP),
    (sa.Uuid, Kind.UUID),
    (postgresql.JSONB, Kind.JSON),
    (sa.ARRAY, Kind.TEXTS),
)

SCALAR_KINDS = frozenset(Kind) - {Kind.JSON, Kind.TEXTS}
"""Kinds that can be compared, so filtered, ordered and looked up by."""

NUMBER_KINDS = frozenset({Kind.INT, Kind.BIGINT, Kind.DECIMAL})
"""Kinds that can be summed and averaged."""


def of_column(column: sa.Column[object]) -> ValueType:
    """Return the value type of a column."""
    if isinstance(column.type, sa.Enum):
        values = column.type.enum_class
        if values is None or not issubclass(values, StrEnum):
            raise TypeError(f"column '{column}' is an enum without a StrEnum; give it one")
        return ValueType(Kind.ENUM, str(column.type.name), values)
    for sql_type, kind in _KIND_OF_SQL:
        if isinstance(column.type, sql_type):
            # A bind parameter's precision would round what the client said.
            return of_kind(kind)
    spelled = column.type.compile(dialect=_DIALECT)
    raise TypeError(f"column '{column}' has type {spelled}, which has no kind; add one to kinds.py")


def of_kind(kind: Kind) -> ValueType:
    """Return the value type of an expression of a kind."""
    return ValueType(kind, SQL_OF_KIND[kind])


def to_text(value: object) -> str:
    """Return a value as the text that `from_text` reads back, exactly.

    It is the text that PostgreSQL writes into JSON: instants in UTC, and no zeros end a fraction.
    """
    match value:
        case dt.datetime():
            return _without_trailing_zeros(value.astimezone(dt.UTC).isoformat(), "+")
        case dt.time():
            return _without_trailing_zeros(value.isoformat(), "")
        case dt.date():
            return value.isoformat()
        case bool():
            return "true" if value else "false"
        case Decimal():
            return format(value, "f")
        case _:
            return str(value)


def from_text(value_type: ValueType, text: str) -> object:
    """Return the value that a text stands for, or raise ValueError."""
    if value_type.values is not None:
        return value_type.values(text)
    try:
        return _READERS[value_type.kind](text)
    except InvalidOperation as error:
        raise ValueError(text) from error


def _without_trailing_zeros(text: str, end: str) -> str:
    whole, point, rest = text.partition(".")
    if not point:
        return text
    fraction, mark, zone = rest.partition(end) if end else (rest, "", "")
    return f"{whole}.{fraction.rstrip('0')}{mark}{zone}"


def _read_text(text: str) -> str:
    # PostgreSQL's text holds every character but this one, and no lone surrogate.
    if "\0" in text:
        raise ValueError("a text with a null character")
    text.encode()
    return text


def _read_integer(bits: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        number = int(text)
        if str(number) != text or not -(1 << bits) <= number < 1 << bits:
            raise ValueError(text)
        return number

    return read


def _read_decimal(text: str) -> Decimal:
    number = Decimal(text)
    exponent = number.as_tuple().exponent
    # Of infinity and of what is no number, the exponent is a letter.
    is_held = isinstance(exponent, int) and exponent >= -_MOST_FRACTION_DIGITS
    if not is_held or number.adjusted() >= _MOST_WHOLE_DIGITS:
        raise ValueError(text)
    return number


def _read_timestamp(text: str) -> dt.datetime:
    instant = dt.datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError("an instant without a time zone")
    # PostgreSQL knows no offset of 16 hours or more, and Python does.
    return instant.astimezone(dt.UTC)


def _read_time(text: str) -> dt.time:
    time = dt.time.fromisoformat(text)
    if time.tzinfo is not None:
        raise ValueError("a time of day with a time zone")
    return time


def _read_boolean(text: str) -> bool:
    if text not in {"true", "false"}:
        raise ValueError(text)
    return text == "true"


_READERS: dict[Kind, Callable[[str], object]] = {
    Kind.TEXT: _read_text,
    Kind.INT: _read_integer(_INT_BITS),
    Kind.BIGINT: _read_integer(_BIGINT_BITS),
    Kind.DECIMAL: _read_decimal,
    Kind.BOOLEAN: _read_boolean,
    Kind.DATE: dt.date.fromisoformat,
    Kind.TIME: _read_time,
    Kind.TIMESTAMP: _read_timestamp,
    Kind.UUID: uuid.UUID,
}

"""Values that tell two writers of JSON apart, for every type that a column has."""

import datetime as dt
import random
import re
import uuid
from collections.abc import Sequence
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

_DAY = dt.date(2026, 1, 1)
_TAME_DAYS = 60

_TEXTS = (
    "",
    " ",
    "O'Brien",
    'she said "no"',
    "back\\slash \\n \\u0041",
    "tab\tnew\nline\rfeed\f\b",
    "\x01\x1f\x7f\x80\x9f",
    "😀👩‍👩‍👧 family",
    "Ärger, Straße, ﬃ, e\u0301",
    "100%_done",
    "\u2028\u2029\ufeff",
    "<script>&amp;</script>/",
    "\ue000\U0010ffff",
    "null",
    "0123",
    "long " * 80,
)
_INTEGERS = (0, 1, -1, 2**31 - 1, -(2**31))
# Beyond what a double holds, and not so far that a table's sum leaves 64 bits.
_BIGINTS = (0, 2**53 + 1, -(2**53) - 1, 2**58 - 1, -(2**58))
_DATES = (dt.date.min, dt.date.max, dt.date(1969, 12, 31), dt.date(2024, 2, 29))
_CLOCKS = (dt.time(0), dt.time(23, 59, 59, 999999), dt.time(9, 30), dt.time(1, 2, 3, 120000))
_DOCUMENTS = (
    "null",
    "{}",
    "[]",
    '""',
    "true",
    "-0",
    "-0.0",
    "1.10",
    "1e400",
    "1E-7",
    "123456789012345678901234567890.000",
    '{"b": 1, "a": {"": [1, 2.50, null, false]}, "b": 2}',
    '{"\\"q\\"": "tab\\t \\u00e9 \\ud83d\\ude00 / \\\\", "long key": [[], {}, [{}]]}',
    "[" * 40 + "]" * 40,
)
_CURRENCIES = ("USD", "EUR", "MYR")


def draw(chance: random.Random, column: sa.Column[object], *, is_tame: bool) -> object:
    """Return a value for a column; a tame one is more likely to pass the table's checks."""
    allowed = _allowed(column)
    if allowed:
        return chance.choice(allowed)
    match column.type:
        case sa.Enum():
            return chance.choice(column.type.enums)
        case sa.Boolean():
            return chance.random() < 0.5
        case sa.Uuid():
            return uuid.UUID(int=chance.getrandbits(128), version=4)
        case sa.ARRAY():
            return [_text(chance) for _ in range(chance.randrange(4))]
        case postgresql.JSONB():
            return chance.choice(_DOCUMENTS)
        case sa.Text():
            return f"{column.name} {chance.randrange(9)}" if is_tame else _text(chance)
        case _:
            return _tame(chance, column) if is_tame else _wild(chance, column)


def _allowed(column: sa.Column[object]) -> Sequence[str]:
    """Return the texts that the table's checks let a column hold, where they say so."""
    by_name = {
        "currency": _CURRENCIES,
        "platform": ("YouTube",) if column.table.name == "youtube_attendance" else (),
        "phone_number": ("+60123456789", "+14155550100", "+4915112345678"),
    }
    if column.name in by_name:
        return by_name[column.name]
    for constraint in column.table.constraints:
        if isinstance(constraint, sa.CheckConstraint):
            said = re.fullmatch(rf"{column.name} in \((.*)\)", str(constraint.sqltext))
            if said:
                return re.findall(r"'([^']*)'", said[1])
    return ()


def _text(chance: random.Random) -> str:
    return chance.choice(_TEXTS)


def _tame(chance: random.Random, column: sa.Column[object]) -> object:
    day = _DAY + dt.timedelta(days=chance.randrange(_TAME_DAYS))
    match column.type:
        case sa.Date():
            return day
        case sa.Time():
            return dt.time(chance.randrange(24), 30)
        case sa.TIMESTAMP():
            return dt.datetime.combine(day, dt.time(chance.randrange(24)), dt.UTC)
        case sa.Numeric():
            return Decimal(chance.randrange(100)).scaleb(-1)
        case _:
            return chance.randrange(5)


def _wild(chance: random.Random, column: sa.Column[object]) -> object:
    match column.type:
        case sa.Date():
            return chance.choice(_DATES)
        case sa.Time():
            return chance.choice(_CLOCKS)
        case sa.TIMESTAMP():
            return dt.datetime.combine(chance.choice(_DATES), chance.choice(_CLOCKS), dt.UTC)
        case sa.Numeric(precision=int() as precision, scale=int() as scale):
            most = Decimal(10**precision - 1).scaleb(-scale)
            return chance.choice((Decimal(0), Decimal("-0.00"), most, -most, most / 7))
        case sa.BigInteger():
            return chance.choice(_BIGINTS)
        case _:
            return chance.choice(_INTEGERS)

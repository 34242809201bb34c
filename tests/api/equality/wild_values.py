"""Values that tell two writers of JSON apart, for every type that a column has."""

import datetime as dt
import random
import re
import uuid
from collections.abc import Callable, Sequence
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

Maker = Callable[[random.Random, sa.Column[object]], object]

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
_TIMES = (dt.time(0), dt.time(23, 59, 59, 999999), dt.time(9, 30), dt.time(1, 2, 3, 120000))
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
    tame, wild = next(made for kind, *made in _MAKERS if isinstance(column.type, kind))
    return tame(chance, column) if is_tame else wild(chance, column)


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


def _tame_text(chance: random.Random, column: sa.Column[object]) -> object:
    return f"{column.name} {chance.randrange(9)}"


def _texts(chance: random.Random, _column: sa.Column[object]) -> object:
    return [chance.choice(_TEXTS) for _ in range(chance.randrange(4))]


def _uuid(chance: random.Random, _column: sa.Column[object]) -> object:
    return uuid.UUID(int=chance.getrandbits(128), version=4)


def _label(chance: random.Random, column: sa.Column[object]) -> object:
    assert isinstance(column.type, sa.Enum)
    return chance.choice(column.type.enums)


def _tame_day(chance: random.Random, _column: sa.Column[object]) -> dt.date:
    return _DAY + dt.timedelta(days=chance.randrange(_TAME_DAYS))


def _tame_instant(chance: random.Random, column: sa.Column[object]) -> object:
    time = dt.time(chance.randrange(24))
    return dt.datetime.combine(_tame_day(chance, column), time, dt.UTC)


def _wild_instant(chance: random.Random, _column: sa.Column[object]) -> object:
    return dt.datetime.combine(chance.choice(_DATES), chance.choice(_TIMES), dt.UTC)


def _tame_amount(chance: random.Random, _column: sa.Column[object]) -> object:
    return Decimal(chance.randrange(100)).scaleb(-1)


def _wild_amount(chance: random.Random, column: sa.Column[object]) -> object:
    assert isinstance(column.type, sa.Numeric)
    precision, scale = column.type.precision or 12, column.type.scale or 0
    most = Decimal(10**precision - 1).scaleb(-scale)
    return chance.choice((Decimal(0), Decimal("-0.00"), most, -most, most / 7))


def _one_of(values: Sequence[object]) -> Maker:
    return lambda chance, _column: chance.choice(values)


_MAKERS: tuple[tuple[type[object], Maker, Maker], ...] = (
    (sa.Enum, _label, _label),
    (sa.Boolean, _one_of((False, True)), _one_of((False, True))),
    (sa.Uuid, _uuid, _uuid),
    (sa.ARRAY, _texts, _texts),
    (postgresql.JSONB, _one_of(_DOCUMENTS), _one_of(_DOCUMENTS)),
    (sa.Text, _tame_text, _one_of(_TEXTS)),
    (sa.Date, _tame_day, _one_of(_DATES)),
    (sa.Time, _one_of(_TIMES), _one_of(_TIMES)),
    (sa.TIMESTAMP, _tame_instant, _wild_instant),
    (sa.Numeric, _tame_amount, _wild_amount),
    (sa.BigInteger, _one_of(range(5)), _one_of(_BIGINTS)),
    (sa.Integer, _one_of(range(5)), _one_of(_INTEGERS)),
)
"""How values of a type are made: tame ones, and wild ones."""

"""How values are written in COPY's text format, as fast as Python can.

A cell is text that needs no escaping, a number, a boolean, or None for null. The texts are our own,
without tabs, line ends and backslashes; JSON, which may have them, is escaped by `json_cell`.
"""

import datetime as dt
import json
from collections.abc import Iterable
from typing import TypeAlias

from api.demo.season import DAY

Cell: TypeAlias = str | int | None
Row: TypeAlias = tuple[Cell, ...]

_FIRST_DAY = dt.date(2023, 1, 1)
_EPOCH_DAY = (_FIRST_DAY - dt.date(1970, 1, 1)).days
_DAYS = tuple((_FIRST_DAY + dt.timedelta(days=day)).isoformat() for day in range(5 * 365))
_TIMES = tuple(
    f" {hour:02}:{minute:02}:{second:02}Z"
    for hour in range(24)
    for minute in range(60)
    for second in range(60)
)

# Version 4, variant 1: what the two fixed fields of a random uuid hold.
_UUID_MASK = ~(0xF << 76 | 0x3 << 62)
_UUID_VERSION = 0x4 << 76 | 0x2 << 62
_UUID_SPREAD = 0x9E3779B97F4A7C15F39CC0605CEDC835
_UUID_ALL = (1 << 128) - 1


def instant(seconds: int) -> str:
    """Return a timestamp with time zone."""
    return _DAYS[seconds // DAY - _EPOCH_DAY] + _TIMES[seconds % DAY]


def instant_or_null(seconds: int | None) -> str | None:
    """Return a timestamp with time zone, or null where there is none."""
    return None if seconds is None else _DAYS[seconds // DAY - _EPOCH_DAY] + _TIMES[seconds % DAY]


def date(seconds: int) -> str:
    """Return the calendar day of an instant of a local clock."""
    return _DAYS[seconds // DAY - _EPOCH_DAY]


def time_of_day(seconds: int) -> str:
    """Return the time of day of an instant of a local clock."""
    return _TIMES[seconds % DAY][1:-1]


def money(cents: int) -> str:
    """Return an amount in units of its currency; percentages in hundredths are written alike."""
    return f"{cents // 100}.{cents % 100:02}"


def json_cell(value: object) -> str:
    """Return a value as JSON."""
    return json.dumps(value, separators=(",", ":")).replace("\\", "\\\\")


def uuid_cell(purpose: int, number: int) -> str:
    """Return the uuid of a row: it looks random, and is the same for the same number."""
    mixed = ((purpose << 64) + number) * _UUID_SPREAD & _UUID_ALL
    return f"{mixed & _UUID_MASK | _UUID_VERSION:032x}"


def line(cells: Iterable[Cell]) -> str:
    """Return a row as COPY reads it."""
    return "\t".join(
        ["\\N" if cell is None else cell if cell.__class__ is str else str(cell) for cell in cells]
    )

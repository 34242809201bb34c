"""Demo data: `api.demo` invents it, and is imported only when it is asked for."""

import importlib
import importlib.util
from enum import StrEnum
from typing import Protocol, cast

import psycopg

from api.database.address import DatabaseUrl
from api.errors import HeadgateError

_HAS_ORGANIZATIONS = "select exists (select from organizations)"


class Scale(StrEnum):
    """How much demo data there is."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


class _Demo(Protocol):
    def load(self, connection_url: str, scale: str) -> None:
        """Load the whole of it, or nothing where it fails."""


def is_there() -> bool:
    """Say whether this installation brings demo data."""
    return importlib.util.find_spec("api.demo") is not None


def load(url: DatabaseUrl, scale: Scale) -> None:
    """Fill the database with demo data."""
    if not is_there():
        raise HeadgateError(
            "this installation brings no demo data; install headgate from its source"
        )
    cast("_Demo", importlib.import_module("api.demo")).load(url, scale.value)


def is_empty(url: DatabaseUrl) -> bool:
    """Say whether the database has its tables and no tenant yet."""
    try:
        with psycopg.connect(url) as connection:
            row = connection.execute(_HAS_ORGANIZATIONS).fetchone()
    except psycopg.errors.UndefinedTable:
        return False
    return row == (False,)

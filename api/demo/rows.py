"""What a domain hands over to be loaded: the rows of one table for one organization."""

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from api.demo.cells import Row
from models import metadata


@dataclass(frozen=True, slots=True)
class Rows:
    """A table's rows, made while they are loaded.

    The organization is not among the columns: it is the same for all rows. Nor is an id that the
    database counts up: rows are numbered as they come, over all organizations.
    """

    table: str
    columns: str
    cells: Iterable[Row]


def counts_up(table: str) -> bool:
    """Say whether the database counts up the ids of a table."""
    column = metadata.tables[table].columns.get("id")
    return column is not None and isinstance(column.identity, sa.Identity)

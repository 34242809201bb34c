"""Rows for tests: valid ones, made from what the models declare, with the parents they need."""

import datetime as dt
import decimal
import itertools
import uuid
from collections.abc import Mapping

import psycopg
import sqlalchemy as sa
from psycopg import sql
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from models import metadata

Row = dict[str, object]

_COUNT = itertools.count(1)
# The queue has no foreign keys, but a queued click has an organization and a company all the same.
_POINTED_AT_BY_THE_QUEUE = {"organization_id": "organizations", "company_id": "companies"}
_DAY = dt.date(2026, 1, 1)


class Rows:
    """Adds rows of one organization, over a connection that may write them."""

    def __init__(self, connection: psycopg.Connection, name: str) -> None:
        self._connection = connection
        self._parents: dict[str, Row] = {}
        organization = self._insert("organizations", {"name": name, "slug": name})
        self._parents["organizations"] = organization
        self.organization_id = organization["id"]

    def add(self, table: str, **values: object) -> Row:
        """Add a row; what `values` leaves out is made up, parents included."""
        columns = metadata.tables[table].columns
        needed = [
            column for column in columns if column.name not in values and _must_be_given(column)
        ]
        made_up = {column.name: self._value(table, column) for column in needed}
        return self._insert(table, made_up | values)

    def the(self, table: str) -> Row:
        """Return the organization's one row of a table that serves as everyone's parent."""
        if table not in self._parents:
            self._parents[table] = self.add(table)
        return self._parents[table]

    def _value(self, table: str, column: sa.Column[object]) -> object:
        parent = parent_of(table, column.name)
        if parent is not None:
            return self.the(parent)["id"]
        return _made_up(column)

    def _insert(self, table: str, values: Mapping[str, object]) -> Row:
        statement = sql.SQL("insert into {} ({}) values ({}) returning *").format(
            sql.Identifier(table),
            sql.SQL(", ").join(map(sql.Identifier, values)),
            sql.SQL(", ").join(sql.Placeholder() * len(values)),
        )
        with self._connection.cursor(row_factory=dict_row) as cursor:
            row = cursor.execute(
                statement, [_adapted(value) for value in values.values()]
            ).fetchone()
        assert row is not None
        return row


def references(table: str) -> list[tuple[str, str]]:
    """Return the columns of a table that point at another table, each with that table."""
    found = []
    for constraint in metadata.tables[table].foreign_key_constraints:
        own = [element.parent.name for element in constraint.elements]
        *_, column = sorted(own, key=lambda name: name != "organization_id")
        found.append((column, constraint.referred_table.name))
    return sorted(set(found))


def parent_of(table: str, column: str) -> str | None:
    """Return the table that a column points at."""
    if table == "affiliate_click_queue":
        return _POINTED_AT_BY_THE_QUEUE.get(column)
    return dict(references(table)).get(column)


def _must_be_given(column: sa.Column[object]) -> bool:
    if column.name == "organization_id":
        return True
    return not (column.nullable or column.server_default or column.identity)


def _made_up(column: sa.Column[object]) -> object:
    number = next(_COUNT)
    by_name = {
        "category": "newsletter",
        "phone_number": f"+6012{number:08}",
        "slug": f"slug-{number}",
        "period_start": _DAY,
        "period_end": _DAY + dt.timedelta(days=30),
    }
    by_type = {
        sa.Date: _DAY + dt.timedelta(days=number),
        sa.TIMESTAMP: dt.datetime.combine(_DAY, dt.time(), dt.UTC),
        sa.Numeric: decimal.Decimal(1),
        sa.Integer: 1,
        sa.Uuid: uuid.uuid4(),
        sa.Text: f"{column.name} {number}",
    }
    if column.name in by_name:
        return by_name[column.name]
    if isinstance(column.type, sa.Enum):
        return column.type.enums[0]
    return next(value for kind, value in by_type.items() if isinstance(column.type, kind))


def _adapted(value: object) -> object:
    return Jsonb(value) if isinstance(value, dict | list) else value

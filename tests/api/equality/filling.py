"""Tables filled at random: rows of every table, as wild as its constraints let them be."""

import random
from collections import defaultdict
from dataclasses import dataclass, field

import psycopg
import sqlalchemy as sa
from psycopg import sql
from sqlalchemy.dialects import postgresql

from models import metadata
from tests.api.equality import wild_values
from tests.rows import parent_of

ROWS_PER_TABLE = 14
_ATTEMPTS = 12
_TAME_FROM = 8
# From here on JavaScript rounds whole numbers.
_BEYOND_DOUBLES = 2**53 - 3


@dataclass(slots=True)
class Filler:
    """Fills the tables of one organization after another, over a connection that may."""

    connection: psycopg.Connection
    chance: random.Random
    refused: int = 0
    _parents: dict[str, list[object]] = field(default_factory=lambda: defaultdict(list))

    def organization(self, name: str, rows: int = ROWS_PER_TABLE) -> object:
        """Add an organization with so many rows in each table, and return its id."""
        self._parents.clear()
        made = self.connection.execute(
            "insert into organizations (name, slug) values (%s, %s) returning id", [name, name]
        ).fetchone()
        assert made is not None
        self._parents["organizations"].append(made[0])
        tables = [table for table in metadata.sorted_tables if table.name != "organizations"]
        for number in range(rows):
            if number == rows // 2:
                self._count_from_beyond_doubles(tables)
            for table in tables:
                self._add(table)
        return made[0]

    def _add(self, table: sa.Table) -> None:
        """Add a row, tamer with every refusal; a table may stay without one."""
        for attempt in range(_ATTEMPTS):
            values = self._values(table, wildness=max(0.0, 0.6 - attempt / _TAME_FROM))
            if values is None:
                return
            try:
                key = self._insert(table, values)
            except (psycopg.IntegrityError, psycopg.DataError):
                self.refused += 1
                continue
            self._parents[table.name].append(key)
            return

    def _values(self, table: sa.Table, wildness: float) -> dict[str, object] | None:
        """Return a row's values, or None where it must point at a row that is not there."""
        values: dict[str, object] = {}
        for column in table.columns:
            if column.identity is not None:
                continue
            parent = parent_of(table.name, column.name)
            if column.nullable and self.chance.random() < 0.25:
                values[column.name] = None
            elif parent is not None:
                if not self._parents[parent]:
                    if not column.nullable:
                        return None
                    continue
                values[column.name] = self.chance.choice(self._parents[parent])
            else:
                is_tame = self.chance.random() >= wildness
                values[column.name] = wild_values.draw(self.chance, column, is_tame=is_tame)
        return values

    def _insert(self, table: sa.Table, values: dict[str, object]) -> object:
        placeholders = [
            sql.SQL("%s::jsonb")
            if isinstance(table.columns[name].type, postgresql.JSONB)
            else sql.SQL("%s")
            for name in values
        ]
        statement = sql.SQL("insert into {} ({}) values ({}) returning {}").format(
            sql.Identifier(table.name),
            sql.SQL(", ").join(map(sql.Identifier, values)),
            sql.SQL(", ").join(placeholders),
            sql.Identifier(next(iter(table.primary_key.columns)).name),
        )
        row = self.connection.execute(statement, list(values.values())).fetchone()
        assert row is not None
        return row[0]

    def _count_from_beyond_doubles(self, tables: list[sa.Table]) -> None:
        for table in tables:
            for column in table.columns:
                if column.identity is not None:
                    self.connection.execute(
                        "select setval(pg_get_serial_sequence(%s, %s),"
                        " greatest(%s, nextval(pg_get_serial_sequence(%s, %s))))",
                        [table.name, column.name, _BEYOND_DOUBLES, table.name, column.name],
                    )

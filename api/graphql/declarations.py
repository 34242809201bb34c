"""What a type of the API is made of, as plain data.

A declaration says what a field reads; it holds no code but that of `Computed`, and its SQL is text
over named columns, so that everything else can be derived from it: the Strawberry types, the
statements that load rows, the filters and orders, the contract map, and the compiler's SQL.

The functions at the end are the words to declare with; `api.graphql.entity` binds them to a table.
"""

import inspect
import string
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from api.graphql import kinds
from api.graphql.fragments import Fragment
from api.graphql.glossary import GLOSSARY
from api.graphql.kinds import Kind, ValueType

Declared = TypeVar("Declared")


class Mask(StrEnum):
    """How a column is shown to those who may not read it; the value is SQL over `{column}`."""

    PHONE = "left({column}, 3) || '•••••' || right({column}, 2)"
    TEXT = "case when {column} is not null then '•••' end"
    OBJECT = "case when {column} is not null then '{{}}'::jsonb end"
    NOTHING = "null"

    @property
    def words(self) -> str:
        """Say what is left of the value."""
        return {
            Mask.PHONE: "only its first three and last two characters",
            Mask.TEXT: "'•••'",
            Mask.OBJECT: "an empty object",
            Mask.NOTHING: "null",
        }[self]


@dataclass(frozen=True, slots=True)
class Column:
    """A field that is a column of the row."""

    name: str
    description: str
    column: str
    type: ValueType
    is_nullable: bool
    mask: Mask | None = None

    @property
    def reads(self) -> tuple[str, ...]:
        """Return the columns that the field reads."""
        return (self.column,)


@dataclass(frozen=True, slots=True)
class Expression:
    """A field that is SQL over the row; `{order_total}` stands for the row's column."""

    name: str
    description: str
    sql: str
    type: ValueType
    is_nullable: bool

    @property
    def reads(self) -> tuple[str, ...]:
        """Return the columns that the field reads."""
        return placeholders(self.sql)


@dataclass(frozen=True, slots=True)
class Computed:
    """A field that Python computes for all rows at once from the columns that it reads.

    `compile`, where it is given, says the same as SQL over one row. `others` are columns of other
    tables that it reads itself, as `table.column`.
    """

    name: str
    description: str
    reads: tuple[str, ...]
    compute: Callable[..., object]
    compile: Callable[..., Fragment] | None = None
    others: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ToOne:
    """A field that is the row of another table at which a column of this row points.

    Where the database enforces the reference, the column alone proves that the row is there.
    """

    name: str
    description: str
    foreign_key: Column
    target: str
    is_nullable: bool
    is_enforced: bool

    @property
    def reads(self) -> tuple[str, ...]:
        """Return the columns that the field reads."""
        return self.foreign_key.reads


@dataclass(frozen=True, slots=True)
class ToMany:
    """A field that is the connection of the rows of another table that point at this row.

    `where` is SQL over the other table's row; `order_by` names its fields, newest first as
    `-created_at`.
    """

    name: str
    description: str
    target: str
    foreign_key: Column
    order_by: tuple[str, ...]
    where: str | None = None


@dataclass(frozen=True, slots=True)
class Lookup:
    """A root field that finds one row by columns other than its id.

    What the columns find is unique, or `latest` names the column whose last row is meant.
    """

    name: str
    description: str
    columns: tuple[str, ...]
    latest: str | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """What can be added up over a connection; `per` is the column that must not be mixed."""

    sums: tuple[str, ...] = ()
    averages: tuple[str, ...] = ()
    per: str | None = None


Value = Column | Expression
Field = Column | Expression | Computed | ToOne | ToMany


@dataclass(frozen=True, slots=True, eq=False)
class Entity:
    """A type of the API that is the rows of one table; compared by identity, there is one each."""

    name: str
    description: str
    table: str
    key: tuple[Column, ...]
    fields: tuple[Field, ...]
    lookups: tuple[Lookup, ...] = ()
    totals: Totals | None = None
    order_by: tuple[str, ...] = ()
    is_listed: bool = True
    indexed: frozenset[str] = frozenset()
    """The columns that an index begins with, after the organization."""

    @property
    def values(self) -> tuple[Value, ...]:
        """Return the fields that are values of the row."""
        return tuple(field for field in self.fields if isinstance(field, Column | Expression))

    def value(self, name: str) -> Value:
        """Return the value of a name: a field, part of the key, or a foreign key's column."""
        keys = (field.foreign_key for field in self.fields if isinstance(field, ToOne))
        known = (*self.values, *self.key, *keys)
        found = next((value for value in known if value.name == name), None)
        if found is None:
            raise ValueError(f"{self.name} has no value '{name}'")
        return found


@dataclass(frozen=True, slots=True)
class Enumeration:
    """An enum of the API: the models' class, and what each of its values means."""

    values: type[StrEnum]
    descriptions: tuple[tuple[str, str], ...]


def placeholders(sql: str) -> tuple[str, ...]:
    """Return the columns that SQL over a row names, each once."""
    names = (name for _, name, _, _ in string.Formatter().parse(sql) if name)
    return tuple(dict.fromkeys(names))


@dataclass(frozen=True, slots=True)
class Unbound:
    """A declaration in a class body: it gets its name and its table from the class."""

    bind: Callable[[str, sa.Table], Field | Lookup]


def column(description: str | None = None, *, mask: Mask | None = None) -> Unbound:
    """Say what the column of this name means, or that it is masked; the rest is the table's."""

    def bind(name: str, table: sa.Table) -> Column:
        return bound_column(name, table.columns[_column_name(name, table)], description, mask)

    return Unbound(bind)


def expression(kind: Kind, sql: str, description: str, *, is_nullable: bool = True) -> Unbound:
    """Declare a field that is SQL over the row, such as `{order_total} - {refunded}`."""

    def bind(name: str, table: sa.Table) -> Expression:
        _refuse_unknown(name, sql, table)
        return Expression(name, description, sql, kinds.of_kind(kind), is_nullable)

    return Unbound(bind)


def to_one(
    foreign_key: object, description: str | None = None, *, target: str | None = None
) -> Unbound:
    """Declare the row at which a column points; `target` is its table where no key says so."""

    def bind(name: str, table: sa.Table) -> ToOne:
        found = column_of(foreign_key)
        if found.table is not table:
            raise ValueError(f"'{name}' follows '{found}', which is no column of '{table.name}'")
        return bound_to_one(name, found, description, target)

    return Unbound(bind)


def to_many(
    foreign_key: object,
    description: str,
    *,
    order_by: tuple[str, ...] = (),
    where: str | None = None,
) -> Unbound:
    """Declare the connection of the rows whose column points at this row."""

    def bind(name: str, _table: sa.Table) -> ToMany:
        found = column_of(foreign_key)
        _refuse_unknown(name, where or "", found.table)
        return ToMany(name, description, found.table.name, _key_column(found), order_by, where)

    return Unbound(bind)


def computed(
    compute: Callable[..., object],
    *,
    reads: tuple[str, ...],
    compile: Callable[..., Fragment] | None = None,  # noqa: A002 - what the function does
    others: frozenset[str] = frozenset(),
) -> Unbound:
    """Declare a field that a function computes for all rows at once.

    The function gets the request's context and the rows, each with the columns it reads, and
    returns (or, where it is async, comes to return) a list with a value per row. What follows
    those two parameters are the field's arguments. The docstring is the field's description.

    `compile` returns the same value as SQL of type json, given an `api.graphql.compiler.site.Site`;
    without it the interpreter answers whoever asks for the field. `others` are the columns of other
    tables that either reads, for the contract map.
    """

    def bind(name: str, _table: sa.Table) -> Computed:
        description = inspect.cleandoc(compute.__doc__ or "")
        return Computed(name, description, reads, compute, compile, others)

    return Unbound(bind)


def lookup(*columns: str, description: str, latest: str | None = None) -> Unbound:
    """Declare a root field that finds one row: `by_email` of Contact is `contactByEmail`."""

    def bind(name: str, _table: sa.Table) -> Lookup:
        return Lookup(name, description, columns, latest)

    return Unbound(bind)


def describe(values: type[StrEnum], **descriptions: str) -> Enumeration:
    """Say what each value of an enum means."""
    missing = set(values.__members__) ^ set(descriptions)
    if missing:
        raise ValueError(f"{values.__name__} and its descriptions differ in {sorted(missing)}")
    return Enumeration(values, tuple(descriptions.items()))


def column_of(attribute: object) -> sa.Column[object]:
    """Return the column that a model's attribute stands for."""
    if not isinstance(attribute, InstrumentedAttribute):
        raise TypeError(f"{attribute!r} is no column; write it as models.orders.Order.contact_id")
    found = attribute.property.columns[0]
    if not isinstance(found, sa.Column) or not isinstance(found.table, sa.Table):
        raise TypeError(f"{attribute!r} is no column of a table")
    return found


def bound_column(
    name: str, found: sa.Column[object], description: str | None, mask: Mask | None
) -> Column:
    """Return the field that a column is."""
    meaning = description or found.comment or GLOSSARY.get(name)
    if meaning is None:
        raise ValueError(f"nobody says what '{found}' means; declare {name} = column('…')")
    is_nullable = bool(found.nullable)
    if mask is Mask.NOTHING and not is_nullable:
        raise ValueError(f"'{found}' is never null, so null cannot mask it; choose another mask")
    return Column(name, meaning, found.name, kinds.of_column(found), is_nullable, mask)


def bound_to_one(
    name: str, found: sa.Column[object], description: str | None, target: str | None
) -> ToOne:
    """Return the field that a foreign key is."""
    meaning = description or found.comment or f"The {name.replace('_', ' ')} that it belongs to"
    points_at = target or referred_table(found)
    # A column without a key may point at nothing.
    is_nullable = bool(found.nullable) or target is not None
    is_enforced = target is None
    return ToOne(name, meaning, _key_column(found), points_at, is_nullable, is_enforced)


def _refuse_unknown(name: str, sql: str, table: sa.FromClause) -> None:
    for read in placeholders(sql):
        if read not in table.columns:
            raise ValueError(f"'{name}' reads '{read}', which is no column of '{table}'")


def _key_column(found: sa.Column[object]) -> Column:
    is_nullable = bool(found.nullable)
    return Column(found.name, "Points at a row", found.name, kinds.of_column(found), is_nullable)


def referred_table(found: sa.Column[object]) -> str:
    """Return the table at which a foreign key points."""
    tables = {key.column.table.name for key in found.foreign_keys} - {"organizations"}
    if len(tables) != 1:
        raise ValueError(f"'{found}' points at {sorted(tables) or 'no table'}; say target='…'")
    return str(tables.pop())


def _column_name(name: str, table: sa.Table) -> str:
    # `metadata` is SQLAlchemy's own word, so the models call that column details.
    return "metadata" if name == "details" and "details" not in table.columns else name

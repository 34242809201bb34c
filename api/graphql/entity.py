"""Binding a class of declarations to a table: `@entity(models.orders.Order)`.

Every column of the table is a field, so that a table is short to add; what a reader must not see
is left out by name, and the committed SDL shows what a new column adds. Foreign keys are not
fields: they are the relation that follows them. The class itself is not kept: its name is bound to
the `Entity`, which is data.
"""

import inspect
from collections.abc import Callable, Iterable, Sequence

import sqlalchemy as sa
from sqlmodel import SQLModel

from api.graphql import kinds
from api.graphql.declarations import (
    Column,
    Computed,
    Entity,
    Expression,
    Field,
    Lookup,
    ToOne,
    Totals,
    Unbound,
    bound_column,
    bound_to_one,
)
from api.graphql.kinds import NUMBER_KINDS, SCALAR_KINDS

TENANT_COLUMN = "organization_id"


def entity(
    model: type[SQLModel],
    *,
    omit: Iterable[str] = (),
    totals: Totals | None = None,
    order_by: tuple[str, ...] = (),
    is_listed: bool = True,
) -> Callable[[type], Entity]:
    """Return the decorator that turns a class of declarations into the table's entity.

    `omit` names columns that are no fields; `order_by` is the order of connections that ask for
    none; an entity that is not listed has no root connection.
    """
    table = table_of(model)
    left_out = frozenset(omit)
    _refuse_unknown(table, left_out)

    def declare(body: type) -> Entity:
        bound = _bind(body, table)
        fields = _with_undeclared(bound, model, table, left_out)
        made = Entity(
            name=body.__name__,
            description=_docstring(body),
            table=table.name,
            key=_key(model, table),
            fields=tuple(fields),
            lookups=tuple(found for found in bound if isinstance(found, Lookup)),
            totals=totals,
            order_by=order_by,
            is_listed=is_listed,
            indexed=frozenset(_leading_columns(table)),
        )
        _check(made, table)
        return made

    return declare


def table_of(model: type[SQLModel]) -> sa.Table:
    """Return the table that a model declares."""
    table = sa.inspect(model).local_table
    if not isinstance(table, sa.Table):
        raise TypeError(f"{model.__name__} is no table")
    return table


def _docstring(body: type) -> str:
    if not body.__doc__:
        raise ValueError(f"{body.__name__} has no docstring; it is the type's description")
    return inspect.cleandoc(body.__doc__)


def _bind(body: type, table: sa.Table) -> list[Field | Lookup]:
    return [
        value.bind(name, table) for name, value in vars(body).items() if isinstance(value, Unbound)
    ]


def _with_undeclared(
    bound: Sequence[Field | Lookup], model: type[SQLModel], table: sa.Table, omit: frozenset[str]
) -> list[Field]:
    """Return the table's columns in their order, then what the class adds."""
    declared = {field.name: field for field in bound if not isinstance(field, Lookup)}
    followed = {field.foreign_key.name for field in declared.values() if isinstance(field, ToOne)}
    fields: list[Field] = []
    for name, column in _columns(model, table):
        if column.name in omit | {TENANT_COLUMN} or column.name in followed:
            continue
        if column.primary_key and not column.foreign_keys and len(table.primary_key) == 1:
            continue
        is_declared = name in declared
        fields.append(declared.pop(name) if is_declared else _undeclared(name, column))
    return [*fields, *declared.values()]


def _undeclared(name: str, column: sa.Column[object]) -> Field:
    if column.foreign_keys:
        return bound_to_one(name.removesuffix("_id"), column, None, None)
    return bound_column(name, column, None, None)


def _columns(model: type[SQLModel], table: sa.Table) -> list[tuple[str, sa.Column[object]]]:
    """Return the columns under the names that Python gives them."""
    keys = {
        column.name: attribute.key
        for attribute in sa.inspect(model).column_attrs
        for column in attribute.columns
    }
    return [(keys[column.name], column) for column in table.columns]


def _key(model: type[SQLModel], table: sa.Table) -> tuple[Column, ...]:
    return tuple(
        Column(name, "Part of the id", column.name, kinds.of_column(column), is_nullable=False)
        for name, column in _columns(model, table)
        if column.primary_key
    )


def _refuse_unknown(table: sa.Table, names: frozenset[str]) -> None:
    unknown = names - set(table.columns.keys())
    if unknown:
        raise ValueError(f"'{table.name}' has no columns {sorted(unknown)}; omit= names columns")


def _check(made: Entity, table: sa.Table) -> None:
    """Refuse a declaration that could not be served."""
    for name in made.order_by:
        made.value(name.removeprefix("-"))
    for field in made.fields:
        for read in field.reads if isinstance(field, Computed) else ():
            made.value(read)
    for found in made.lookups:
        _check_lookup(made, found, table)
    _check_totals(made)
    _check_masks(made)


def _check_lookup(made: Entity, found: Lookup, table: sa.Table) -> None:
    for name in found.columns:
        if made.value(name).type.kind not in SCALAR_KINDS:
            raise ValueError(f"{made.name}.{found.name} compares '{name}', which is no scalar")
    columns = {read for name in found.columns for read in made.value(name).reads}
    if found.latest is None and not _is_unique(table, columns):
        raise ValueError(
            f"{made.name}.{found.name} may find several rows; "
            "say latest='created_at' or name columns that are unique"
        )


def _is_unique(table: sa.Table, columns: set[str]) -> bool:
    unique = [set(index.columns.keys()) for index in table.indexes if index.unique]
    unique += [
        set(constraint.columns.keys())
        for constraint in table.constraints
        if isinstance(constraint, sa.UniqueConstraint | sa.PrimaryKeyConstraint)
    ]
    return any(candidate <= columns | {TENANT_COLUMN} for candidate in unique)


def _leading_columns(table: sa.Table) -> set[str]:
    """Return the columns with which an index begins, after the organization."""
    indexes = [
        [found.name for found in index.expressions if isinstance(found, sa.Column)]
        for index in table.indexes
        if _is_whole(index)
    ]
    indexes += [
        list(constraint.columns.keys())
        for constraint in table.constraints
        if isinstance(constraint, sa.UniqueConstraint | sa.PrimaryKeyConstraint)
    ]
    without = [[name for name in index if name != TENANT_COLUMN] for index in indexes]
    return {columns[0] for columns in without if columns}


def _is_whole(index: sa.Index) -> bool:
    """Say whether an index holds every row that a comparison with its first column finds."""
    where = index.dialect_options["postgresql"]["where"]
    return where is None or str(where) == f"{index.expressions[0]!s} is not null"


def _check_totals(made: Entity) -> None:
    if made.totals is None:
        return
    for name in (*made.totals.sums, *made.totals.averages):
        if made.value(name).type.kind not in NUMBER_KINDS:
            raise ValueError(f"{made.name} adds up '{name}', which is no number")


def _check_masks(made: Entity) -> None:
    """Refuse what would show a masked column, or where it stands among others."""
    masked = {field.column for field in made.fields if isinstance(field, Column) and field.mask}
    for field in made.fields:
        if isinstance(field, Expression) and masked & set(field.reads):
            raise ValueError(f"{made.name}.{field.name} would show a masked column")
    totals = made.totals or Totals()
    latest = [f"-{found.latest}" for found in made.lookups if found.latest]
    refuse_masked(made, (*made.order_by, *latest, *totals.sums, *totals.averages))


def refuse_masked(made: Entity, names: Iterable[str]) -> None:
    """Refuse to order or add up by a column that some may not see."""
    for name in names:
        value = made.value(name.removeprefix("-"))
        if isinstance(value, Column) and value.mask is not None:
            raise ValueError(
                f"{made.name} is ordered or added up by '{value.name}', which would show it"
            )

"""The fields of a row: each is one SQL expression over it, and relations begin anew below it."""

from collections.abc import Sequence

from sqlmodel import SQLModel

from api.graphql.asked import Asked
from api.graphql.compiler import connections, objects, values
from api.graphql.compiler.objects import UncompilableError
from api.graphql.compiler.scope import Compiling, RowAt, free
from api.graphql.compiler.site import Site
from api.graphql.declarations import Column, Computed, Entity, Expression, ToMany, ToOne
from api.graphql.entity import table_of
from api.graphql.fragments import NOTHING, Fragment, compose, join, name, table

_ASKED_ROW = "asked_row"


def columns(row: RowAt, asked: Sequence[Asked]) -> Fragment:
    """Return what follows SELECT: what is asked of a row."""
    return objects.columns(asked, row.entity.name, lambda field: _value(row, field))


def of_condition(
    row: RowAt, condition: Fragment, asked: Asked, end: Fragment = NOTHING
) -> Fragment:
    """Return the object of the one row of a table that a condition finds; null where none is."""
    return compose(
        "(select row_to_json({}.*) from (select {} from {} where {}{}) as {})",
        name(asked.name),
        columns(row, asked.fields),
        table(row.entity.table, row.alias),
        condition,
        end,
        name(asked.name),
    )


def _value(row: RowAt, asked: Asked) -> Fragment:
    if asked.name == "id":
        return values.node_id(row.entity, row.key())
    declared = row.field(asked.name)
    match declared:
        case Column() | Expression():
            return values.written(declared.type, row.value(declared))
        case ToOne():
            return _related(row, declared, asked)
        case ToMany():
            return connections.of_parent(row, declared, asked, columns)
        case Computed():
            return _computed(row, declared, asked)
        case None:
            raise UncompilableError(f"{row.entity.name} declares no '{asked.name}'")


def _related(row: RowAt, declared: ToOne, asked: Asked) -> Fragment:
    target = row.compiling.scope.registry.of_table(declared.target)
    pointer = row.value(declared.foreign_key)
    if declared.is_enforced and not asked.has_other_than("id", objects.TYPENAME):
        # The reference proves that the row is there.
        held = objects.of_each(
            asked.fields, target.name, lambda _: values.node_id(target, [pointer]), asked.name
        )
        return compose("case when {} is not null then {} end", pointer, held)
    below = row.below(target, declared.name, is_of_page=False)
    (key,) = below.key()
    return of_condition(below, compose("{} = {}", key, pointer), asked)


def _computed(row: RowAt, declared: Computed, asked: Asked) -> Fragment:
    if declared.compile is None:
        raise UncompilableError(f"{row.entity.name}.{declared.name} is computed by Python")
    # Under an alias of its own, which no SQL written by hand takes for another row.
    alias = free(_ASKED_ROW, row.taken)
    reads = [row.entity.value(read) for read in declared.reads]
    site = site_of(
        row.compiling,
        asked,
        row.taken | {alias},
        {read: name(alias, read) for read in declared.reads},
    )
    return compose(
        "(select {} from (select {}) as {})",
        declared.compile(site),
        join(", ", [compose("{} as {}", row.value(read), name(read.name)) for read in reads]),
        name(alias),
    )


def site_of(
    compiling: Compiling, asked: Asked, taken: frozenset[str], found: dict[str, Fragment]
) -> Site:
    """Return what a function that compiles a field written by hand is told."""

    def row(model: type[SQLModel], key: Fragment, fields: Sequence[Asked]) -> Fragment:
        entity: Entity = compiling.scope.registry.of_table(table_of(model).name)
        at = RowAt(compiling, entity, free(entity.table, taken), is_of_page=False, taken=taken)
        wanted = Asked(asked.key, asked.name, {}, tuple(fields))
        (own,) = at.key()
        return of_condition(at, compose("{} = {}", own, key), wanted)

    return Site(asked, found, compiling.scope, compiling.viewer, row)

"""The contract map: which fields of the API read which columns of the database.

The migration linter reads it to say what a migration breaks. It is derived from the declarations,
so it cannot fall behind them.
"""

from collections.abc import Iterable, Iterator, Mapping

from api.graphql import filters, names
from api.graphql.declarations import Computed, Entity, Field, ToMany, ToOne
from api.graphql.registry import Registry
from api.graphql.shells import sortable

Use = tuple[str, str]
"""A column, as `table.column`, and what uses it, as `Type.field`."""


def of_registry(
    registry: Registry, by_hand: Mapping[str, Iterable[str]] | None = None
) -> Mapping[str, list[str]]:
    """Return, for each column, the fields, inputs and root fields that read it.

    `by_hand` are the columns that fields read whose SQL no entity declares.
    """
    found: dict[str, set[str]] = {}
    for entity in registry.entities:
        for column, use in _uses(registry, entity):
            found.setdefault(column, set()).add(use)
    for use, columns in (by_hand or {}).items():
        for column in columns:
            found.setdefault(column, set()).add(use)
    return {column: sorted(uses) for column, uses in sorted(found.items())}


def _uses(registry: Registry, entity: Entity) -> Iterator[Use]:
    for column in entity.key:
        yield f"{entity.table}.{column.column}", f"{entity.name}.id"
    for field in entity.fields:
        yield from _read_by_field(registry, entity, field)
    yield from _read_by_inputs(registry, entity)
    yield from _read_by_root(entity)
    yield from _read_by_totals(entity)


def _read_by_field(registry: Registry, entity: Entity, field: Field) -> Iterator[Use]:
    use = f"{entity.name}.{names.camel(field.name)}"
    match field:
        case ToOne():
            target = registry.of_table(field.target)
            yield f"{entity.table}.{field.foreign_key.column}", use
            yield f"{target.table}.{target.key[0].column}", use
        case ToMany():
            target = registry.of_table(field.target)
            yield f"{target.table}.{field.foreign_key.column}", use
            yield f"{entity.table}.{entity.key[0].column}", use
            for name in field.order_by or target.order_by:
                yield from _columns(target, name.removeprefix("-"), use)
        case Computed():
            for name in field.reads:
                yield from _columns(entity, name, use)
            for column in field.others:
                yield column, use
        case _:
            yield from _columns(entity, field.name, use)


def _read_by_inputs(registry: Registry, entity: Entity) -> Iterator[Use]:
    leading_here = [field for field in _relations(registry) if field.target == entity.table]
    if entity.is_listed or leading_here:
        for name, field in filters.filterable(entity).items():
            if not isinstance(field, ToOne | ToMany):
                yield from _columns(entity, field.name, f"{entity.name}Filter.{name}")
    if entity.is_listed or any(isinstance(field, ToMany) for field in leading_here):
        for value in sortable(entity):
            use = f"{entity.name}SortField.{names.loud(value.name)}"
            yield from _columns(entity, value.name, use)


def _relations(registry: Registry) -> Iterator[ToOne | ToMany]:
    for entity in registry.entities:
        for field in entity.fields:
            if isinstance(field, ToOne | ToMany):
                yield field


def _read_by_root(entity: Entity) -> Iterator[Use]:
    if entity.is_listed:
        for name in entity.order_by:
            yield from _columns(
                entity, name.removeprefix("-"), f"Query.{names.camel(entity.table)}"
            )
    for found in entity.lookups:
        use = f"Query.{names.singular(entity.name)}{names.pascal(found.name)}"
        for name in (*found.columns, *filter(None, [found.latest])):
            yield from _columns(entity, name, use)


def _read_by_totals(entity: Entity) -> Iterator[Use]:
    totals = entity.totals
    if totals is None:
        return
    for name in totals.sums:
        yield from _columns(entity, name, f"{entity.name}Sums.{names.camel(name)}")
    for name in totals.averages:
        yield from _columns(entity, name, f"{entity.name}Averages.{names.camel(name)}")
    for name in filter(None, [totals.per]):
        yield from _columns(entity, name, f"{entity.name}Totals.{names.camel(name)}")


def _columns(entity: Entity, name: str, use: str) -> Iterator[Use]:
    for column in entity.value(name).reads:
        yield f"{entity.table}.{column}", use

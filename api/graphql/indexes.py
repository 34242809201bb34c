"""Whether an index can answer what a client asks of a whole table, and what happens where none can.

Row-level security lets an index compare what a client said only by operators that PostgreSQL calls
leakproof: those of numeric and of enums are not, and neither is `ilike`. What no index answers is
answered by reading the tenant's rows, which is fine for a small table and refused for a large one.
Connections below a row are never refused: the index on their foreign key bounds them.
"""

from collections.abc import Mapping

from api.graphql import filters, names, pages
from api.graphql.declarations import Column, Entity, ToMany, ToOne, Value
from api.graphql.filters import Scope
from api.graphql.fragments import TRUE, Fragment, bind, compose
from api.graphql.kinds import SCALAR_KINDS, Kind
from api.graphql.pages import PageRequest
from api.graphql.refusals import bad_input
from api.graphql.registry import Registry

MOST_ROWS_READ = 1_000_000
LEAKPROOF_KINDS = SCALAR_KINDS - {Kind.DECIMAL, Kind.ENUM}

_COMPARING = {"eq", "in", "gt", "gte", "lt", "lte"}


def answers(scope: Scope, asked: PageRequest) -> bool:
    """Say whether an index finds the rows of a page, or reads them in its order."""
    entity = asked.order.entity
    if asked.filter is None or pages.condition(scope, asked, entity.table) == TRUE:
        return leads(entity, asked.order.terms[0].value)
    return narrows(scope.registry, entity, asked.filter)


def narrows(registry: Registry, entity: Entity, given: Mapping[str, object]) -> bool:
    """Say whether an index finds the rows of a filter: one of all that it says is enough."""
    return any(
        _one_narrows(registry, entity, key, said) for key, said in given.items() if said is not None
    )


def leads(entity: Entity, value: Value) -> bool:
    """Say whether an index begins with a value, after the organization."""
    is_column = isinstance(value, Column) and value.column in entity.indexed
    return is_column and value.type.kind in LEAKPROOF_KINDS


def size(entity: Entity) -> Fragment:
    """Return the statement for about how many rows a table has, those of all tenants."""
    # A table that was never analyzed says -1.
    return compose(
        "select greatest(reltuples, 0)::bigint from pg_class where oid = {}::regclass",
        bind(entity.table, "text"),
    )


def is_small(entity: Entity) -> Fragment:
    """Return the condition that a table may be read whole; it fails where the table may not be.

    It says nothing of a row, so PostgreSQL asks it once, before it reads the first one.
    """
    return compose(
        "(select 1 / (reltuples <= {})::integer from pg_class where oid = {}::regclass) = 1",
        bind(MOST_ROWS_READ, "bigint"),
        bind(entity.table, "text"),
    )


def refuse(entity: Entity, rows: int) -> None:
    """Refuse to read a table of so many rows."""
    if rows <= MOST_ROWS_READ:
        return
    known = sorted(names.camel(value.name) for value in entity.values if leads(entity, value))
    raise bad_input(
        f"{names.camel(entity.table)} is too large to be read whole, and no index answers this "
        f"filter and orderBy; also filter by one of id, {', '.join(known)}"
    )


def _one_narrows(registry: Registry, entity: Entity, key: str, said: object) -> bool:
    match key:
        case "and":
            return any(narrows(registry, entity, one) for one in _mappings(said))
        case "or":
            return all(narrows(registry, entity, one) for one in _mappings(said))
        case "not":
            return False
        case "id":
            return any(token is not None for one in _mappings(said) for token in one.values())
    declared = filters.filterable(entity)[key]
    if isinstance(declared, ToOne | ToMany):
        return _relation_narrows(registry, entity, declared, said)
    return leads(entity, declared) and any(
        operator in _COMPARING and operand is not None
        for one in _mappings(said)
        for operator, operand in one.items()
    )


def _relation_narrows(
    registry: Registry, entity: Entity, field: ToOne | ToMany, said: object
) -> bool:
    target = registry.of_table(field.target)
    is_followed_back = isinstance(field, ToMany) or field.foreign_key.column in entity.indexed
    return is_followed_back and any(narrows(registry, target, one) for one in _mappings(said))


def _mappings(said: object) -> list[Mapping[str, object]]:
    listed = said if isinstance(said, list) else [said]
    return [one for one in listed if isinstance(one, Mapping)]

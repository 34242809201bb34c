"""What a filter means: the condition on the rows of an entity.

Everything said in one filter must hold; `or` and `not` say otherwise. `not` holds wherever its
filter does not, also where a null makes SQL shrug. A filter on a relation holds when there is such
a row: `items: {}` asks for any item at all, and `not: {items: {}}` for none. Null stands for
nothing said, so that a client can pass a variable that it leaves unset.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, partial

from api.graphql import names, node_ids, operators
from api.graphql.declarations import Column, Entity, Lookup, ToMany, ToOne, Value
from api.graphql.fragments import (
    FALSE,
    TRUE,
    Fragment,
    bind,
    bind_array,
    both,
    compose,
    join,
    name,
    over_row,
)
from api.graphql.kinds import SCALAR_KINDS
from api.graphql.operators import OPERATORS, Operator
from api.graphql.refusals import bad_input, forbidden
from api.graphql.registry import Registry
from api.graphql.rows import of_value, sees_everything
from api.graphql.slots import Slot, apply
from models.tenancy import MemberRole

MOST_RELATIONS = 2
MOST_CONDITIONS = 100
ID = "id"

Given = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Scope:
    """What a filter is read with."""

    registry: Registry
    role: MemberRole
    relations: int = 0


def condition(scope: Scope, entity: Entity, given: Given | None, alias: str) -> Fragment:
    """Return the condition that a filter means."""
    if given is None:
        return TRUE
    if _size(given) > MOST_CONDITIONS:
        raise bad_input(f"the filter says more than {MOST_CONDITIONS} things; say fewer")
    return _all(scope, entity, given, alias)


@cache
def filterable(entity: Entity) -> dict[str, Value | ToOne | ToMany]:
    """Return what can be filtered by, under the names that clients use."""
    found: dict[str, Value | ToOne | ToMany] = {
        names.camel(value.name): value for value in entity.values if value.type.kind in SCALAR_KINDS
    }
    for field in entity.fields:
        if isinstance(field, ToOne | ToMany):
            found[names.camel(field.name)] = field
    return found


def permit(scope_role: MemberRole, value: Value) -> None:
    """Refuse to compare a value that the role is not shown: comparing would reveal it."""
    is_masked = isinstance(value, Column) and value.mask is not None
    if is_masked and not sees_everything(scope_role):
        raise forbidden(
            f"your role is not shown {names.camel(value.name)}, "
            "so it cannot filter, order or look up by it"
        )


def _all(scope: Scope, entity: Entity, given: Given, alias: str) -> Fragment:
    return both(
        *(_one(scope, entity, key, said, alias) for key, said in given.items() if said is not None)
    )


def _one(scope: Scope, entity: Entity, key: str, said: object, alias: str) -> Fragment:
    match key:
        case "and":
            return both(*_each(scope, entity, said, alias))
        case "or":
            return _any(_each(scope, entity, said, alias))
        case "not":
            return compose("({}) is not true", _all(scope, entity, _mapping(said), alias))
        case "id":
            return _by_id(scope, entity, _mapping(said), alias)
    declared = filterable(entity)[key]
    if isinstance(declared, ToOne | ToMany):
        return _through(scope, declared, _mapping(said), alias)
    permit(scope.role, declared)
    return _compare(declared, _mapping(said), alias)


def _each(scope: Scope, entity: Entity, said: object, alias: str) -> list[Fragment]:
    given = said if isinstance(said, list) else [said]
    return [_all(scope, entity, _mapping(one), alias) for one in given]


def _any(conditions: list[Fragment]) -> Fragment:
    if not conditions:
        return FALSE
    return compose("({})", join(" or ", [compose("({})", one) for one in conditions]))


def _compare(value: Value, said: Given, alias: str) -> Fragment:
    known = {operator.name: operator for operator in OPERATORS[value.type.kind]}
    return both(
        *(
            _operation(known[key], value, operand, alias)
            for key, operand in said.items()
            if operand is not None
        )
    )


def _operation(operator: Operator, value: Value, operand: object, alias: str) -> Fragment:
    return operators.condition(operator, value.type, of_value(value, alias), operand)


def _by_id(scope: Scope, entity: Entity, said: Given, alias: str) -> Fragment:
    conditions = []
    for key, operand in said.items():
        if operand is None:
            continue
        tokens = [operand] if key == "eq" else operand
        keys = apply(partial(_decoded, scope.registry, entity), tokens)
        conditions.append(with_keys(entity, keys, alias))
    return both(*conditions)


def _decoded(registry: Registry, entity: Entity, tokens: object) -> list[node_ids.Key]:
    listed = tokens if isinstance(tokens, list) else [tokens]
    return [node_ids.decode_as(registry, entity, str(token)) for token in listed]


def found_by(
    role: MemberRole, entity: Entity, declared: Lookup, arguments: Given, alias: str
) -> Fragment:
    """Return the condition that a row is the one that a lookup's arguments name."""
    values = [(names.camel(name), entity.value(name)) for name in declared.columns]
    for _, value in values:
        permit(role, value)
    return both(
        *(
            compose(
                "{} = {}",
                of_value(value, alias),
                bind(apply(operators.readable, arguments[argument]), value.type.sql),
            )
            for argument, value in values
        )
    )


def with_keys(entity: Entity, keys: list[node_ids.Key] | Slot, alias: str) -> Fragment:
    """Return the condition that a row has one of the keys."""
    few = apply(_few, keys)
    columns = [name(alias, column.column) for column in entity.key]
    arrays = [
        bind_array(apply(partial(_parts, position), few), column.type.sql)
        for position, column in enumerate(entity.key)
    ]
    if len(columns) == 1:
        return compose("{} = any({})", columns[0], arrays[0])
    return compose("({}) in (select * from unnest({}))", join(", ", columns), join(", ", arrays))


def _few(keys: list[node_ids.Key]) -> list[node_ids.Key]:
    if len(keys) > operators.MOST_VALUES:
        raise bad_input(f"a list holds {len(keys)} ids; pass at most {operators.MOST_VALUES}")
    return keys


def _parts(position: int, keys: list[node_ids.Key]) -> list[object]:
    return [key[position] for key in keys]


def _through(scope: Scope, field: ToOne | ToMany, said: Given, alias: str) -> Fragment:
    """Return the condition that a relation has a row that the filter holds for."""
    if scope.relations == MOST_RELATIONS:
        raise bad_input(
            f"the filter follows more than {MOST_RELATIONS} relations, one inside the other; "
            "follow fewer"
        )
    target = scope.registry.of_table(field.target)
    inner = f"{alias}_{field.name}"
    deeper = replace(scope, relations=scope.relations + 1)
    return compose(
        "exists (select from {} as {} where {})",
        name(target.table),
        name(inner),
        both(
            _joined(field, target, inner, alias),
            _all(deeper, target, said, inner),
        ),
    )


def _joined(field: ToOne | ToMany, target: Entity, inner: str, outer: str) -> Fragment:
    if isinstance(field, ToOne):
        return compose(
            "{} = {}", name(inner, target.key[0].column), name(outer, field.foreign_key.column)
        )
    referred = compose("{} = {}", name(inner, field.foreign_key.column), name(outer, ID))
    return referred if field.where is None else both(referred, over_row(field.where, inner))


def _mapping(said: object) -> Given:
    return said if isinstance(said, Mapping) else {}


def _size(said: object) -> int:
    if isinstance(said, Mapping):
        return sum(1 + _size(value) for value in said.values())
    if isinstance(said, list):
        return sum(_size(value) for value in said if isinstance(value, Mapping))
    return 0

"""The fields of the input types: filters and orders."""

from collections.abc import Mapping
from enum import StrEnum

import strawberry
from strawberry.types.field import StrawberryField

from api.graphql import filters
from api.graphql.declarations import Entity, ToMany, ToOne, Value
from api.graphql.kinds import Kind, ValueType
from api.graphql.object_types import AllShells, annotation_of, list_of, meaning, optional
from api.graphql.operators import OPERATORS, Operand, Operator
from api.graphql.registry import Registry
from api.graphql.shells import define_enum, fill, input_field, shell

ValueFilters = Mapping[object, type]
"""The filter on one value, by its kind, or by its class where it is an enum."""

ID_FILTER = "id"

_NAMES = {
    Kind.TEXT: "StringFilter",
    Kind.INT: "IntFilter",
    Kind.BIGINT: "BigIntFilter",
    Kind.DECIMAL: "DecimalFilter",
    Kind.BOOLEAN: "BooleanFilter",
    Kind.DATE: "DateFilter",
    Kind.TIME: "TimeFilter",
    Kind.TIMESTAMP: "DateTimeFilter",
    Kind.UUID: "UUIDFilter",
}


class SortDirection(StrEnum):
    """Which way an order goes."""

    ASC = "ASC"
    DESC = "DESC"


define_enum(
    SortDirection,
    "Which way an order goes.",
    {
        "ASC": "Smallest first; rows without a value come last.",
        "DESC": "Largest first; rows without a value come first.",
    },
)


def value_filters(registry: Registry) -> ValueFilters:
    """Return the filters on single values that the entities need."""
    made: dict[object, type] = {ID_FILTER: _id_filter()}
    for entity in registry.entities:
        for field in filters.filterable(entity).values():
            if not isinstance(field, ToOne | ToMany) and _key(field.type) not in made:
                made[_key(field.type)] = _value_filter(field.type)
    return made


def fill_filter(entity: Entity, shells: AllShells, of_values: ValueFilters) -> None:
    """Give an entity's filter its fields."""
    own = shells[entity.table].filter
    every = list_of(own)
    fields = [
        input_field("and", optional(every), "All of these hold."),
        input_field(
            "or", optional(every), "At least one of these holds; none does in an empty list."
        ),
        input_field("not", optional(own), "This does not hold."),
        input_field("id", optional(of_values[ID_FILTER]), "The global id."),
    ]
    declared = filters.filterable(entity).items()
    fill(own, [*fields, *(_condition(name, field, shells, of_values) for name, field in declared)])


def fill_sort(entity: Entity, shells: AllShells) -> None:
    """Give an entity's order its fields."""
    own = shells[entity.table]
    fields = [
        input_field("field", own.sort_field, "What is compared."),
        input_field("direction", SortDirection, "Which way.", default=SortDirection.ASC),
    ]
    fill(own.sort, fields)


def _condition(
    name: str, field: Value | ToOne | ToMany, shells: AllShells, of_values: ValueFilters
) -> StrawberryField:
    match field:
        case ToOne():
            said = f"It has such a {name}; {{}} asks for any, and not for none."
            return input_field(name, optional(shells[field.target].filter), said)
        case ToMany():
            said = f"At least one of its {name} is such; {{}} asks for any, and not for none."
            return input_field(name, optional(shells[field.target].filter), said)
        case _:
            return input_field(name, optional(of_values[_key(field.type)]), meaning(field))


def _key(value_type: ValueType) -> object:
    return value_type.values or value_type.kind


def _value_filter(value_type: ValueType) -> type:
    name = value_type.values.__name__ + "Filter" if value_type.values else _NAMES[value_type.kind]
    of = name.removesuffix("Filter")
    made = shell(
        name, f"What is asked of a value of type {of}: all that is said must hold.", is_input=True
    )
    annotation = annotation_of(value_type, is_nullable=False)
    fill(made, [_operator(found, annotation) for found in OPERATORS[value_type.kind]])
    return made


def _operator(operator: Operator, annotation: object) -> StrawberryField:
    of_operand = {
        Operand.VALUE: annotation,
        Operand.VALUES: list_of(annotation),
        Operand.PATTERN: str,
        Operand.FLAG: bool,
    }
    return input_field(operator.name, optional(of_operand[operator.operand]), operator.description)


def _id_filter() -> type:
    made = shell("IDFilter", "What is asked of a global id.", is_input=True)
    fields = [
        input_field("eq", optional(strawberry.ID), "Is this row."),
        input_field("in", optional(list_of(strawberry.ID)), "Is one of these rows."),
    ]
    fill(made, fields)
    return made

"""The fields of the output types: what each declaration becomes in the schema."""

import inspect
import types
import typing
from collections.abc import Mapping
from decimal import Decimal

import strawberry
from strawberry.annotation import StrawberryAnnotation
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.field import StrawberryField

from api.graphql import names, resolvers, statements
from api.graphql.declarations import (
    Column,
    Computed,
    Entity,
    Expression,
    Field,
    Mask,
    ToMany,
    ToOne,
)
from api.graphql.kinds import Kind, ValueType
from api.graphql.pages import DEFAULT_ROWS, MOST_ROWS
from api.graphql.scalars import ANNOTATION_OF_KIND
from api.graphql.shells import Shells, argument, fill, output

AllShells = Mapping[str, Shells]
"""The types of every entity, by its table."""


def fill_entity(entity: Entity, shells: AllShells, page_info: type) -> None:
    """Give an entity's output types their fields."""
    own = shells[entity.table]
    fill(
        own.object,
        [
            id_field(f"The global id of this {entity.name}."),
            *(field_of(f, shells) for f in entity.fields),
        ],
    )
    _fill_edge(own)
    _fill_connection(entity, own, page_info)
    _fill_totals(entity, own)


def id_field(description: str) -> StrawberryField:
    """Return the field that is a row's global id."""
    return output("id", strawberry.ID, description, resolvers.id_of)


def field_of(field: Field, shells: AllShells) -> StrawberryField:
    """Return the field that a declaration becomes."""
    name = names.camel(field.name)
    match field:
        case Column() | Expression():
            annotation = annotation_of(field.type, is_nullable=field.is_nullable)
            return output(name, annotation, meaning(field), resolvers.value_of(field.name))
        case ToOne():
            target: object = shells[field.target].object
            annotation = optional(target) if field.is_nullable else target
            return output(name, annotation, field.description, resolvers.related)
        case ToMany():
            return output(
                name,
                shells[field.target].connection,
                field.description,
                resolvers.related,
                connection_arguments(shells[field.target]),
            )
        case Computed():
            return output(
                name,
                _returned(field),
                field.description,
                resolvers.related,
                _arguments(field),
            )


def annotation_of(value_type: ValueType, *, is_nullable: bool) -> object:
    """Return what Strawberry makes of a value."""
    annotation = value_type.values or ANNOTATION_OF_KIND[value_type.kind]
    # A column that is never null in SQL may hold JSON's own null, which is null to a client too.
    may_be_null = is_nullable or value_type.kind is Kind.JSON
    return optional(annotation) if may_be_null else annotation


def optional(annotation: object) -> object:
    """Return the annotation of what may be null."""
    return typing.Optional[annotation]  # noqa: UP045 - the annotation is a value here


def list_of(annotation: object) -> object:
    """Return the annotation of a list, none of whose items is null unless the annotation says."""
    return types.GenericAlias(list, (annotation,))


def connection_arguments(target: Shells) -> list[StrawberryArgument]:
    """Return the arguments of a connection."""
    return [
        argument(
            "first",
            optional(int),
            f"How many rows from the start; at most {MOST_ROWS}, {DEFAULT_ROWS} unless told.",
        ),
        argument("last", optional(int), f"How many rows from the end; at most {MOST_ROWS}."),
        argument("after", optional(str), "Only rows after this cursor."),
        argument("before", optional(str), "Only rows before this cursor."),
        argument("filter", optional(target.filter), "Only rows of which this holds."),
        argument(
            "orderBy",
            optional(list_of(target.sort)),
            "The order of the rows; equal ones are ordered by their id.",
        ),
    ]


def meaning(field: Column | Expression) -> str:
    """Return what a value means, and who is not shown it."""
    mask: Mask | None = field.mask if isinstance(field, Column) else None
    if mask is None:
        return field.description
    return f"{field.description}. Masked for ANALYST and MEMBER, who see {mask.words}."


def _fill_edge(own: Shells) -> None:
    fill(
        own.edge,
        [
            output("node", own.object, "The row.", resolvers.edge_node),
            output(
                "cursor",
                str,
                "Marks this row's place, for after and before.",
                resolvers.edge_cursor,
            ),
        ],
    )


def _fill_connection(entity: Entity, own: Shells, page_info: type) -> None:
    rows, edges = list_of(own.object), list_of(own.edge)
    fields = [
        output("nodes", rows, "The rows of the page.", resolvers.page_nodes),
        output("edges", edges, "The rows of the page with their cursors.", resolvers.page_edges),
        output("pageInfo", page_info, "Where the page lies.", resolvers.itself),
        output(
            "totalCount",
            int,
            "How many rows there are on all pages; costs a count.",
            resolvers.attribute("count"),
        ),
    ]
    fill(own.connection, [*fields, *_totals_field(entity, own)])


def _totals_field(entity: Entity, own: Shells) -> list[StrawberryField]:
    if own.totals is None or entity.totals is None:
        return []
    if entity.totals.per is None:
        said = "What the rows on all pages add up to."
        return [output("totals", own.totals, said, resolvers.one_total)]
    lines = list_of(own.totals)
    per = names.camel(entity.totals.per)
    said = f"What the rows on all pages add up to, one line per {per}."
    return [output("totals", lines, said, resolvers.attribute("totals"))]


def _fill_totals(entity: Entity, own: Shells) -> None:
    totals = entity.totals
    if own.totals is None or totals is None:
        return
    fields = [output("count", int, "How many rows there are.", resolvers.item("count"))]
    if totals.per is not None:
        per = entity.value(totals.per)
        annotation = annotation_of(per.type, is_nullable=per.is_nullable)
        name = names.camel(per.name)
        fields.append(output(name, annotation, per.description, resolvers.item(per.name)))
    if own.sums is not None:
        fields.append(output("sum", own.sums, "The sums.", resolvers.item("sum")))
        fill(own.sums, [_sum(entity, name) for name in totals.sums])
    if own.averages is not None:
        fields.append(output("average", own.averages, "The averages.", resolvers.item("average")))
        fill(own.averages, [_average(name) for name in totals.averages])
    fill(own.totals, fields)


def _sum(entity: Entity, name: str) -> StrawberryField:
    value = entity.value(name)
    annotation = ANNOTATION_OF_KIND[statements.sum_kind(value)]
    said = f"Sum of {names.camel(name)}; 0 without rows."
    return output(names.camel(name), annotation, said, resolvers.item(name))


def _average(name: str) -> StrawberryField:
    said = (
        f"Average of {names.camel(name)} over the rows that have it, rounded to "
        f"{statements.AVERAGE_DIGITS} digits; null where none has."
    )
    return output(names.camel(name), optional(Decimal), said, resolvers.item(name))


def _returned(field: Computed) -> object:
    """Return the type of one value: the function returns a list with one per row."""
    returned = typing.get_type_hints(field.compute).get("return")
    arguments = typing.get_args(returned)
    if typing.get_origin(returned) is not list or len(arguments) != 1:
        raise TypeError(f"'{field.name}' must say that it returns a list: a value for each row")
    return arguments[0]


def _arguments(field: Computed) -> list[StrawberryArgument]:
    """Return the field's arguments: what follows the context and the rows."""
    hints = typing.get_type_hints(field.compute, include_extras=True)
    parameters = list(inspect.signature(field.compute).parameters.values())[2:]
    return [
        StrawberryArgument(
            python_name=parameter.name,
            graphql_name=names.camel(parameter.name),
            type_annotation=StrawberryAnnotation(hints[parameter.name]),
            default=parameter.default,
        )
        for parameter in parameters
    ]

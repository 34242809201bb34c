"""Strawberry types that are made from declarations, one `Shells` per entity.

Types refer to one another in circles, so all of them are made empty first and filled afterwards.
Strawberry reads only the definition that hangs on a class; the classes are never instantiated.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum

from strawberry.annotation import StrawberryAnnotation
from strawberry.schema_directives import OneOf
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.base import StrawberryObjectDefinition
from strawberry.types.enum import EnumValue, StrawberryEnumDefinition
from strawberry.types.field import StrawberryField
from strawberry.types.unset import UNSET

from api.graphql import names
from api.graphql.declarations import Entity, Enumeration, Value
from api.graphql.kinds import SCALAR_KINDS
from api.graphql.resolvers import Resolver, type_of

_DEFINITION = "__strawberry_definition__"


class DeclaredField(StrawberryField):
    """A field whose resolver graphql-core calls directly."""

    resolve: Resolver | None = None
    subscribe: Resolver | None = None


@dataclass(frozen=True, slots=True)
class Shells:
    """The types of one entity."""

    object: type
    edge: type
    connection: type
    filter: type
    sort: type
    sort_field: type[Enum]
    totals: type | None
    sums: type | None
    averages: type | None


def of_entity(entity: Entity, node: type) -> Shells:
    """Return the empty types of an entity."""
    of = f"of {entity.name}"
    totals = entity.totals
    return Shells(
        object=shell(entity.name, entity.description, interfaces=(node,)),
        edge=shell(f"{entity.name}Edge", f"A row {of} with its place in the connection."),
        connection=shell(
            f"{entity.name}Connection", f"A page of rows {of}, and what is around it."
        ),
        filter=shell(
            f"{entity.name}Filter",
            f"Which rows {of} are meant: all that is said must hold. "
            "A null stands for nothing said.",
            is_input=True,
        ),
        sort=shell(
            f"{entity.name}Sort", f"One thing that rows {of} are ordered by.", is_input=True
        ),
        sort_field=_sort_field(entity),
        totals=shell(f"{entity.name}Totals", f"What all rows {of} in a connection add up to.")
        if totals
        else None,
        sums=shell(f"{entity.name}Sums", f"Sums over rows {of}.")
        if totals and totals.sums
        else None,
        averages=shell(f"{entity.name}Averages", f"Averages over rows {of}.")
        if totals and totals.averages
        else None,
    )


def shell(
    name: str,
    description: str,
    *,
    interfaces: Sequence[type] = (),
    is_input: bool = False,
    is_interface: bool = False,
) -> type:
    """Return a type without fields."""
    made = type(name, (), {})
    definition = StrawberryObjectDefinition(
        name=name,
        is_input=is_input,
        is_interface=is_interface,
        origin=made,
        description=description,
        interfaces=[definition_of(interface) for interface in interfaces],
        extend=False,
        directives=(),
        is_type_of=None,
        resolve_type=type_of if is_interface else None,
        fields=[],
    )
    _attach(made, definition)
    return made


def fill(made: type, fields: Sequence[StrawberryField]) -> None:
    """Give a type its fields."""
    definition_of(made).fields = list(fields)


def require_one_field(made: type) -> None:
    """Let an input have exactly one of its fields."""
    definition_of(made).directives = (OneOf(),)


def definition_of(made: type) -> StrawberryObjectDefinition:
    """Return what Strawberry knows of a type."""
    definition = vars(made)[_DEFINITION]
    if not isinstance(definition, StrawberryObjectDefinition):
        raise TypeError(f"{made.__name__} is no object, input or interface of Strawberry's")
    return definition


def output(
    name: str,
    annotation: object,
    description: str,
    resolve: Resolver,
    arguments: Sequence[StrawberryArgument] = (),
) -> DeclaredField:
    """Return a field of an object."""
    field = DeclaredField(
        python_name=name,
        graphql_name=name,
        type_annotation=StrawberryAnnotation(annotation),
        description=sentence(description),
    )
    field.resolve = resolve
    field.arguments = list(arguments)
    return field


def argument(
    name: str, annotation: object, description: str, default: object = UNSET
) -> StrawberryArgument:
    """Return an argument of a field."""
    return StrawberryArgument(
        python_name=name,
        graphql_name=name,
        type_annotation=StrawberryAnnotation(annotation),
        description=sentence(description),
        default=default,
    )


def input_field(
    name: str, annotation: object, description: str, default: object = UNSET
) -> StrawberryField:
    """Return a field of an input."""
    return StrawberryField(
        python_name=name,
        graphql_name=name,
        type_annotation=StrawberryAnnotation(annotation),
        description=sentence(description),
        default=default,
    )


def publish(declared: Enumeration) -> None:
    """Give an enum of the models its GraphQL form, with what its values mean."""
    meanings = dict(declared.descriptions)
    define_enum(declared.values, (declared.values.__doc__ or "").strip(), meanings)


def define_enum(values: type[Enum], description: str, meanings: Mapping[str, str]) -> None:
    """Give an enum its GraphQL form."""
    described = [
        EnumValue(member.name, member.value, description=sentence(meanings[member.name]))
        for member in values
    ]
    known = vars(values).get(_DEFINITION)
    if isinstance(known, StrawberryEnumDefinition):
        # A type written by hand names the enum, so Strawberry has met it already.
        known.description, known.values = description, described
        return
    _attach(values, StrawberryEnumDefinition(values, values.__name__, described, description))


def sentence(description: str) -> str:
    """Return a description as a sentence: comments of columns come without their full stop."""
    return description if description.endswith((".", "?", "!", "…")) else f"{description}."


def sortable(entity: Entity) -> list[Value]:
    """Return what rows can be ordered by."""
    keys = [column for column in entity.key if len(entity.key) == 1]
    return [*keys, *(value for value in entity.values if value.type.kind in SCALAR_KINDS)]


def _sort_field(entity: Entity) -> type[Enum]:
    values = {names.loud(value.name): value.name for value in sortable(entity)}
    made = StrEnum(f"{entity.name}SortField", values)  # type: ignore[misc]  # a name at run time
    meanings = {names.loud(value.name): value.description for value in sortable(entity)}
    define_enum(made, f"What rows of {entity.name} can be ordered by.", meanings)
    return made


def _attach(made: type, definition: object) -> None:
    setattr(made, _DEFINITION, definition)

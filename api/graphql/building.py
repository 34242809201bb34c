"""The schema, from the declarations and what was written by hand."""

from collections.abc import Iterable, Mapping, Sequence

import strawberry
from graphql import GraphQLInputObjectType, GraphQLInterfaceType, GraphQLObjectType
from strawberry.schema.config import StrawberryConfig
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.field import StrawberryField
from strawberry.types.scalar import ScalarDefinition

from api.graphql import (
    docstrings,
    entity_types,
    input_types,
    names,
    object_types,
    resolvers,
    roots,
    shells,
)
from api.graphql.compiler.site import COMPILED_EXTENSION, Compile
from api.graphql.declarations import Value
from api.graphql.object_types import (
    AllShells,
    annotation_of,
    connection_arguments,
    list_of,
    optional,
)
from api.graphql.pages import MOST_ROWS
from api.graphql.reading import REGISTRY_EXTENSION
from api.graphql.registry import Registry
from api.graphql.roots import All, By, One, Root
from api.graphql.scalars import SCALARS, BigInt, Json
from api.graphql.shells import DeclaredField, argument, definition_of, fill, output, shell

_NEW_SCALARS = (BigInt, Json)
_ROOTS = ("Query", "Subscription")


def build(
    registry: Registry,
    queries: Iterable[type] = (),
    *,
    compiled: Mapping[str, Compile] | None = None,
    subscriptions: Iterable[type] = (),
    mutation: type | None = None,
) -> strawberry.Schema:
    """Return the schema of the entities; `queries` and `subscriptions` are made by hand.

    `compiled` says, by the names of fields of `queries`, how some of them are compiled.
    """
    node = shell("Node", "A row that has a global id.", is_interface=True)
    fill(node, [object_types.id_field("The global id, by which node finds this again.")])
    made = {entity.table: shells.of_entity(entity, node) for entity in registry.entities}
    _fill_all(registry, made)
    for entity in registry.entities:
        entity_types.publish(entity.name, made[entity.table].object)
    schema = strawberry.Schema(
        query=_query(registry, made, node, queries),
        mutation=mutation,
        subscription=_subscription(subscriptions),
        types=[own.object for own in made.values()],
        config=_config(),
        scalar_overrides=_scalars(is_new=False),
    )
    _resolve_directly(schema)
    _let_clients_know(schema)
    docstrings.describe(schema._schema)  # noqa: SLF001 - the same
    schema._schema.extensions[REGISTRY_EXTENSION] = registry  # noqa: SLF001 - Strawberry offers no other way
    schema._schema.extensions[COMPILED_EXTENSION] = dict(compiled or {})  # noqa: SLF001 - the same
    return schema


def _fill_all(registry: Registry, made: AllShells) -> None:
    for declared in registry.enumerations:
        shells.publish(declared)
    page_info = _page_info()
    of_values = input_types.value_filters(registry)
    for entity in registry.entities:
        object_types.fill_entity(entity, made, page_info)
        input_types.fill_filter(entity, made, of_values)
        input_types.fill_sort(entity, made)


def _query(registry: Registry, made: AllShells, node: type, queries: Iterable[type]) -> type:
    query = shell("Query", "What can be read.")
    by_hand = [field for group in queries for field in definition_of(group).fields]
    declared = [_root_field(registry, root, made) for root in roots.of_registry(registry)]
    fields = [*_node_fields(registry, node), *declared, *by_hand]
    _refuse_twins(fields)
    fill(query, fields)
    return query


def _subscription(groups: Iterable[type]) -> type | None:
    fields = [field for group in groups for field in definition_of(group).fields]
    if not fields:
        return None
    made = shell("Subscription", "What can be watched: each answers at once, and after changes.")
    _refuse_twins(fields)
    fill(made, fields)
    return made


def _root_field(registry: Registry, root: Root, made: AllShells) -> StrawberryField:
    own = made[root.entity.table]
    match root:
        case One(entity):
            return output(
                root.name,
                optional(own.object),
                f"The {entity.name} of an id; null where there is none.",
                resolvers.one(registry, entity),
                [argument("id", strawberry.ID, f"A global id of type {entity.name}.")],
            )
        case All(entity):
            return output(
                root.name,
                own.connection,
                f"All rows of {entity.name}: {entity.description}",
                resolvers.connection(registry, entity),
                connection_arguments(own),
            )
        case By(entity, found):
            return output(
                root.name,
                optional(own.object),
                found.description,
                resolvers.lookup(registry, entity, found),
                [_looked_up(entity.value(column)) for column in found.columns],
            )


def _looked_up(value: Value) -> StrawberryArgument:
    annotation = annotation_of(value.type, is_nullable=False)
    return argument(names.camel(value.name), annotation, value.description)


def _node_fields(registry: Registry, node: type) -> list[StrawberryField]:
    return [
        output(
            "node",
            optional(node),
            "The row of an id, whatever its type; null where there is none.",
            resolvers.node(registry),
            [argument("id", strawberry.ID, "A global id.")],
        ),
        output(
            "nodes",
            list_of(optional(node)),
            "The rows of ids, each in its id's place; null where there is none.",
            resolvers.nodes(registry),
            [argument("ids", list[strawberry.ID], f"Global ids, at most {MOST_ROWS}.")],
        ),
    ]


def _page_info() -> type:
    made = shell("PageInfo", "Where a page lies in its connection.")
    fields = [
        output(
            "hasNextPage",
            bool,
            "Whether rows follow the page; counted when paging forwards, and otherwise true "
            "where before was given.",
            resolvers.attribute("has_next"),
        ),
        output(
            "hasPreviousPage",
            bool,
            "Whether rows precede the page; counted when paging backwards, and otherwise true "
            "where after was given.",
            resolvers.attribute("has_previous"),
        ),
        output(
            "startCursor",
            optional(str),
            "The cursor of the first row; null on an empty page.",
            resolvers.boundary_cursor(0),
        ),
        output(
            "endCursor",
            optional(str),
            "The cursor of the last row; null on an empty page.",
            resolvers.boundary_cursor(-1),
        ),
    ]
    fill(made, fields)
    return made


def _refuse_twins(fields: Sequence[StrawberryField]) -> None:
    """Strawberry would let the last of two fields win."""
    seen = [field.graphql_name or names.camel(field.python_name) for field in fields]
    twins = sorted({name for name in seen if seen.count(name) > 1})
    if twins:
        raise ValueError(f"the root has two fields {twins}; name a type as one row is")


def _config() -> StrawberryConfig:
    return StrawberryConfig(scalar_map=_scalars(is_new=True))


def _scalars(*, is_new: bool) -> dict[object, ScalarDefinition]:
    return {key: found for key, found in SCALARS.items() if (key in _NEW_SCALARS) is is_new}


def _resolve_directly(schema: strawberry.Schema) -> None:
    """Let graphql-core call our resolvers, and ask no object twice what type it is."""
    for made in schema._schema.type_map.values():  # noqa: SLF001 - Strawberry offers no other way
        if not isinstance(made, GraphQLObjectType | GraphQLInterfaceType):
            continue
        for field in made.fields.values():
            declared = field.extensions.get("strawberry-definition")
            if isinstance(declared, DeclaredField):
                field.resolve = declared.resolve
                field.subscribe = declared.subscribe
        if isinstance(made, GraphQLObjectType) and made.name not in _ROOTS:
            _trust(made)


def _let_clients_know(schema: strawberry.Schema) -> None:
    """Mark the inputs of which one field must be given: Strawberry only checks that it is."""
    for made in schema._schema.type_map.values():  # noqa: SLF001 - Strawberry offers no other way
        definition = made.extensions.get("strawberry-definition")
        if isinstance(made, GraphQLInputObjectType) and getattr(definition, "is_one_of", False):
            made.is_one_of = True


def _trust(made: GraphQLObjectType) -> None:
    definition = made.extensions.get("strawberry-definition")
    if definition is not None and any(isinstance(f, DeclaredField) for f in definition.fields):
        made.is_type_of = None

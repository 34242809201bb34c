"""What the schema says of its fields: which are leaves, rows, connections, and at its root."""

from collections.abc import Sequence

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_interface_type,
    is_leaf_type,
    is_list_type,
)


def groups(of: GraphQLObjectType) -> list[tuple[int, Sequence[str]]]:
    """Return the root fields by what they return, each group with how likely it is."""
    groups: dict[int, list[str]] = {}
    for name, found in of.fields.items():
        groups.setdefault(_weight(found), []).append(name)
    return [(weight, names) for weight, names in sorted(groups.items(), reverse=True)]


def _weight(found: GraphQLField) -> int:
    inner = get_named_type(found.type)
    if rows_of(inner) is not None:
        return 44
    if is_interface_type(inner):
        return 16
    return 18 if _is_row(found) else 22


def _is_row(found: GraphQLField) -> bool:
    is_one = not isinstance(found.type, GraphQLNonNull) and not is_list_type(found.type)
    return is_one and "id" in found.args


def is_leaf(found: GraphQLField) -> bool:
    """Say whether nothing is selected of a field."""
    return is_leaf_type(get_named_type(found.type))


def rows_of(inner: object) -> str | None:
    """Return the type of a connection's rows."""
    if isinstance(inner, GraphQLObjectType) and {"nodes", "edges"} <= set(inner.fields):
        return str(get_named_type(inner.fields["nodes"].type).name)
    return None


def implementations(schema: GraphQLSchema, of: GraphQLNamedType) -> list[GraphQLObjectType]:
    """Return the types of an interface."""
    assert isinstance(of, GraphQLInterfaceType)
    return sorted(schema.get_implementations(of).objects, key=lambda one: one.name)

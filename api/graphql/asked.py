"""What an operation asks of a field: the fields below it, as a tree of plain data.

graphql-core resolves one field at a time. To load a page with its relations in one statement each,
a resolver must know what will be asked of its rows before it loads them; this module reads that
from the document, with fragments, directives and variables applied as graphql-core itself does.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLIncludeDirective,
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLSkipDirective,
    InlineFragmentNode,
    SelectionNode,
    get_argument_values,
    get_directive_values,
    get_named_type,
    is_abstract_type,
    is_object_type,
    type_from_ast,
)
from graphql.execution.values import VariableValues

from api.graphql.context import RequestContext

Info = GraphQLResolveInfo[RequestContext]
"""What graphql-core tells a resolver of the field that it resolves."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One field that is asked for: its response key, its name, and what is asked below it."""

    key: str
    name: str
    arguments: Mapping[str, object]
    fields: tuple["Asked", ...]

    def has(self, *names: str) -> bool:
        """Say whether one of the names is asked for below."""
        return any(field.name in names for field in self.fields)

    def has_other_than(self, *names: str) -> bool:
        """Say whether anything but the names is asked for below."""
        return any(field.name not in names for field in self.fields)

    def below(self, *path: str) -> Iterator[tuple[tuple[str, ...], "Asked"]]:
        """Yield the fields at a path of names, each with the response keys that lead to it."""
        first, *rest = path
        for field in self.fields:
            if field.name != first:
                continue
            if not rest:
                yield (field.key,), field
            for keys, found in field.below(*rest) if rest else ():
                yield (field.key, *keys), found


def by_operation(info: Info, type_name: str | None = None) -> Asked:
    """Return what is asked of the field being resolved.

    Where it returns an interface, `type_name` says for which type.
    """
    wanted = type_name or get_named_type(info.return_type).name
    return Asked(
        key=str(info.path.key),
        name=info.field_name,
        arguments={},
        fields=_fields(info, _object_type(info, wanted), list(info.field_nodes)),
    )


def _fields(
    info: Info, of_type: GraphQLObjectType | None, nodes: Sequence[FieldNode]
) -> tuple[Asked, ...]:
    if of_type is None:
        return ()
    grouped: dict[str, list[FieldNode]] = {}
    for node in nodes:
        for found in _visible(
            info, of_type, node.selection_set.selections if node.selection_set else ()
        ):
            key = found.alias.value if found.alias else found.name.value
            grouped.setdefault(key, []).append(found)
    asked = (_asked(info, of_type, key, found) for key, found in grouped.items())
    return tuple(field for field in asked if field is not None)


def _asked(
    info: Info, of_type: GraphQLObjectType, key: str, nodes: list[FieldNode]
) -> Asked | None:
    name = nodes[0].name.value
    definition = of_type.fields.get(name)
    if definition is None:
        return Asked(key, name, {}, ())
    try:
        arguments = get_argument_values(definition, nodes[0], _variables(info))
    except GraphQLError:
        # graphql-core will say so, at this field's path, when it comes to the field.
        return None
    inner = get_named_type(definition.type)
    of_inner = inner if is_object_type(inner) else None
    return Asked(key, name, arguments, _fields(info, of_inner, nodes))


def _visible(
    info: Info, of_type: GraphQLObjectType, selections: Sequence[SelectionNode]
) -> Iterator[FieldNode]:
    """Yield the fields that a selection has for a type, fragments spread."""
    for selection in selections:
        if not _is_included(info, selection):
            continue
        if isinstance(selection, FieldNode):
            yield selection
            continue
        fragment = _fragment(info, selection)
        if _applies(info, fragment, of_type):
            yield from _visible(info, of_type, fragment.selection_set.selections)


def _fragment(info: Info, selection: SelectionNode) -> FragmentDefinitionNode | InlineFragmentNode:
    if isinstance(selection, FragmentSpreadNode):
        return info.fragments[selection.name.value]
    return cast("InlineFragmentNode", selection)


def _is_included(info: Info, selection: SelectionNode) -> bool:
    skip = get_directive_values(GraphQLSkipDirective, selection, _variables(info))
    include = get_directive_values(GraphQLIncludeDirective, selection, _variables(info))
    return not (skip and skip["if"]) and not (include and not include["if"])


def _applies(
    info: Info,
    fragment: FragmentDefinitionNode | InlineFragmentNode,
    of_type: GraphQLObjectType,
) -> bool:
    if fragment.type_condition is None:
        return True
    named = type_from_ast(info.schema, fragment.type_condition)
    if is_abstract_type(named):
        return info.schema.is_sub_type(named, of_type)
    return named is of_type


def _object_type(info: Info, name: str) -> GraphQLObjectType | None:
    found = info.schema.type_map[name]
    return found if isinstance(found, GraphQLObjectType) else None


def _variables(info: Info) -> VariableValues:
    # Strawberry's execution context hands resolvers the plain dictionary, whatever the type says.
    given: object = info.variable_values
    return (
        given
        if isinstance(given, VariableValues)
        else VariableValues({}, cast("dict[str, object]", given))
    )

"""What an operation asks of a field: the fields below it, as a tree of plain data.

graphql-core resolves one field at a time. To load a page with its relations in one statement each,
a resolver must know what will be asked of its rows before it loads them; this module reads that
from the document, with fragments, directives and variables applied as graphql-core itself does.
"""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLIncludeDirective,
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLSchema,
    GraphQLSkipDirective,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
    get_argument_values,
    get_directive_values,
    get_named_type,
    is_abstract_type,
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


@dataclass(frozen=True, slots=True)
class Reading:
    """What an operation is read with: the schema, the document's fragments, the variables."""

    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    variables: VariableValues
    faults: list[GraphQLError] = dataclasses.field(default_factory=list)
    """What is wrong with arguments: graphql-core says so when it comes to their fields."""

    def roots(self, operation: OperationDefinitionNode) -> Mapping[str, list[FieldNode]]:
        """Return the root fields that an operation asks for, by their response keys."""
        of_type = self.schema.get_root_type(operation.operation)
        return _grouped(self, of_type, [operation]) if of_type is not None else {}

    def root(self, nodes: Sequence[FieldNode], type_name: str | None = None) -> Asked | None:
        """Return what is asked of a root field; for an interface, `type_name` says which type."""
        query = self.schema.query_type
        return None if query is None else _asked(self, query, _key(nodes[0]), nodes, type_name)


def of_document(
    schema: GraphQLSchema, document: DocumentNode, variables: VariableValues
) -> Reading:
    """Return what the operations of a document are read with."""
    fragments = {
        node.name.value: node
        for node in document.definitions
        if isinstance(node, FragmentDefinitionNode)
    }
    return Reading(schema, fragments, variables)


def by_operation(info: Info, type_name: str | None = None) -> Asked:
    """Return what is asked of the field being resolved.

    Where it returns an interface, `type_name` says for which type.
    """
    wanted = type_name or get_named_type(info.return_type).name
    reading = Reading(info.schema, info.fragments, _variables(info))
    return Asked(
        key=str(info.path.key),
        name=info.field_name,
        arguments={},
        fields=_fields(reading, _object_type(reading, wanted), list(info.field_nodes)),
    )


def _fields(
    reading: Reading, of_type: GraphQLObjectType | None, nodes: Sequence[FieldNode]
) -> tuple[Asked, ...]:
    if of_type is None:
        return ()
    grouped = _grouped(reading, of_type, nodes)
    asked = (_asked(reading, of_type, key, found) for key, found in grouped.items())
    return tuple(field for field in asked if field is not None)


def _grouped(
    reading: Reading,
    of_type: GraphQLObjectType,
    nodes: Sequence[FieldNode | OperationDefinitionNode],
) -> dict[str, list[FieldNode]]:
    """Return the fields that are asked for below, by their response keys."""
    grouped: dict[str, list[FieldNode]] = {}
    for node in nodes:
        selections = node.selection_set.selections if node.selection_set else ()
        for found in _visible(reading, of_type, selections):
            grouped.setdefault(_key(found), []).append(found)
    return grouped


def _key(node: FieldNode) -> str:
    return node.alias.value if node.alias else node.name.value


def _asked(
    reading: Reading,
    of_type: GraphQLObjectType,
    key: str,
    nodes: Sequence[FieldNode],
    type_name: str | None = None,
) -> Asked | None:
    name = nodes[0].name.value
    definition = of_type.fields.get(name)
    if definition is None:
        return Asked(key, name, {}, ())
    try:
        arguments = get_argument_values(definition, nodes[0], reading.variables)
    except GraphQLError as fault:
        reading.faults.append(fault)
        return None
    inner = _object_type(reading, type_name or get_named_type(definition.type).name)
    return Asked(key, name, arguments, _fields(reading, inner, nodes))


def _visible(
    reading: Reading, of_type: GraphQLObjectType, selections: Sequence[SelectionNode]
) -> Iterator[FieldNode]:
    """Yield the fields that a selection has for a type, fragments spread."""
    for selection in selections:
        if not _is_included(reading, selection):
            continue
        if isinstance(selection, FieldNode):
            yield selection
            continue
        fragment = _fragment(reading, selection)
        if _applies(reading, fragment, of_type):
            yield from _visible(reading, of_type, fragment.selection_set.selections)


def _fragment(
    reading: Reading, selection: SelectionNode
) -> FragmentDefinitionNode | InlineFragmentNode:
    if isinstance(selection, FragmentSpreadNode):
        return reading.fragments[selection.name.value]
    return cast("InlineFragmentNode", selection)


def _is_included(reading: Reading, selection: SelectionNode) -> bool:
    skip = get_directive_values(GraphQLSkipDirective, selection, reading.variables)
    include = get_directive_values(GraphQLIncludeDirective, selection, reading.variables)
    return not (skip and skip["if"]) and not (include and not include["if"])


def _applies(
    reading: Reading,
    fragment: FragmentDefinitionNode | InlineFragmentNode,
    of_type: GraphQLObjectType,
) -> bool:
    if fragment.type_condition is None:
        return True
    named = type_from_ast(reading.schema, fragment.type_condition)
    if is_abstract_type(named):
        return reading.schema.is_sub_type(named, of_type)
    return named is of_type


def _object_type(reading: Reading, name: str) -> GraphQLObjectType | None:
    found = reading.schema.type_map[name]
    return found if isinstance(found, GraphQLObjectType) else None


def _variables(info: Info) -> VariableValues:
    # Strawberry's execution context hands resolvers the plain dictionary, whatever the type says.
    given: object = info.variable_values
    return (
        given
        if isinstance(given, VariableValues)
        else VariableValues({}, cast("dict[str, object]", given))
    )

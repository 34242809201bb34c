"""Compiling an operation: its root fields, as the columns of one statement."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Final

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLSchema,
    OperationDefinitionNode,
    SelectionSetNode,
)
from graphql.execution.values import VariableValues

from api.graphql import asked
from api.graphql.compiler import layout, objects, shapes
from api.graphql.compiler.objects import UncompilableError
from api.graphql.compiler.roots import Roots
from api.graphql.compiler.scope import Compiling
from api.graphql.context import Viewer
from api.graphql.filters import Scope
from api.graphql.fragments import Fragment, compose, join, name
from api.graphql.registry import Registry
from api.graphql.slots import Given, Guard, Read, Slot, reader

_PLACEHOLDER: Final = re.compile(r"%[%s]")


@dataclass(frozen=True, slots=True)
class Source:
    """An operation that may be compiled: its document, known by a key, and its definition."""

    key: bytes
    document: DocumentNode
    operation: OperationDefinitionNode


@dataclass(frozen=True, slots=True)
class Plan:
    """An operation as one statement, or those of its root fields that could be compiled."""

    statement: bytes
    values: tuple[Read, ...]
    """What reads the values of the statement's placeholders."""
    guards: tuple[Guard, ...]
    keys: tuple[str, ...]
    """The response keys of all root fields, in their order."""
    compiled: tuple[str, ...]
    """The response keys of the statement's columns; without any, there is nothing to run."""
    interpreted: Mapping[str, str]
    """The response keys of the other root fields, and why they are not compiled."""
    rest: DocumentNode | None
    """The operation with those root fields alone, where there are some."""

    def serves(self, given: Given) -> bool:
        """Say whether the plan is one for this request."""
        return all(guard.holds(given) for guard in self.guards)

    def bound(self, given: Given) -> list[object]:
        """Return the statement's values for a request."""
        return [read(given) for read in self.values]


@dataclass(frozen=True, slots=True)
class Compiler:
    """What compiles the operations of a schema."""

    schema: GraphQLSchema
    registry: Registry
    roots: Roots

    def plan(self, source: Source, variables: VariableValues, viewer: Viewer) -> Plan:
        """Return the plan of what of an operation can be compiled."""
        guards: list[Guard] = []
        slots = {
            variable: shapes.slotted(value, (variable,), guards)
            for variable, value in variables.coerced.items()
        }
        reading = asked.of_document(
            self.schema, source.document, VariableValues(variables.sources, slots)
        )
        compiling = Compiling(Scope(self.registry, viewer.role), Slot(_viewer, viewer, guards))
        found: dict[str, Fragment] = {}
        left: dict[str, str] = {}
        roots = reading.roots(source.operation)
        for key, nodes in roots.items():
            try:
                found[key] = self.roots.compiled(compiling, reading, nodes)
            except UncompilableError as error:
                left[key] = str(error)
        if all(roots[key][0].name.value == objects.TYPENAME for key in found):
            found.clear()
        statement = _statement(found)
        return Plan(
            statement=_numbered(statement),
            values=tuple(reader(value) for value in statement.values),
            guards=tuple(guards),
            keys=tuple(roots),
            compiled=tuple(found),
            interpreted=left,
            rest=_with_roots(source, [roots[key] for key in left]) if left else None,
        )


def _viewer(given: Given) -> Viewer:
    return given.viewer


def _statement(found: Mapping[str, Fragment]) -> Fragment:
    """Return the statement whose columns are the root fields."""
    columns = [
        # PostgreSQL would cut a long name.
        compose("{} as {}", sql, name(key if len(key) <= objects.MOST_KEY_BYTES else f"{at}"))
        for at, (key, sql) in enumerate(found.items())
    ]
    return compose("select {}", join(", ", columns))


def _numbered(statement: Fragment) -> bytes:
    """Return the text with numbered placeholders, which PostgreSQL reads without our help."""
    numbers = count(1)

    def number(found: re.Match[str]) -> str:
        return "%" if found.group() == "%%" else f"${next(numbers)}"

    return _PLACEHOLDER.sub(number, layout.lines(statement.text.as_string(None))).encode()


def _with_roots(source: Source, roots: Sequence[Sequence[FieldNode]]) -> DocumentNode:
    """Return the document with no other root fields of the operation than these."""
    node = source.operation
    operation = OperationDefinitionNode(
        operation=node.operation,
        name=node.name,
        variable_definitions=node.variable_definitions,
        directives=node.directives,
        selection_set=SelectionSetNode(
            selections=tuple(found for nodes in roots for found in nodes)
        ),
        loc=node.loc,
    )
    fragments = [
        found for found in source.document.definitions if isinstance(found, FragmentDefinitionNode)
    ]
    return DocumentNode(definitions=(operation, *fragments))

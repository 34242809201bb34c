"""Plans: operations as statements, compiled once and then found by document and shape.

A plan serves every request of its document whose variables have its shape and whose viewer is shown
as much; where a value decides about the SQL, such as a cursor with a null in it, its guards say so
and another variant is compiled. Plans are bounded in number and in size; what was asked for
longest ago is forgotten.
"""

import re
from collections import OrderedDict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Final

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    SelectionSetNode,
    get_variable_values,
)
from graphql.execution.values import VariableValues

from api.graphql import asked
from api.graphql.compiler import objects, roots, shapes
from api.graphql.compiler.objects import UncompilableError
from api.graphql.compiler.roots import Roots
from api.graphql.compiler.scope import Compiling
from api.graphql.compiler.site import compiled_of
from api.graphql.context import Viewer
from api.graphql.filters import Scope
from api.graphql.fragments import Fragment, compose, join, name
from api.graphql.reading import registry_of_schema
from api.graphql.registry import Registry
from api.graphql.rows import sees_everything
from api.graphql.slots import Given, Guard, Slot, resolved

_MOST_PLANS: Final = 1_000
_MOST_BYTES: Final = 16 * 1024 * 1024
_MOST_VARIANTS: Final = 8
_PLACEHOLDER: Final = re.compile(r"%[%s]")


@dataclass(frozen=True, slots=True)
class Plan:
    """An operation, or its root fields that could be compiled, as one statement."""

    statement: bytes
    values: tuple[object, ...]
    guards: tuple[Guard, ...]
    keys: tuple[str, ...]
    """The response keys of all root fields, in their order."""
    compiled: tuple[str, ...]
    """The response keys of the statement's columns."""
    rest: DocumentNode | None
    """The operation with the root fields that the interpreter answers, where there are some."""

    def bound(self, given: Given) -> list[object]:
        """Return the statement's values for a request."""
        return [resolved(value, given) for value in self.values]

    def serves(self, given: Given) -> bool:
        """Say whether the plan is one for this request."""
        return all(guard.holds(given) for guard in self.guards)


@dataclass(frozen=True, slots=True)
class Source:
    """An operation that may be compiled: its document, known by a key, and its definition."""

    key: bytes
    document: DocumentNode
    operation: OperationDefinitionNode


@dataclass(frozen=True, slots=True)
class Prepared:
    """A plan with the values that a request brings to it."""

    plan: Plan
    values: Sequence[object]


@dataclass(slots=True)
class Plans:
    """The plans of a schema, compiled when they are first asked for."""

    schema: GraphQLSchema
    registry: Registry
    roots: Roots
    most_plans: int = _MOST_PLANS
    most_bytes: int = _MOST_BYTES
    _known: "OrderedDict[Hashable, list[Plan | None]]" = field(default_factory=OrderedDict)
    _bytes: int = 0

    def prepare(
        self, source: Source, inputs: Mapping[str, object], viewer: Viewer
    ) -> Prepared | None:
        """Return the plan of an operation with its values; None where the interpreter answers."""
        variables = self._variables(source.operation, inputs)
        if variables is None:
            return None
        given = Given(variables.coerced, viewer)
        try:
            plan = self._plan(source, variables, given)
            return None if plan is None else Prepared(plan, plan.bound(given))
        except GraphQLError:
            # The interpreter says it, at the path where it belongs.
            return None

    def _variables(
        self, operation: OperationDefinitionNode, inputs: Mapping[str, object]
    ) -> VariableValues | None:
        if not operation.variable_definitions:
            return VariableValues({}, {})
        found = get_variable_values(
            self.schema, operation.variable_definitions, dict(inputs), hide_suggestions=True
        )
        return found if isinstance(found, VariableValues) else None

    def _plan(self, source: Source, variables: VariableValues, given: Given) -> Plan | None:
        node = source.operation
        key = (
            source.key,
            node.name.value if node.name else None,
            sees_everything(given.viewer.role),
            shapes.of(variables.coerced),
        )
        known = self._known.get(key)
        if known is not None:
            self._known.move_to_end(key)
            for plan in known:
                if plan is None or plan.serves(given):
                    return plan
        plan = self._compiled(source, variables, given)
        self._remember(key, plan)
        return plan

    def _remember(self, key: Hashable, plan: Plan | None) -> None:
        variants = self._known.setdefault(key, [])
        variants.append(plan)
        self._bytes += _size(plan)
        if len(variants) > _MOST_VARIANTS:
            self._bytes -= _size(variants.pop(0))
        while self._known and (len(self._known) > self.most_plans or self._bytes > self.most_bytes):
            _, forgotten = self._known.popitem(last=False)
            self._bytes -= sum(_size(plan) for plan in forgotten)

    def _compiled(self, source: Source, variables: VariableValues, given: Given) -> Plan | None:
        """Return the plan of what of the operation can be compiled; None where nothing can."""
        guards: list[Guard] = []
        samples = {
            variable: shapes.slotted(value, (variable,), guards)
            for variable, value in variables.coerced.items()
        }
        reading = asked.of_document(
            self.schema, source.document, VariableValues(variables.sources, samples)
        )
        viewer = Slot(_viewer, given.viewer, guards)
        compiling = Compiling(Scope(self.registry, given.viewer.role), viewer)
        found: dict[str, Fragment] = {}
        left: dict[str, list[FieldNode]] = {}
        nodes_by_key = reading.roots(source.operation)
        for key, nodes in nodes_by_key.items():
            try:
                found[key] = self.roots.compiled(compiling, reading, nodes)
            except UncompilableError:
                left[key] = nodes
        if all(nodes_by_key[key][0].name.value == objects.TYPENAME for key in found):
            return None
        statement = compose(
            "select {}", join(", ", [compose("{} as {}", *column) for column in _named(found)])
        )
        return Plan(
            statement=_numbered(statement),
            values=statement.values,
            guards=tuple(guards),
            keys=tuple(nodes_by_key),
            compiled=tuple(found),
            rest=_document_of(source, left) if left else None,
        )


def of_schema(schema: GraphQLSchema) -> Plans:
    """Return the plans of a schema that was built from declarations; none is compiled yet."""
    registry = registry_of_schema(schema)
    return Plans(schema, registry, roots.of_registry(registry, compiled_of(schema)))


def _named(found: Mapping[str, Fragment]) -> list[tuple[Fragment, Fragment]]:
    """Return the columns with their names, of which PostgreSQL would cut a long one."""
    return [
        (sql, name(key if len(key) <= objects.MOST_KEY_BYTES else str(at)))
        for at, (key, sql) in enumerate(found.items())
    ]


def _viewer(given: Given) -> Viewer:
    return given.viewer


def _numbered(statement: Fragment) -> bytes:
    """Return the text with numbered placeholders, which PostgreSQL reads without our help."""
    numbers = count(1)

    def number(found: re.Match[str]) -> str:
        return "%" if found.group() == "%%" else f"${next(numbers)}"

    return _PLACEHOLDER.sub(number, statement.text.as_string(None)).encode()


def _document_of(source: Source, left: Mapping[str, Sequence[FieldNode]]) -> DocumentNode:
    """Return the document with only the root fields that are left."""
    node = source.operation
    selections = tuple(found for nodes in left.values() for found in nodes)
    operation = OperationDefinitionNode(
        operation=node.operation,
        name=node.name,
        variable_definitions=node.variable_definitions,
        directives=node.directives,
        selection_set=SelectionSetNode(selections=selections),
        loc=node.loc,
    )
    fragments = [
        found for found in source.document.definitions if isinstance(found, FragmentDefinitionNode)
    ]
    return DocumentNode(definitions=(operation, *fragments))


def _size(plan: Plan | None) -> int:
    return 0 if plan is None else len(plan.statement)

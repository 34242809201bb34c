"""The plans of operations: compiled once, and then found by document and shape.

A plan serves every request of its document whose variables have its shape and whose viewer is shown
as much; where a value decides about the SQL, such as a cursor with a null in it, its guards say so
and another variant is compiled. Plans are bounded in number and in size.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from graphql import GraphQLError, GraphQLSchema, OperationDefinitionNode, get_variable_values
from graphql.execution.values import VariableValues

from api.graphql.compiler import roots, shapes
from api.graphql.compiler.operations import Compiler, Plan, Source
from api.graphql.compiler.site import compiled_of
from api.graphql.context import Viewer
from api.graphql.reading import registry_of_schema
from api.graphql.rows import sees_everything
from api.graphql.slots import Given
from api.recently_used import RecentlyUsed

MOST_VARIANTS: Final = 8
_MOST_PLANS: Final = 1_000
_MOST_BYTES: Final = 16 * 1024 * 1024
_BYTES_PER_VALUE: Final = 500
_BYTES_PER_PLAN: Final = 2_000

Variants = tuple[Plan, ...]
"""The plans of one shape."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A plan with the values that a request brings to it."""

    plan: Plan
    values: Sequence[object]


def _none_yet() -> RecentlyUsed[Hashable, Variants]:
    return RecentlyUsed(_MOST_PLANS, _MOST_BYTES)


@dataclass(frozen=True, slots=True)
class Plans:
    """The plans that were asked for of late."""

    compiler: Compiler
    known: RecentlyUsed[Hashable, Variants] = field(default_factory=_none_yet)

    def prepare(
        self, source: Source, inputs: Mapping[str, object], viewer: Viewer
    ) -> Prepared | None:
        """Return the plan of an operation with its values; None where it is refused."""
        variables = _variables(self.compiler.schema, source.operation, inputs)
        if variables is None:
            return None
        given = Given(variables.coerced, viewer)
        try:
            plan = self._plan(source, variables, given)
            return Prepared(plan, plan.bound(given))
        except GraphQLError:
            # The interpreter says it, at the path where it belongs.
            return None

    def _plan(self, source: Source, variables: VariableValues, given: Given) -> Plan:
        name = source.operation.name
        key = (
            source.key,
            name.value if name else None,
            sees_everything(given.viewer.role),
            shapes.of(variables.coerced),
        )
        known = self.known.get(key) or ()
        for plan in known:
            if plan.serves(given):
                return plan
        compiled = self.compiler.plan(source, variables, given.viewer)
        variants = (*known, compiled)[-MOST_VARIANTS:]
        self.known.put(key, variants, sum(_size(plan) for plan in variants))
        return compiled


def of_schema(schema: GraphQLSchema) -> Plans:
    """Return the plans of a schema that was built from declarations; none is compiled yet."""
    registry = registry_of_schema(schema)
    by_hand = roots.of_registry(registry, compiled_of(schema))
    return Plans(Compiler(schema, registry, by_hand))


def _variables(
    schema: GraphQLSchema, operation: OperationDefinitionNode, inputs: Mapping[str, object]
) -> VariableValues | None:
    """Return the coerced variables; None where graphql-core refuses them."""
    definitions = operation.variable_definitions
    if not definitions:
        return VariableValues({}, {})
    found = get_variable_values(schema, definitions, dict(inputs), hide_suggestions=True)
    return found if isinstance(found, VariableValues) else None


def _size(plan: Plan) -> int:
    return _BYTES_PER_PLAN + len(plan.statement) + _BYTES_PER_VALUE * len(plan.values)

"""Executing an operation: what can be compiled by one statement, and the rest as ever.

The interpreter is the meaning. Whatever the compiler refuses, and whatever the database finds wrong
with values, the whole operation is interpreted, which says it. Only what a second attempt could not
mend, such as the end of the request's time, is not tried again: it is answered as the interpreter
answers it, by letting it meet the same failure.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NoReturn

import msgspec
import psycopg
import structlog
from graphql import DocumentNode, ExecutionResult, GraphQLError, GraphQLSchema
from graphql import execute as interpret
from psycopg import sql
from psycopg_pool import PoolClosed, PoolTimeout

from api.graphql.compiler.operations import Plan, Source
from api.graphql.compiler.plans import Plans, Prepared
from api.graphql.context import RequestContext

_logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

_FINAL = (psycopg.OperationalError, psycopg.InterfaceError, PoolTimeout, PoolClosed)
# The class of SQLSTATEs for what is too much for one statement, such as 1,665 columns.
_TOO_MUCH = "54"


@dataclass(frozen=True, slots=True)
class Result:
    """What an operation came to: data, of which some may be JSON already, and errors."""

    data: Mapping[str, object] | None
    errors: Sequence[GraphQLError]
    plan: Plan | None = None
    """The plan by which it was answered, where it was compiled."""
    milliseconds: float = 0.0
    """How long the plan's statement took."""

    @property
    def executor(self) -> str:
        """Say what answered: compiled, interpreted or partly, which is both."""
        if self.plan is None:
            return "interpreted"
        return "compiled" if self.plan.rest is None else "partly"


@dataclass(frozen=True, slots=True)
class _Failing:
    """A database of which every statement fails in the same way."""

    error: Exception

    async def fetch(self, _statement: sql.Composable, _parameters: Sequence[object]) -> NoReturn:
        raise self.error

    async def fetch_json(self, _statement: bytes, _parameters: Sequence[object]) -> NoReturn:
        raise self.error


async def execute(
    schema: GraphQLSchema,
    plans: Plans | None,
    source: Source,
    inputs: Mapping[str, object],
    context: RequestContext,
) -> Result:
    """Return the answer to an operation."""
    viewer = context.viewer
    if plans is None or viewer is None or source.operation.operation.value != "query":
        return await _interpreted(schema, source, inputs, context)
    prepared = plans.prepare(source, inputs, viewer)
    if prepared is None or not prepared.plan.compiled:
        return await _interpreted(schema, source, inputs, context)
    started = time.monotonic()
    try:
        found = await _compiled(prepared, context)
    except (psycopg.Error, PoolTimeout, PoolClosed) as error:
        if _is_final(error):
            failing = RequestContext(viewer, _Failing(error))
            return await _interpreted(schema, source, inputs, failing)
        # Values can be at fault, such as a sum beyond 64 bits, and so can we.
        _logger.info("statement failed, interpreting", sqlstate=getattr(error, "sqlstate", None))
        return await _interpreted(schema, source, inputs, context)
    milliseconds = round((time.monotonic() - started) * 1000, 1)
    result = await _completed(schema, prepared.plan, found, inputs, context)
    return replace(result, milliseconds=milliseconds)


def _is_final(error: Exception) -> bool:
    """Say whether a second attempt would fail as well."""
    sqlstate = error.sqlstate or "" if isinstance(error, psycopg.Error) else ""
    return isinstance(error, _FINAL) and not sqlstate.startswith(_TOO_MUCH)


async def _compiled(prepared: Prepared, context: RequestContext) -> dict[str, object]:
    row = await context.database.fetch_json(prepared.plan.statement, prepared.values)
    return {
        key: None if value is None else msgspec.Raw(value)
        for key, value in zip(prepared.plan.compiled, row, strict=True)
    }


async def _completed(
    schema: GraphQLSchema,
    plan: Plan,
    found: Mapping[str, object],
    inputs: Mapping[str, object],
    context: RequestContext,
) -> Result:
    """Return what was compiled with what the interpreter answers beside it."""
    if plan.rest is None:
        return Result(found, (), plan)
    rest = await _answered(schema, plan.rest, None, inputs, context)
    if rest.data is None:
        return Result(None, rest.errors or (), plan)
    merged = {**found, **rest.data}
    return Result({key: merged[key] for key in plan.keys}, rest.errors or (), plan)


async def _interpreted(
    schema: GraphQLSchema, source: Source, inputs: Mapping[str, object], context: RequestContext
) -> Result:
    name = source.operation.name
    answered = await _answered(
        schema, source.document, name.value if name else None, inputs, context
    )
    return Result(answered.data, answered.errors or ())


async def _answered(
    schema: GraphQLSchema,
    document: DocumentNode,
    name: str | None,
    inputs: Mapping[str, object],
    context: RequestContext,
) -> ExecutionResult:
    answered = interpret(
        schema,
        document,
        context_value=context,
        variable_values=dict(inputs),
        operation_name=name,
        hide_suggestions=True,
    )
    return answered if isinstance(answered, ExecutionResult) else await answered

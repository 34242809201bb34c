"""Executing one operation: as its tenant, within its time, with one line in the log."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

import structlog
from graphql import GraphQLError, GraphQLSchema, OperationDefinitionNode, OperationType

from api.database.pool import Pool
from api.database.tenant import TenantDatabase
from api.endpoint import masking
from api.endpoint.documents import Document, Documents
from api.endpoint.parameters import Parameters
from api.endpoint.refusals import Refusal, bad_request
from api.graphql.compiler import execution
from api.graphql.compiler.execution import Result
from api.graphql.compiler.operations import Source
from api.graphql.compiler.plans import Plans
from api.graphql.context import RequestContext, Viewer

_logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

# The server's own timeout comes first, so that the error has a path and the rest is answered.
_GRACE_SECONDS: Final = 0.5
_SHOWN_NAME_CHARACTERS: Final = 80


@dataclass(frozen=True, slots=True)
class Answer:
    """What an operation was answered: data and errors, or errors alone where none was executed."""

    data: object
    errors: Sequence[GraphQLError]
    is_executed: bool
    executor: str | None = None
    extensions: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation that is about to be executed."""

    document: Document
    definition: OperationDefinitionNode
    parameters: Parameters

    @property
    def name(self) -> str | None:
        """Return the operation's name, where it has one."""
        return self.definition.name.value if self.definition.name else None


@dataclass(frozen=True, slots=True)
class Executor:
    """What executes operations: the schema, its documents and plans, and the database.

    Without plans everything is interpreted.
    """

    schema: GraphQLSchema
    documents: Documents
    pool: Pool
    budget_seconds: float
    plans: Plans | None = None
    is_development: bool = False

    def prepare(self, parameters: Parameters, *, may_write: bool) -> Operation:
        """Return the operation that an HTTP request asks for, or raise why there is none."""
        operation = self.find(parameters)
        kind = operation.definition.operation
        if kind is OperationType.SUBSCRIPTION:
            raise bad_request("subscriptions are answered over a WebSocket; open one")
        if kind is OperationType.MUTATION and not may_write:
            message = "a GET changes nothing; send the mutation by POST"
            raise bad_request(message, HTTPStatus.METHOD_NOT_ALLOWED, allow="POST")
        return operation

    def find(self, parameters: Parameters) -> Operation:
        """Return the operation that the parameters name, of whatever kind, or raise why none."""
        document = self.documents.find(parameters.query)
        return Operation(document, document.operation(parameters.operation_name), parameters)

    async def answer(self, operation: Operation, viewer: Viewer) -> Answer:
        """Execute the operation as the viewer, and say in the log that it was."""
        started = time.monotonic()
        database = TenantDatabase(self.pool, viewer, started + self.budget_seconds)
        outcome, executor = "cancelled", None
        try:
            answer = await self._executed(operation, RequestContext(viewer, database))
            outcome, executor = _codes(answer.errors) or "ok", answer.executor
        finally:
            _logger.info(
                "operation",
                operation=(operation.name or "")[:_SHOWN_NAME_CHARACTERS] or None,
                kind=operation.definition.operation.value,
                outcome=outcome,
                executor=executor,
                organization=str(viewer.organization_id),
                milliseconds=round((time.monotonic() - started) * 1000, 1),
                statements=database.statements,
            )
        return answer

    async def _executed(self, operation: Operation, context: RequestContext) -> Answer:
        try:
            async with asyncio.timeout(self.budget_seconds + _GRACE_SECONDS):
                result = await execution.execute(
                    self.schema, self.plans, _source(operation), _inputs(operation), context
                )
        except Exception as error:  # noqa: BLE001 - masked and logged, whatever it is
            return Answer(None, [masking.of_failure(error)], is_executed=False)
        # graphql-core refuses variables in a result that has errors and no path in any of them.
        is_executed = result.data is not None or any(error.path for error in result.errors)
        errors = [masking.shown(error) for error in result.errors]
        told = _told(result) if self.is_development else None
        return Answer(result.data, errors, is_executed, result.executor, told)


def _source(operation: Operation) -> Source:
    return Source(operation.document.key, operation.document.nodes, operation.definition)


def _inputs(operation: Operation) -> Mapping[str, object]:
    return operation.parameters.variables or {}


def _told(result: Result) -> Mapping[str, object]:
    """Return what a developer wants to know of how an answer came about."""
    plan = result.plan
    sql = {} if plan is None else {"sql": plan.statement.decode()}
    time_taken = {} if plan is None else {"milliseconds": result.milliseconds}
    return {"headgate": {"executor": result.executor, **sql, **time_taken}}


def refused(refusal: Refusal) -> None:
    """Say in the log that a request was not executed, and nothing of what was in it."""
    _logger.info("request refused", status=refusal.status.value, outcome=_codes(refusal.errors))


def _codes(errors: Sequence[GraphQLError]) -> str:
    codes = ((error.extensions or {}).get("code") for error in errors)
    return ",".join(sorted({str(code) for code in codes}))

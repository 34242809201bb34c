"""Executing one operation: as its tenant, within its time, with one line in the log."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

import structlog
from graphql import ExecutionResult, GraphQLError, GraphQLSchema, OperationType, execute

from api.database.pool import Pool
from api.database.tenant import TenantDatabase
from api.endpoint import masking
from api.endpoint.documents import Document, Documents
from api.endpoint.parameters import Parameters
from api.endpoint.refusals import Refusal, bad_request
from api.graphql.context import RequestContext, Viewer

_logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

# The server's own timeout comes first, so that the error has a path and the rest is answered.
_GRACE_SECONDS: Final = 0.5
_SHOWN_NAME_CHARACTERS: Final = 80


@dataclass(frozen=True, slots=True)
class Answer:
    """What an operation was answered: data and errors, or errors alone where none was executed."""

    result: ExecutionResult
    is_executed: bool


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation that is about to be executed."""

    document: Document
    name: str | None
    kind: OperationType
    parameters: Parameters


@dataclass(frozen=True, slots=True)
class Executor:
    """What executes operations: the schema, its documents, and the database."""

    schema: GraphQLSchema
    documents: Documents
    pool: Pool
    budget_seconds: float

    def prepare(self, parameters: Parameters, *, may_write: bool) -> Operation:
        """Return the operation that an HTTP request asks for, or raise why there is none."""
        operation = self.find(parameters)
        if operation.kind is OperationType.SUBSCRIPTION:
            raise bad_request("subscriptions are answered over a WebSocket; open one")
        if operation.kind is OperationType.MUTATION and not may_write:
            message = "a GET changes nothing; send the mutation by POST"
            raise bad_request(message, HTTPStatus.METHOD_NOT_ALLOWED, allow="POST")
        return operation

    def find(self, parameters: Parameters) -> Operation:
        """Return the operation that the parameters name, of whatever kind, or raise why none."""
        document = self.documents.find(parameters.query)
        name, kind = document.operation(parameters.operation_name)
        return Operation(document, name, kind, parameters)

    async def answer(self, operation: Operation, viewer: Viewer) -> Answer:
        """Execute the operation as the viewer, and say in the log that it was."""
        started = time.monotonic()
        database = TenantDatabase(self.pool, viewer, started + self.budget_seconds)
        outcome = "cancelled"
        try:
            answer = await self._executed(operation, RequestContext(viewer, database))
            outcome = _outcome(answer.result)
        finally:
            await database.close()
            _logger.info(
                "operation",
                operation=(operation.name or "")[:_SHOWN_NAME_CHARACTERS] or None,
                kind=operation.kind.value,
                outcome=outcome,
                organization=str(viewer.organization_id),
                milliseconds=round((time.monotonic() - started) * 1000, 1),
                statements=database.statements,
            )
        return answer

    async def _executed(self, operation: Operation, context: RequestContext) -> Answer:
        try:
            async with asyncio.timeout(self.budget_seconds + _GRACE_SECONDS):
                result = await self._result(operation, context)
        except Exception as error:  # noqa: BLE001 - masked and logged, whatever it is
            return Answer(ExecutionResult(None, [masking.of_failure(error)]), is_executed=False)
        # graphql-core refuses variables in a result that has errors and no path in any of them.
        is_executed = result.data is not None or any(error.path for error in result.errors or ())
        masked = [masking.shown(error) for error in result.errors or ()]
        return Answer(ExecutionResult(result.data, masked or None), is_executed)

    async def _result(self, operation: Operation, context: RequestContext) -> ExecutionResult:
        answered = execute(
            self.schema,
            operation.document.nodes,
            context_value=context,
            variable_values=operation.parameters.variables,
            operation_name=operation.name,
            hide_suggestions=True,
        )
        return answered if isinstance(answered, ExecutionResult) else await answered


def refused(refusal: Refusal) -> None:
    """Say in the log that a request was not executed, and nothing of what was in it."""
    _logger.info("request refused", status=refusal.status.value, outcome=_codes(refusal.errors))


def _outcome(result: ExecutionResult) -> str:
    return _codes(result.errors or ()) or "ok"


def _codes(errors: Sequence[GraphQLError]) -> str:
    codes = ((error.extensions or {}).get("code") for error in errors)
    return ",".join(sorted({str(code) for code in codes}))

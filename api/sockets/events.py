"""The answers of one operation: one of a query or mutation, and as many of a subscription as come.

Each event of a subscription is its operation executed anew by the executor that answers requests:
as its tenant, in a transaction and a context of its own. An event knows nothing of the one before,
except that an answer which is still the same is not sent again.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

import msgspec
from graphql import ExecutionResult, OperationType, create_source_event_stream
from graphql.execution import Executor as Execution

from api.changes.fields import Watched
from api.changes.topics import Topic
from api.changes.watches import Watch, Watches
from api.endpoint import answers, masking
from api.endpoint.media_types import MediaType
from api.endpoint.operations import Executor, Operation
from api.endpoint.parameters import Parameters
from api.graphql.context import Viewer
from api.sockets.limits import Limits
from api.sockets.shown import Shown

Tell = Callable[[msgspec.Raw], Awaitable[None]]
"""Sends an answer on."""


class NotExecutedError(Exception):
    """The operation was not executed; the errors say why, as a client sees them."""

    def __init__(self, errors: Sequence[object]) -> None:
        super().__init__()
        self.errors = errors


@dataclass(slots=True)
class Events:
    """What answers the operations of sockets."""

    executor: Executor
    watches: Watches
    limits: Limits
    _turns: asyncio.Semaphore = field(init=False)

    def __post_init__(self) -> None:
        self._turns = asyncio.Semaphore(self.limits.events)

    async def tell(self, parameters: Parameters, viewer: Viewer, tell: Tell) -> None:
        """Tell every answer of an operation, or raise why there is none."""
        operation = self.executor.find(parameters)
        if operation.definition.operation is not OperationType.SUBSCRIPTION:
            answer = await self._answer(operation, viewer)
            await tell(answer.body)
            return
        watched = _watched(self.executor, operation)
        topics = [Topic(viewer.organization_id, subject) for subject in watched.subjects]
        with self.watches.opened(topics) as watch:
            await self._follow(watch, operation, viewer, tell)

    async def _follow(self, watch: Watch, operation: Operation, viewer: Viewer, tell: Tell) -> None:
        told: bytes | None = None
        async for _ in watch:
            async with self._turns:
                answer = await self._answer(operation, viewer)
            if answer.sign != told:
                await tell(answer.body)
            told = answer.sign
            if answer.is_of_nothing:
                return
            if answer.has_failed:
                watch.look_again()
                await asyncio.sleep(self.limits.retry_seconds)
            else:
                await asyncio.sleep(self.limits.event_seconds)

    async def _answer(self, operation: Operation, viewer: Viewer) -> Shown:
        answered = await self.executor.answer(operation, viewer)
        shown = Shown.of(answers.of_answer(answered, MediaType.GRAPHQL).body)
        if not answered.is_executed:
            raise NotExecutedError(shown.errors)
        return shown


def _watched(executor: Executor, operation: Operation) -> Watched:
    """Return what the subscription depends on, or raise why that cannot be said."""
    execution = Execution.build(
        executor.schema,
        operation.document.nodes,
        raw_variable_values=operation.parameters.variables,
        operation_name=operation.name,
        hide_suggestions=True,
    )
    if not isinstance(execution, Execution):
        raise NotExecutedError([masking.shown(error).formatted for error in execution])
    found = create_source_event_stream(execution)
    if isinstance(found, ExecutionResult):
        raise NotExecutedError([masking.shown(error).formatted for error in found.errors or ()])
    if not isinstance(found, Watched):
        raise TypeError("a field of Subscription was not made by api.changes.fields")
    return found

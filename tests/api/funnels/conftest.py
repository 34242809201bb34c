"""The operations of a member over a real database, as the tests of the schema ask them."""

import asyncio
import hashlib
from dataclasses import dataclass, field
from typing import cast
from uuid import UUID

import msgspec
import pytest
from graphql import OperationDefinitionNode, parse, validate

from api.graphql.compiler import execution, plans
from api.graphql.compiler.operations import Source
from api.graphql.compiler.plans import Plans
from api.graphql.context import Viewer
from models.tenancy import MemberRole
from tests.api.graphql.conftest import SCHEMA, Service, service

__all__ = ["service"]


@dataclass(frozen=True, slots=True)
class Both:
    """Asks an operation of both executors."""

    service: Service
    plans: Plans = field(default_factory=lambda: plans.of_schema(SCHEMA))

    def ask(self, document: str, **variables: object) -> bytes:
        """Return the answer of the compiled operation, which must be the interpreter's."""
        compiled = asyncio.run(self._asked(self.plans, document, variables))
        interpreted = asyncio.run(self._asked(None, document, variables))
        assert (compiled.executor, interpreted.executor) == ("compiled", "interpreted")
        assert (compiled.errors, interpreted.errors) == ((), ())
        answer = msgspec.json.encode(compiled.data)
        assert answer == msgspec.json.encode(interpreted.data)
        return answer

    def refusal(self, document: str, **variables: object) -> str:
        """Return what both executors refuse an operation with."""
        messages = {
            str(error.message)
            for executor in (self.plans, None)
            for error in asyncio.run(self._asked(executor, document, variables)).errors
        }
        (message,) = messages
        return message

    async def _asked(
        self, plans: Plans | None, document: str, variables: dict[str, object]
    ) -> execution.Result:
        parsed = parse(document)
        assert validate(SCHEMA, parsed) == []
        operation = cast("OperationDefinitionNode", parsed.definitions[0])
        source = Source(hashlib.sha256(document.encode()).digest(), parsed, operation)
        viewer = Viewer(None, UUID(str(self.service.ours.organization_id)), MemberRole.ADMIN)
        async with self.service.context(viewer) as (context, _):
            return await execution.execute(SCHEMA, plans, source, variables, context)


@pytest.fixture
def both(service: Service) -> Both:
    return Both(service)

"""Operations answered by either executor over the same rows."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import msgspec
import pytest
from graphql import OperationDefinitionNode, parse, validate

from api.graphql.compiler import execution
from api.graphql.compiler.operations import Source
from api.graphql.compiler.plans import Plans, of_schema
from api.graphql.context import Viewer
from models.tenancy import MemberRole
from tests.api.graphql.conftest import SCHEMA, Service


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer as bytes, and how it came about."""

    content: bytes
    executor: str
    statements: list[str]


@dataclass(frozen=True, slots=True)
class Both:
    """Asks both executors the same."""

    service: Service
    plans: Plans

    def ask(
        self,
        document: str,
        variables: Mapping[str, object] | None = None,
        role: MemberRole = MemberRole.ADMIN,
    ) -> Answered:
        """Return the compiled answer, once the interpreter has answered the same."""
        compiled = self.answer(document, variables or {}, role, self.plans)
        interpreted = self.answer(document, variables or {}, role, None)
        assert compiled.content == interpreted.content
        return compiled

    def answer(
        self,
        document: str,
        variables: Mapping[str, object],
        role: MemberRole,
        plans: Plans | None,
    ) -> Answered:
        """Return the answer to an operation."""
        return asyncio.run(self._answer(source(document), variables, role, plans))

    async def _answer(
        self,
        asked: Source,
        variables: Mapping[str, object],
        role: MemberRole,
        plans: Plans | None,
    ) -> Answered:
        viewer = Viewer(None, UUID(str(self.service.ours.organization_id)), role)
        async with self.service.context(viewer) as (context, database):
            result = await execution.execute(SCHEMA, plans, asked, variables, context)
        errors = [error.formatted for error in result.errors]
        content = msgspec.json.encode({"errors": errors, "data": result.data})
        return Answered(content, result.executor, database.statements)


def source(document: str) -> Source:
    """Return the one operation of a document."""
    parsed = parse(document)
    assert validate(SCHEMA, parsed) == []
    (operation,) = (n for n in parsed.definitions if isinstance(n, OperationDefinitionNode))
    return Source(document.encode(), parsed, operation)


@pytest.fixture
def both(service: Service) -> Both:
    return Both(service, of_schema(SCHEMA))

"""The schema over a real database: two organizations, and operations asked by their members."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast
from uuid import UUID

import msgspec
import psycopg
import pytest
from graphql import ExecutionResult, GraphQLSchema, parse, validate
from graphql.execution import execute
from psycopg import AsyncConnection, AsyncRawCursor, sql

from api.graphql.context import RequestContext, Viewer
from api.schema import schema as strawberry_schema
from models.tenancy import MemberRole
from tests.rows import Rows

SCHEMA: GraphQLSchema = strawberry_schema._schema  # noqa: SLF001 - Strawberry offers no other way


@dataclass(slots=True)
class OneConnection:
    """A tenant's transaction on one connection, which remembers what ran in it."""

    connection: AsyncConnection[tuple[object, ...]]
    statements: list[str] = field(default_factory=list)
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def fetch(
        self, statement: sql.Composable, parameters: Sequence[object] = ()
    ) -> list[tuple[object, ...]]:
        async with self._lock:
            self.statements.append(statement.as_string(None))
            cursor = await self.connection.execute(cast("sql.Composed", statement), parameters)
            return await cursor.fetchall()

    async def fetch_json(
        self, statement: bytes, parameters: Sequence[object]
    ) -> Sequence[bytes | None]:
        async with self._lock:
            self.statements.append(statement.decode())
            cursor = AsyncRawCursor(self.connection)
            async with self.connection.transaction():
                await cursor.execute(statement, parameters)
            assert cursor.pgresult is not None
            return [cursor.pgresult.get_value(0, at) for at in range(cursor.pgresult.nfields)]


@dataclass(frozen=True, slots=True)
class Answer:
    """What an operation was answered, and the statements that it took."""

    data: dict[str, object] | None
    errors: list[dict[str, object]]
    statements: list[str]

    def at(self, *path: str | int) -> object:
        """Return what stands at a path of an answer without errors."""
        assert self.errors == []
        found: object = self.data
        for step in path:
            found = cast("Mapping[str | int, object]", found)[step]
        return found


@dataclass(frozen=True, slots=True)
class Service:
    """Answers operations, each in a transaction of the asking organization."""

    url: str
    owner: psycopg.Connection
    ours: Rows
    theirs: Rows

    def ask(
        self,
        document: str,
        *,
        role: MemberRole | None = MemberRole.ADMIN,
        by: Rows | None = None,
        schema: GraphQLSchema = SCHEMA,
        **variables: object,
    ) -> Answer:
        """Answer an operation as a member of an organization, ours unless told."""
        organization = UUID(str((by or self.ours).organization_id))
        viewer = None if role is None else Viewer(None, organization, role)
        return asyncio.run(self._answer(schema, document, variables, viewer))

    async def _answer(
        self,
        schema: GraphQLSchema,
        document: str,
        variables: Mapping[str, object],
        viewer: Viewer | None,
    ) -> Answer:
        parsed = parse(document)
        assert validate(schema, parsed) == []
        async with self.context(viewer) as (context, database):
            result = execute(schema, parsed, variable_values=dict(variables), context_value=context)
            answered = result if isinstance(result, ExecutionResult) else await result
        errors = [error.formatted for error in answered.errors or ()]
        # As a client reads it: JSON of the database passes through as it was written.
        data = msgspec.json.decode(msgspec.json.encode(answered.data))
        return Answer(data, cast("list[dict[str, object]]", errors), database.statements)

    def ask_strawberry(self, document: str, variables: dict[str, object]) -> object:
        """Return the data that Strawberry's own execution answers with."""
        viewer = Viewer(None, UUID(str(self.ours.organization_id)), MemberRole.ADMIN)

        async def answer() -> object:
            async with self.context(viewer) as (context, _):
                answered = await strawberry_schema.execute(
                    document, variable_values=variables, context_value=context
                )
            assert answered.errors is None
            return answered.data

        return asyncio.run(answer())

    @contextlib.asynccontextmanager
    async def context(
        self, viewer: Viewer | None
    ) -> AsyncIterator[tuple[RequestContext, OneConnection]]:
        """Give what an operation of the viewer's is executed with."""
        connection = await AsyncConnection.connect(
            self.url, options="-c role=headgate_app -c timezone=UTC"
        )
        async with connection:
            await connection.execute(
                "select set_config('headgate.organization_id', %s, true)",
                ["" if viewer is None else str(viewer.organization_id)],
            )
            database = OneConnection(connection)
            yield RequestContext(viewer, database), database


@pytest.fixture
def service(migrated_url: str) -> Iterator[Service]:
    with psycopg.connect(migrated_url, autocommit=True) as owner:
        yield Service(migrated_url, owner, Rows(owner, "ours"), Rows(owner, "theirs"))

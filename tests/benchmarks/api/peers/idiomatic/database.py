"""The engine, and the transaction that one operation runs in."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Executable, text
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from strawberry.extensions import SchemaExtension

SET_TENANT = text("select set_config('headgate.organization_id', :organization_id, true)")
READ_ONLY = text("set transaction read only")


def create_engine(url: str, pool_size: int) -> AsyncEngine:
    """Return the engine; its connections act as the role that row-level security holds."""
    return create_async_engine(
        url.replace("postgresql://", "postgresql+psycopg://"),
        pool_size=pool_size,
        max_overflow=0,
        connect_args={"options": "-c role=headgate_app"},
    )


@dataclass
class Database:
    """The session of one operation."""

    sessions: async_sessionmaker[AsyncSession]
    organization_id: str
    session: AsyncSession | None = None
    # Loaders run beside one another, and a session serves one at a time.
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def rows(self, statement: Executable) -> list[Any]:
        """Return the tuples that a statement finds."""
        async with self.turn:
            return list(await self._session().execute(statement))

    async def entities(self, statement: Executable) -> list[Any]:
        """Return the entities that a statement finds."""
        async with self.turn:
            return list(await self._session().scalars(statement))

    def _session(self) -> AsyncSession:
        assert self.session is not None
        return self.session


class TenantTransaction(SchemaExtension):
    """Every operation is a transaction that names its organization."""

    async def on_execute(self) -> AsyncIterator[None]:
        """Begin before the execution and end after it."""
        database: Database = self.execution_context.context["database"]
        async with database.sessions.begin() as session:
            await session.execute(READ_ONLY)
            await session.execute(SET_TENANT, {"organization_id": database.organization_id})
            database.session = session
            yield

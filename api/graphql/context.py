"""What a resolver knows of the request: who asks, and the database as they see it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from psycopg import sql

from models.tenancy import MemberRole


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks, and for which organization."""

    member_id: uuid.UUID | None
    organization_id: uuid.UUID
    role: MemberRole


class Database(Protocol):
    """The operation's tenant transaction."""

    async def fetch(
        self, statement: sql.Composable, parameters: Sequence[object]
    ) -> list[tuple[object, ...]]:
        """Run one statement and return its rows."""

    async def fetch_json(
        self, statement: bytes, parameters: Sequence[object]
    ) -> Sequence[bytes | None]:
        """Run a statement with numbered placeholders and return its one row, undecoded."""


@dataclass(frozen=True, slots=True)
class RequestContext:
    """What every resolver gets as `info.context`."""

    viewer: Viewer | None
    database: Database

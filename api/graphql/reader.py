"""What loads rows for one operation: its context and the declarations."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.graphql.context import RequestContext
from api.graphql.filters import Scope
from api.graphql.fragments import Fragment
from api.graphql.registry import Registry
from models.tenancy import MemberRole


@dataclass(frozen=True, slots=True)
class Reader:
    """Runs statements as the one who asks."""

    context: RequestContext
    registry: Registry

    @property
    def role(self) -> MemberRole:
        """Return the role whose view of the rows is loaded; without a member, the least."""
        viewer = self.context.viewer
        return MemberRole.MEMBER if viewer is None else viewer.role

    @property
    def scope(self) -> Scope:
        """Return what filters are read with."""
        return Scope(self.registry, self.role)

    async def fetch(self, statement: Fragment) -> Sequence[tuple[object, ...]]:
        """Return the rows that a statement finds."""
        return await self.context.database.fetch(statement.text, statement.values)

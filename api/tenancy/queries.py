"""Who asks."""

from typing import TYPE_CHECKING, Annotated

import strawberry

import models
from api.graphql.context import RequestContext
from api.graphql.reading import rows_by_keys
from api.graphql.refusals import unauthenticated

if TYPE_CHECKING:
    from api.graphql.rows import Row as Member
    from api.graphql.rows import Row as Organization

OrganizationType = Annotated["Organization", strawberry.lazy("api.graphql.entity_types")]
MemberType = Annotated["Member", strawberry.lazy("api.graphql.entity_types")]


@strawberry.type
class Viewer:
    """Who asks, and for whom."""

    role: models.tenancy.MemberRole = strawberry.field(description="What the viewer may see.")
    organization: OrganizationType = strawberry.field(description="Whose data is shown.")
    member: MemberType | None = strawberry.field(
        description="The person who asks; null where a program does."
    )


@strawberry.type
class TenancyQueries:
    """Root fields on whose data it is."""

    @strawberry.field
    async def viewer(self, info: strawberry.Info[RequestContext, None]) -> Viewer:
        """Who asks, and for whom."""
        viewer = info.context.viewer
        if viewer is None:
            raise unauthenticated()
        keys = [viewer.organization_id]
        (organization,) = await rows_by_keys(
            info, models.tenancy.Organization, keys, "organization"
        )
        if organization is None:
            raise unauthenticated()
        members = [] if viewer.member_id is None else [viewer.member_id]
        found = await rows_by_keys(info, models.tenancy.Member, members, "member")
        return Viewer(role=viewer.role, organization=organization, member=next(iter(found), None))

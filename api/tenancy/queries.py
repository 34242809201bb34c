"""Who asks."""

import uuid
from functools import partial
from typing import TYPE_CHECKING, Annotated

import strawberry

import models
from api.graphql import context
from api.graphql.asked import Asked
from api.graphql.compiler import objects
from api.graphql.compiler.site import Site
from api.graphql.context import RequestContext
from api.graphql.fragments import Fragment, bind, compose
from api.graphql.reading import rows_by_keys
from api.graphql.refusals import unauthenticated
from api.graphql.slots import apply

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


def compile_viewer(site: Site) -> Fragment:
    """Return the viewer as SQL, which fails where the organization is gone."""
    viewer = objects.of_each(site.asked.fields, "Viewer", partial(_compiled, site), "viewer")
    is_there = "(select {} where exists (select from organizations where id = {}))"
    return objects.required(compose(is_there, viewer, _organization(site)))


def _compiled(site: Site, asked: Asked) -> Fragment:
    match asked.name:
        case "role":
            return bind(apply(_role, site.viewer), "text")
        case "organization":
            return site.row(models.tenancy.Organization, _organization(site), asked.fields)
        case _:
            key = bind(apply(_member_id, site.viewer), "uuid")
            return site.row(models.tenancy.Member, key, asked.fields)


def _organization(site: Site) -> Fragment:
    return bind(apply(_organization_id, site.viewer), "uuid")


def _role(viewer: context.Viewer) -> str:
    return viewer.role.name


def _organization_id(viewer: context.Viewer) -> uuid.UUID:
    return viewer.organization_id


def _member_id(viewer: context.Viewer) -> uuid.UUID | None:
    return viewer.member_id


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

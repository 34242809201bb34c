"""Whose data it is, as types of the API."""

import models
from api.graphql.declarations import column, describe, lookup, to_many
from api.graphql.entity import entity

MemberRole = describe(
    models.tenancy.MemberRole,
    ADMIN="Sees and does everything.",
    OPERATOR="Sees everything and runs the campaigns.",
    ANALYST="Sees everything but what is masked.",
    MEMBER="Sees everything but what is masked, and manages their own preferences.",
)


@entity(models.tenancy.Organization, is_listed=False)
class Organization:
    """A tenant: every other row belongs to one, and sees no other."""

    name = column("What the organization calls itself")


@entity(models.tenancy.Company, order_by=("slug",))
class Company:
    """A storefront's business; an organization may run several."""

    name = column("What the company calls itself")
    by_slug = lookup("slug", description="The company of a slug; null where there is none.")
    products = to_many(
        models.orders.Product.company_id, "What the company sells.", order_by=("-created_at",)
    )


@entity(models.tenancy.Member, order_by=("email",))
class Member:
    """A person who belongs to an organization."""

    email = column("The address that the person is known by")
    role = column("What the person may see and do")
    by_email = lookup("email", description="The member of an address; null where there is none.")

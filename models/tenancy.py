"""Who the data belongs to: organizations (the tenants), their companies and their people."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint

from models.base import Table
from models.columns import currency, enum, now, organization, text, uuid_key
from models.constraints import check, is_currency, tenant, unique_index


class MemberRole(StrEnum):
    """What a member may do in their organization."""

    ADMIN = "ADMIN"
    OPERATOR = "OPERATOR"
    ANALYST = "ANALYST"
    MEMBER = "MEMBER"


class Organization(Table, table=True):
    """A tenant: every other row belongs to one, and sees no other."""

    __tablename__ = "organizations"
    __table_args__ = (
        UniqueConstraint("slug"),
        check("slug_is_a_slug", "slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'"),
    )

    id: uuid.UUID = uuid_key()
    name: str = text()
    slug: str = text("The name in URLs: lower case, digits and hyphens")
    time_zone: str = text("IANA name of the zone in which days begin and end", default="UTC")
    created_at: datetime = now()
    updated_at: datetime = now()


class Company(Table, table=True):
    """A storefront's business; an organization may run several."""

    __tablename__ = "companies"
    __table_args__ = (*tenant(), unique_index("organization_id", "slug"), is_currency())

    id: uuid.UUID = uuid_key()
    organization_id: uuid.UUID = organization()
    name: str = text()
    slug: str = text("The name in URLs, unique in the organization")
    currency: str = currency()
    created_at: datetime = now()
    updated_at: datetime = now()


class Member(Table, table=True):
    """A person who belongs to an organization."""

    __tablename__ = "members"
    __table_args__ = (*tenant(), unique_index("organization_id", "email"))

    id: uuid.UUID = uuid_key()
    organization_id: uuid.UUID = organization()
    email: str = text()
    full_name: str | None = text()
    role: MemberRole = enum(MemberRole, default=MemberRole.MEMBER)
    created_at: datetime = now()
    updated_at: datetime = now()

"""Making tokens for development: for an organization of the database, in any role."""

import datetime as dt
import uuid
from typing import Final

import jwt
import psycopg

from api.authentication import secret
from api.authentication.claims import PROGRAM, Grant
from api.authentication.verification import SYMMETRIC
from api.database.address import DatabaseUrl
from api.errors import HeadgateError
from api.graphql.context import Viewer
from api.settings import Settings
from models.tenancy import MemberRole

_FIND_ORGANIZATION: Final = """select id from organizations
    where %(wanted)s::text is null or slug = %(wanted)s or id::text = %(wanted)s
    order by created_at, id limit 1"""
_FIND_MEMBER: Final = """select id from members
    where organization_id = %s and role = %s order by created_at, id limit 1"""
_AS_TENANT: Final = "select set_config('headgate.organization_id', %s, true)"


def token(
    settings: Settings,
    url: DatabaseUrl,
    wanted: str | None,
    role: MemberRole,
    lifetime: dt.timedelta,
) -> str:
    """Return a token for the organization that is wanted, or the oldest."""
    key = secret.ensure(settings)
    if key is None:
        raise HeadgateError(
            "tokens are made by whoever publishes the keys at HEADGATE_TOKEN_KEYS_URL; "
            "unset it to make tokens here"
        )
    return sign(settings, key, grant(url, wanted, role, lifetime))


def grant(url: DatabaseUrl, wanted: str | None, role: MemberRole, lifetime: dt.timedelta) -> Grant:
    """Return what the token is to say, for a member of the role where the organization has one."""
    found = viewer(url, wanted, role)
    subject = str(found.member_id) if found.member_id else f"{PROGRAM}development"
    return Grant(subject, found.organization_id, role, lifetime)


def viewer(url: DatabaseUrl, wanted: str | None, role: MemberRole) -> Viewer:
    """Return a member of the role of the organization that is wanted, or the oldest."""
    with psycopg.connect(url) as connection:
        organization_id = _organization(connection, wanted)
        connection.execute(_AS_TENANT, [str(organization_id)])
        member = connection.execute(_FIND_MEMBER, [organization_id, role.value]).fetchone()
    return Viewer(member[0] if member else None, organization_id, role)


def sign(settings: Settings, key: str, given: Grant) -> str:
    """Return the token."""
    now = dt.datetime.now(dt.UTC)
    said = given.claims(settings.token_issuer, settings.token_audience, now)
    return jwt.encode(said, key, algorithm=SYMMETRIC)


def _organization(connection: psycopg.Connection, wanted: str | None) -> uuid.UUID:
    try:
        found = connection.execute(_FIND_ORGANIZATION, {"wanted": wanted}).fetchone()
    except psycopg.errors.UndefinedTable as error:
        raise HeadgateError("the database has no tables yet; run headgate db upgrade") from error
    if found:
        return uuid.UUID(str(found[0]))
    try:
        # Row-level security may hide organizations from our login; an id needs no looking up.
        return uuid.UUID(wanted)
    except (TypeError, ValueError) as error:
        what = f"organization {wanted!r}" if wanted else "organization"
        raise HeadgateError(
            f"no {what} is there, or row-level security hides it from this login; "
            "name one by its id with --organization, or load demo data with headgate db seed"
        ) from error

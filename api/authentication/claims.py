"""What a token says: who asks, for which organization, in which role."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from api.graphql.context import Viewer
from models.tenancy import MemberRole

PROGRAM: Final = "program:"
"""What the subject of a token begins with that belongs to a program and not to a member."""


class UnusableClaimsError(ValueError):
    """The token is genuine, and says nothing that we understand."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What a new token is to say."""

    subject: str
    organization_id: uuid.UUID
    role: MemberRole
    lifetime: dt.timedelta

    def claims(self, issuer: str, audience: str, now: dt.datetime) -> dict[str, object]:
        """Return the claims of the token, made now."""
        return {
            "sub": self.subject,
            "organization_id": str(self.organization_id),
            "role": self.role.value,
            "iss": issuer,
            "aud": audience,
            "iat": now,
            "exp": now + self.lifetime,
        }


def viewer(claims: Mapping[str, object]) -> Viewer:
    """Return who the claims say asks."""
    subject = str(claims["sub"])
    try:
        # Spelled out: a subject that is no id must never pass as a program by mistake.
        member_id = None if subject.startswith(PROGRAM) else uuid.UUID(subject)
        organization_id = uuid.UUID(str(claims["organization_id"]))
        role = MemberRole(str(claims["role"]))
    except (KeyError, ValueError) as error:
        raise UnusableClaimsError("sub, organization_id or role is missing or unknown") from error
    return Viewer(member_id, organization_id, role)

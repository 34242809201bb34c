"""Rows of organizations, companies and members."""

from collections.abc import Iterator

from api.demo.cells import Row, instant
from api.demo.rows import Rows
from api.demo.season import DAY
from api.demo.tenants import FIRST_ROLES, MEMBER, ROLES, Tenant

_FOUNDED_DAYS_BEFORE = 400


def tables(tenant: Tenant) -> Iterator[Rows]:
    """Yield the rows of this domain, table by table."""
    yield Rows(
        "organizations", "id name slug time_zone created_at updated_at", _organization(tenant)
    )
    yield Rows("companies", "id name slug currency created_at updated_at", _companies(tenant))
    yield Rows("members", "id email full_name role created_at updated_at", _members(tenant))


def _organization(tenant: Tenant) -> Iterator[Row]:
    founded = instant(tenant.midnight(-_FOUNDED_DAYS_BEFORE))
    yield tenant.id, tenant.name, tenant.slug, tenant.time_zone, founded, founded


def _companies(tenant: Tenant) -> Iterator[Row]:
    for company in tenant.companies:
        founded = instant(tenant.midnight(company.number - _FOUNDED_DAYS_BEFORE))
        yield company.id, company.name, company.slug, tenant.currency, founded, founded


def _members(tenant: Tenant) -> Iterator[Row]:
    for number in range(tenant.volume.members):
        member = tenant.member(number)
        joined = instant(member_since(tenant, number))
        role = member_role(tenant, number)
        yield tenant.key(MEMBER, number), member.email, member.full_name, role, joined, joined


def member_role(tenant: Tenant, number: int) -> str:
    """Return what a member may do; the first ones have one role each."""
    if number < len(FIRST_ROLES):
        return FIRST_ROLES[number]
    return tenant.draw(MEMBER, number)(ROLES)


def member_since(tenant: Tenant, number: int) -> int:
    """Return when a member joined; all did before the period."""
    span = (_FOUNDED_DAYS_BEFORE - 10) * DAY
    return tenant.midnight(-_FOUNDED_DAYS_BEFORE + 5) + number * span // tenant.volume.members

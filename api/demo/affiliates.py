"""Rows of the affiliate program itself: its terms, partners, links, material and applications."""

from collections.abc import Iterator
from typing import NamedTuple

from api.demo.cells import Cell, Row, instant, instant_or_null, json_cell, money
from api.demo.draws import Draw, evenly, stream, weighted
from api.demo.rows import Rows
from api.demo.season import DAY, NOW
from api.demo.tenants import MEMBER, Company, Tenant
from api.demo.words import FIRST_NAMES, LAST_NAMES, PLACES

PARTNER = stream("affiliate_partners")
LINK = stream("affiliate_links")
_CREATIVE = stream("affiliate_creatives")
_CONFIG = stream("affiliate_program_configs")
_APPLICATION = stream("affiliate_applications")

LINKS_PER_PARTNER = 3
_LINK_PURPOSES = ("bio", "review", "newsletter")
_FALLBACK = "https://{slug}.example/welcome"

_TYPES = weighted({
    "AFFILIATE": 60, "INFLUENCER": 18, "AMBASSADOR": 10, "REFERRAL": 8, "RESELLER": 4,
})  # fmt: skip
_TIERS = (("DIAMOND", 2500), ("PLATINUM", 2000), ("GOLD", 1500), ("SILVER", 1250), ("BRONZE", 1000))
_METHODS = weighted({"PAYPAL": 50, "BANK_TRANSFER": 36, "STORE_CREDIT": 8, "CRYPTO": 4, "CHECK": 2})
_COOKIE_DAYS = 30
_ACTIVE_OF_TEN = 8
_LEFT = ("SUSPENDED", "INACTIVE", "TERMINATED")
_NOT_IN = ("PENDING_APPROVAL", "REJECTED")
_STRANGERS_PER_COMPANY = 4
_MESSAGES = evenly((
    "I review courses for small shops.", "My newsletter has nine thousand readers.",
    "I teach founders and would like to recommend you.",
))  # fmt: skip
_CREATIVES: tuple[tuple[str, str, int | None, int | None], ...] = (
    ("Wide banner", "banner", 970, 250),
    ("Square banner", "banner", 1080, 1080),
    ("Teaser", "video", 1920, 1080),
    ("Short text", "text", None, None),
)


class Partner(NamedTuple):
    """A partner and the terms they have."""

    number: int
    company: Company
    code: str
    name: str
    status: str
    tier: str
    hundredths: int
    method: str
    since: int

    @property
    def is_in(self) -> bool:
        """Say whether they were ever accepted."""
        return self.status not in _NOT_IN


class Application(NamedTuple):
    """A request to become a partner, and what it led to."""

    number: int
    company: Company
    name: str
    email: str
    asked: int
    partner: str | None
    status: str
    reviewer: str | None


def tables(tenant: Tenant) -> Iterator[Rows]:
    """Yield the rows of this domain, table by table."""
    yield Rows(
        "affiliate_program_configs",
        "id company_id is_enabled auto_approve default_commission_percent cookie_duration_days"
        " minimum_payout_amount currency terms_url default_fallback_url created_at updated_at",
        _configs(tenant),
    )
    yield Rows(
        "affiliate_partners",
        "id company_id affiliate_code name email website country partnership_type status tier"
        " commission_percent cookie_duration_days payout_method payout_details approved_at"
        " created_at updated_at",
        _partners(tenant),
    )
    yield Rows(
        "affiliate_applications",
        "id company_id partner_id name email website message partnership_type status reviewed_by"
        " reviewed_at created_at updated_at",
        _applications(tenant),
    )
    yield Rows(
        "affiliate_links",
        "id company_id partner_id link_code name destination_url campaign sub_id1 sub_id2 sub_id3"
        " sub_id4 sub_id5 is_active expires_at created_at updated_at",
        _links(tenant),
    )
    yield Rows(
        "affiliate_creatives",
        "id company_id name kind asset_url body width height is_active created_at updated_at",
        _creatives(tenant),
    )


def partners(tenant: Tenant) -> list[Partner]:
    """Return all who are partners, were, or want to be."""
    return [_partner(tenant, number) for number in range(tenant.volume.partners)]


def active_partners(tenant: Tenant) -> list[list[Partner]]:
    """Return, per company, those who bring customers; the first ones bring the most."""
    found: list[list[Partner]] = [[] for _ in tenant.companies]
    for partner in partners(tenant):
        if partner.status == "ACTIVE":
            found[partner.company.number].append(partner)
    return found


def link_code(partner: Partner, link: int) -> str:
    """Return what stands in the URL of one of a partner's links."""
    return f"{partner.code}-{_LINK_PURPOSES[link]}".lower()


def link_key(tenant: Tenant, partner: Partner, link: int) -> str:
    """Return the id of one of a partner's links."""
    return tenant.key(LINK, partner.number * LINKS_PER_PARTNER + link)


def destination(partner: Partner) -> str:
    """Return where a partner's links lead."""
    return f"https://{partner.company.slug}.example/start"


def _partner(tenant: Tenant, number: int) -> Partner:
    # Drawn without the organization: the same person and code may be a partner of both.
    draw = Draw(PARTNER, number)
    first, last = draw(FIRST_NAMES), draw(LAST_NAMES)
    total = tenant.volume.partners
    tier, hundredths = _TIERS[min(number * 12 // total, len(_TIERS) - 1)]
    return Partner(
        number=number,
        company=tenant.companies[number % len(tenant.companies)],
        code=f"{first}{10 + number}".upper(),
        name=f"{first} {last}",
        status=_status(number),
        tier=tier,
        hundredths=hundredths,
        method=draw(_METHODS),
        since=tenant.midnight(-190 + number * 150 // total),
    )


def _status(number: int) -> str:
    match number % 10:
        case place if place < _ACTIVE_OF_TEN:
            return "ACTIVE"
        case place if place == _ACTIVE_OF_TEN:
            return _LEFT[number // 10 % len(_LEFT)]
        case _:
            return _NOT_IN[number // 10 % len(_NOT_IN)]


def _configs(tenant: Tenant) -> Iterator[Row]:
    for company in tenant.companies:
        began = instant(tenant.midnight(-200))
        yield (
            tenant.key(_CONFIG, company.number), company.id, True, company.number == 1, "10",
            _COOKIE_DAYS, "50", tenant.currency, f"https://{company.slug}.example/terms",
            _FALLBACK.format(slug=company.slug), began, began,
        )  # fmt: skip


def _partners(tenant: Tenant) -> Iterator[Row]:
    for partner in partners(tenant):
        draw = tenant.draw(PARTNER, partner.number)
        asked, let_in = partner.since, partner.since + 2 * DAY
        details = json_cell({"account": f"ACC-{draw.below(10**8):08}", "holder": partner.name})
        yield (
            tenant.key(PARTNER, partner.number), partner.company.id, partner.code, partner.name,
            _email(partner), f"https://{partner.code.lower()}.example", draw(PLACES)[0],
            draw(_TYPES), partner.status, partner.tier, money(partner.hundredths), _COOKIE_DAYS,
            *((partner.method, details, instant(let_in)) if partner.is_in else (None, None, None)),
            instant(asked), instant(let_in),
        )  # fmt: skip


def _email(partner: Partner) -> str:
    return f"{partner.code.lower()}@partners.example"


def _applications(tenant: Tenant) -> Iterator[Row]:
    reviewer = tenant.key(MEMBER, 1)
    for partner in partners(tenant):
        is_reviewed = partner.status != "PENDING_APPROVAL"
        yield _application_row(tenant, Application(
            partner.number, partner.company, partner.name, _email(partner), partner.since,
            tenant.key(PARTNER, partner.number) if partner.is_in else None,
            "ACTIVE" if partner.is_in else partner.status, reviewer if is_reviewed else None,
        ))  # fmt: skip
    for stranger in range(_STRANGERS_PER_COMPANY * len(tenant.companies)):
        draw = tenant.draw(_APPLICATION, stranger)
        name = f"{draw(FIRST_NAMES)} {draw(LAST_NAMES)}"
        yield _application_row(tenant, Application(
            tenant.volume.partners + stranger, tenant.companies[stranger % len(tenant.companies)],
            name, f"applicant.{stranger + 1}@partners.example", NOW - (stranger + 3) * DAY, None,
            *(("REJECTED", reviewer) if stranger % 2 else ("PENDING_APPROVAL", None)),
        ))  # fmt: skip


def _application_row(tenant: Tenant, application: Application) -> Row:
    draw = tenant.draw(_APPLICATION, application.number)
    asked, email = application.asked, application.email
    reviewed = None if application.reviewer is None else asked + 2 * DAY
    return (
        tenant.key(_APPLICATION, application.number), application.company.id, application.partner,
        application.name, email, f"https://{email.partition('@')[0]}.example", draw(_MESSAGES),
        draw(_TYPES), application.status, application.reviewer, instant_or_null(reviewed),
        instant(asked), instant(reviewed or asked),
    )  # fmt: skip


def _links(tenant: Tenant) -> Iterator[Row]:
    for partner in filter(lambda partner: partner.is_in, partners(tenant)):
        made = instant(partner.since + 3 * DAY)
        for link, purpose in enumerate(_LINK_PURPOSES):
            is_active = partner.status == "ACTIVE"
            expires: Cell = instant(NOW + 60 * DAY) if purpose == "newsletter" else None
            yield (
                link_key(tenant, partner, link), partner.company.id,
                tenant.key(PARTNER, partner.number), link_code(partner, link),
                f"{partner.name}, {purpose}", destination(partner), "always-on", purpose,
                partner.tier.lower(), None, None, None, is_active, expires, made, made,
            )  # fmt: skip


def _creatives(tenant: Tenant) -> Iterator[Row]:
    for company in tenant.companies:
        for place, (name, kind, width, height) in enumerate(_CREATIVES):
            number = company.number * len(_CREATIVES) + place
            made = instant(tenant.midnight(-180 + number))
            is_text = kind == "text"
            yield (
                tenant.key(_CREATIVE, number), company.id, name, kind,
                None if is_text else f"https://cdn.example/{company.slug}/{place}",
                f"{company.name}: learn by doing." if is_text else None, width, height,
                place != 1, made, made,
            )  # fmt: skip

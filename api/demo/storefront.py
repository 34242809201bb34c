"""Rows of sites, landing pages and funnels, of visits to funnels, and of what visitors left."""

from collections.abc import Iterator

from api.demo.cells import Row, instant, json_cell, money
from api.demo.draws import Draw, chance, spread, stream, weighted
from api.demo.rows import Rows
from api.demo.sales import DISCOUNT_CODE, FUNNELS, PAGES
from api.demo.season import HOUR, MINUTE, NOW
from api.demo.support import session_of_visit
from api.demo.tenants import Company, Tenant
from api.demo.visits import Visit, funnel_visits

SITE = stream("sites")
PAGE = stream("landing_pages")
FUNNEL = stream("funnels")
FUNNEL_SESSION = stream("funnel_sessions")
_LEAD = stream("leads")
_HAND_OVER = stream("cross_site_sessions")

SITES = ("main", "learn")
"""The sites that every company has."""

_COLORS = ("#1f4e5f", "#79616f", "#3b7a57", "#a64b2a", "#2b4c7e")
_VARIANTS = weighted({"A": 45, "B": 45, None: 10})
_GOALS = weighted({"more customers": 40, "a first product": 30, "a team": 15, "more time": 15})
_IS_KNOWN = chance(85)
_STEPS = {"landing": "landing", "lead": "details", "cart": "checkout", "order": "thank_you"}
_FIELD_SECONDS = spread((0, 2), (60, 9), (100, 60))
_ERRORS = weighted({0: 80, 1: 15, 2: 5})
_HAND_OVERS_PER_SALES = 10
_HAND_OVER_LASTS = 15 * MINUTE
_IS_USED = chance(70)


def tables(tenant: Tenant) -> Iterator[Rows]:
    """Yield the rows of this domain, table by table."""
    yield Rows(
        "sites",
        "id company_id name slug description domain subdomain logo_url favicon_url primary_color"
        " secondary_color font_family theme meta_title meta_description social_image_url"
        " analytics_id facebook_pixel_id currency language time_zone support_email is_default"
        " is_active published_at created_at updated_at",
        _sites(tenant),
    )
    yield Rows(
        "landing_pages",
        "id company_id site_id name slug content is_published created_at updated_at",
        _pages(tenant),
    )
    yield Rows(
        "funnels", "id company_id site_id name slug is_active created_at updated_at",
        _funnels(tenant),
    )  # fmt: skip
    yield Rows(
        "funnel_sessions",
        "id company_id funnel_id session_token visitor_id status current_step checkout_behavior"
        " terms_accepted_at privacy_accepted_at cs_session_id discount_code discount_amount"
        " started_at last_activity_at completed_at abandoned_at",
        _funnel_sessions(tenant),
    )
    yield Rows(
        "leads",
        "id company_id funnel_session_id contact_id email phone full_name captured_fields"
        " variant_id created_at updated_at",
        _leads(tenant),
    )
    yield Rows(
        "cross_site_sessions",
        "id company_id session_token visitor_id source_url target_url status expires_at created_at",
        _hand_overs(tenant),
    )


def site_key(tenant: Tenant, company: Company, site: int) -> str:
    """Return the id of one of a company's sites."""
    return tenant.key(SITE, company.number * len(SITES) + site)


def page_key(tenant: Tenant, company: Company, page: int) -> str:
    """Return the id of one of a company's landing pages."""
    return tenant.key(PAGE, company.number * len(PAGES) + page)


def funnel_key(tenant: Tenant, company: Company, funnel: int) -> str:
    """Return the id of one of a company's funnels."""
    return tenant.key(FUNNEL, company.number * len(FUNNELS) + funnel)


def slug_of(name: str) -> str:
    """Return a name as it stands in URLs."""
    return name.lower().replace(" ", "-")


def _sites(tenant: Tenant) -> Iterator[Row]:
    for company in tenant.companies:
        for number, slug in enumerate(SITES):
            domain = f"{slug}.{slug_of(company.name)}.example"
            made = instant(tenant.midnight(-390 + number))
            color = (company.number * len(SITES) + number) % len(_COLORS)
            yield (
                site_key(tenant, company, number), company.id, f"{company.name} {slug}", slug,
                f"The {slug} site of {company.name}", domain, slug, f"https://{domain}/logo.svg",
                f"https://{domain}/favicon.ico", _COLORS[color], _COLORS[color - 1], "Inter",
                json_cell({"corners": "round", "dark": number == 1}), company.name,
                f"Courses and tools by {company.name}", f"https://{domain}/card.png",
                f"AN-{10_000 + color}", None, tenant.currency, "en", tenant.time_zone,
                f"help@{domain}", number == 0, True, made, made, made,
            )  # fmt: skip


def _pages(tenant: Tenant) -> Iterator[Row]:
    for company in tenant.companies:
        for number, name in enumerate(PAGES):
            made = instant(tenant.midnight(-100 + number))
            content = json_cell({"headline": f"{name} by {company.name}", "blocks": 4 + number})
            yield (
                page_key(tenant, company, number), company.id, site_key(tenant, company, 0), name,
                slug_of(name), content, True, made, made,
            )  # fmt: skip


def _funnels(tenant: Tenant) -> Iterator[Row]:
    for company in tenant.companies:
        for number, name in enumerate(FUNNELS):
            made = instant(tenant.midnight(-120 + number))
            yield (
                funnel_key(tenant, company, number), company.id, site_key(tenant, company, 1),
                name, slug_of(name), True, made, made,
            )  # fmt: skip


def _funnel_sessions(tenant: Tenant) -> Iterator[Row]:
    for visit in funnel_visits(tenant):
        sale = visit.sale
        draw = tenant.draw(FUNNEL_SESSION, visit.number)
        accepted = instant(visit.lead_at) if visit.has_lead else None
        has_discount = sale is not None and sale.has_discount
        yield (
            tenant.key(FUNNEL_SESSION, visit.number), visit.company.id,
            funnel_key(tenant, visit.company, visit.place), f"fs-{draw.word():016x}",
            visitor(draw), _funnel_status(visit), _STEPS[visit.depth], _behavior(draw, visit),
            accepted, accepted, session_of_visit(tenant, visit),
            DISCOUNT_CODE if has_discount else None,
            money(sale.discount_cents) if sale is not None and has_discount else None,
            instant(visit.started), instant(visit.ended),
            None if sale is None else instant(sale.at),
            instant(visit.ended + HOUR) if sale is None and not visit.is_open else None,
        )  # fmt: skip


def _funnel_status(visit: Visit) -> str:
    if visit.sale is not None:
        return "COMPLETED"
    return "ACTIVE" if visit.is_open else "ABANDONED"


def _behavior(draw: Draw, visit: Visit) -> str:
    if not visit.has_cart:
        return "{}"
    email, card, errors = draw(_FIELD_SECONDS), draw(_FIELD_SECONDS), draw(_ERRORS)
    return f'{{"seconds":{{"email":{email},"card":{card}}},"errors":{errors}}}'


def visitor(draw: Draw) -> str:
    """Return a visitor's cookie."""
    return f"v{draw.word():016x}"


def _leads(tenant: Tenant) -> Iterator[Row]:
    for visit in funnel_visits(tenant):
        if not visit.has_lead:
            continue
        draw = tenant.draw(_LEAD, visit.number)
        person = tenant.contact(visit.contact)
        is_known = visit.sale is not None or draw(_IS_KNOWN)
        left = instant(visit.lead_at)
        yield (
            tenant.key(_LEAD, visit.number), visit.company.id,
            tenant.key(FUNNEL_SESSION, visit.number),
            tenant.contact_id(visit.contact) if is_known else None, person.email,
            person.phone if is_known else None, person.full_name,
            f'{{"goal":"{draw(_GOALS)}"}}', draw(_VARIANTS), left, left,
        )  # fmt: skip


def _hand_overs(tenant: Tenant) -> Iterator[Row]:
    total = tenant.volume.orders // _HAND_OVERS_PER_SALES
    for number in range(total):
        draw = tenant.draw(_HAND_OVER, number)
        at = tenant.moment(number, total, draw)
        company = tenant.companies[draw.below(len(tenant.companies))]
        status = "USED" if draw(_IS_USED) else "EXPIRED"
        if status == "EXPIRED" and at + _HAND_OVER_LASTS > NOW:
            status = "ACTIVE"
        host = slug_of(company.name)
        yield (
            tenant.key(_HAND_OVER, number), company.id, f"xs-{draw.word():016x}", visitor(draw),
            f"https://{SITES[1]}.{host}.example/lesson", f"https://{SITES[0]}.{host}.example/buy",
            status, instant(at + _HAND_OVER_LASTS), instant(at),
        )  # fmt: skip

"""Every visit to a funnel or a landing page: the plan that sessions, leads and carts follow.

A sale has its share of visits: so many to funnels, of which the first led to the sale if its
channel is the funnel, and one to a landing page likewise. The others went less far.
"""

from collections.abc import Iterator
from typing import NamedTuple

from api.demo.draws import Choice, spread, stream, weighted
from api.demo.sales import FUNNELS, PAGES, Sale, sale, sales
from api.demo.season import HOUR, MINUTE, NOW
from api.demo.tenants import Company, Tenant

_FUNNEL = stream("funnel_sessions")
_LANDING = stream("landing_page_sessions")

FUNNEL_VISITS_PER_SALE = 2

_DEPTHS: dict[str, Choice[str]] = {
    "funnel": weighted({"landing": 46, "lead": 33, "cart": 21}),
    "landing_page": weighted({"landing": 72, "cart": 28}),
}
_DURATIONS = spread((0, MINUTE), (50, 6 * MINUTE), (90, 25 * MINUTE), (100, HOUR))
_BEFORE_SALE = spread((0, 0), (100, 6 * HOUR))
_STILL_THERE = 12 * HOUR


class Visit(NamedTuple):
    """A visit, how far it went, and the sale it ended in, if it did."""

    number: int
    kind: str
    place: int
    company: Company
    contact: int
    started: int
    ended: int
    depth: str
    share: Sale
    sale: Sale | None

    @property
    def lead_at(self) -> int:
        """Return when the visitor left their details, if they did."""
        return self.started + (self.ended - self.started) // 3

    @property
    def cart_at(self) -> int:
        """Return when the visitor filled a cart, if they did."""
        return self.started + (self.ended - self.started) * 2 // 3

    @property
    def has_lead(self) -> bool:
        """Say whether the visitor left their details."""
        return self.kind == "funnel" and self.depth != "landing"

    @property
    def has_cart(self) -> bool:
        """Say whether the visitor put something into a cart."""
        return self.depth in {"cart", "order"}

    @property
    def is_open(self) -> bool:
        """Say whether the visitor may still be there."""
        return self.sale is None and self.ended > NOW - _STILL_THERE


def funnel_visits(tenant: Tenant) -> Iterator[Visit]:
    """Yield all visits to funnels."""
    for share in sales(tenant):
        first = share.number * FUNNEL_VISITS_PER_SALE
        for number in range(first, first + FUNNEL_VISITS_PER_SALE):
            yield _visit(tenant, "funnel", number, share)


def funnel_visit(tenant: Tenant, number: int) -> Visit:
    """Return one visit to a funnel."""
    return _visit(tenant, "funnel", number, sale(tenant, number // FUNNEL_VISITS_PER_SALE))


def landing_visits(tenant: Tenant) -> Iterator[Visit]:
    """Yield all visits to landing pages."""
    for share in sales(tenant):
        yield _visit(tenant, "landing_page", share.number, share)


def _visit(tenant: Tenant, kind: str, number: int, share: Sale) -> Visit:
    is_funnel = kind == "funnel"
    draw = tenant.draw(_FUNNEL if is_funnel else _LANDING, number)
    duration = draw(_DURATIONS)
    place = share.number % len(FUNNELS if is_funnel else PAGES)
    is_first = not is_funnel or number % FUNNEL_VISITS_PER_SALE == 0
    if is_first and share.channel == kind:
        return Visit(
            number, kind, place, share.company, share.contact, share.at - duration, share.at,
            "order", share, share,
        )  # fmt: skip
    ended = share.at - draw(_BEFORE_SALE)
    started = ended - duration
    contact = draw.below(tenant.contacts_known(started))
    return Visit(
        number, kind, place, share.company, contact, started, ended, draw(_DEPTHS[kind]), share,
        None,
    )  # fmt: skip

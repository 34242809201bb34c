"""Every purchase of an organization: the plan that orders, carts, visits and commissions follow.

A sale is made from its number alone, so each table that has a part in it makes it again.
"""

import functools
from collections.abc import Iterator
from typing import NamedTuple

from api.demo.draws import Draw, chance, evenly, spread, stream, weighted
from api.demo.season import MINUTE
from api.demo.tenants import Company, Tenant

SALE = stream("sales")
PRODUCT = stream("products")

FUNNELS = ("Five Evenings Challenge", "Founders Masterclass")
"""The funnels that every company has."""

PAGES = ("Spring Offer", "Free Guide", "Live Webinar")
"""The landing pages that every company has."""

_CHANNELS = weighted({
    "funnel": 36, "affiliate": 22, "landing_page": 18, "direct": 21, "high_ticket": 3,
})  # fmt: skip
_PRICES = evenly((1_900, 2_700, 3_700, 4_700, 6_700, 9_700, 14_700, 19_700, 29_700, 49_700))
_HIGH_TICKET_PRICES = evenly((199_700, 299_700, 499_700))
_EXTRA_ITEMS = weighted({0: 55, 1: 28, 2: 12, 3: 5})
_QUANTITIES = weighted({1: 86, 2: 10, 3: 4})
_STATUSES = weighted({"paid": 94, "refunded": 4, "pending": 2})
_COMPANIES = spread((0, 0), (55, 500), (100, 1000))
_IS_FAITHFUL = chance(30)
_HAS_DISCOUNT = chance(14)
DISCOUNT_CODE = "WELCOME10"
DISCOUNT_PARTS = 10
"""A discount takes one part in so many."""


class Item(NamedTuple):
    """A line of a sale."""

    product: int
    quantity: int
    cents: int

    def with_discount(self) -> "Item":
        """Return the item at nine tenths of its price; prices are whole units, so none is lost."""
        return self._replace(cents=self.cents * (DISCOUNT_PARTS - 1) // DISCOUNT_PARTS)


class Sale(NamedTuple):
    """A purchase: by whom, when, of what, and what brought the buyer."""

    number: int
    at: int
    company: Company
    contact: int
    channel: str
    status: str
    items: tuple[Item, ...]
    has_discount: bool

    @property
    def discount_cents(self) -> int:
        """Return by how much a discount code lowered what the order costs."""
        return self.cents // (DISCOUNT_PARTS - 1) if self.has_discount else 0

    @property
    def cents(self) -> int:
        """Return what the order costs."""
        return sum(item.cents for item in self.items)


def sales(tenant: Tenant) -> Iterator[Sale]:
    """Yield all sales, in order of time."""
    for number in range(tenant.volume.orders):
        yield sale(tenant, number)


def sale(tenant: Tenant, number: int) -> Sale:
    """Return one sale."""
    draw = tenant.draw(SALE, number)
    at = tenant.moment(number, tenant.volume.orders, draw)
    company = tenant.companies[draw(_COMPANIES) * len(tenant.companies) // 1000]
    channel = draw(_CHANNELS)
    contact, status = _buyer(tenant, at, draw), draw(_STATUSES)
    items = _items(tenant, company, channel, draw)
    has_discount = channel == "funnel" and draw(_HAS_DISCOUNT)
    if has_discount:
        items = tuple(item.with_discount() for item in items)
    return Sale(number, at, company, contact, channel, status, items, has_discount)


def _buyer(tenant: Tenant, at: int, draw: Draw) -> int:
    """Return a contact of before the sale: some buy again and again, most once or never."""
    known = tenant.contacts_known(at - 10 * MINUTE)
    return draw.below(known // 8) if draw(_IS_FAITHFUL) else draw.below(known)


def _items(tenant: Tenant, company: Company, channel: str, draw: Draw) -> tuple[Item, ...]:
    shelf = shelf_size(tenant, company)
    if channel == "high_ticket":
        product = product_number(tenant, company, shelf - 1)
        return (Item(product, 1, price(tenant, product)),)
    first, items = draw.below(shelf - 1), []
    for extra in range(1 + draw(_EXTRA_ITEMS)):
        product = product_number(tenant, company, (first + extra) % (shelf - 1))
        quantity = draw(_QUANTITIES)
        items.append(Item(product, quantity, quantity * price(tenant, product)))
    return tuple(items)


def shelf_size(tenant: Tenant, company: Company) -> int:
    """Return how many products a company sells; the last of them is the expensive one."""
    return (tenant.volume.products - company.number - 1) // len(tenant.companies) + 1


def product_number(tenant: Tenant, company: Company, place: int) -> int:
    """Return the number of a company's product; the companies' products alternate."""
    return place * len(tenant.companies) + company.number


@functools.lru_cache(maxsize=1024)
def price(tenant: Tenant, product: int) -> int:
    """Return what one of a product costs, in cents."""
    company = tenant.companies[product % len(tenant.companies)]
    is_last = product // len(tenant.companies) == shelf_size(tenant, company) - 1
    return tenant.draw(PRODUCT, product)(_HIGH_TICKET_PRICES if is_last else _PRICES)


def order_id(tenant: Tenant, number: int) -> int:
    """Return the id of a sale's order."""
    return tenant.earlier.orders + number + 1


def product_id(tenant: Tenant, number: int) -> int:
    """Return the id of a product."""
    return tenant.earlier.products + number + 1

"""Rows of carts, of landing-page visits that filled some of them, and of the stock they held."""

from collections.abc import Iterator
from typing import NamedTuple

from api.demo.cells import Cell, Row, instant, instant_or_null, money
from api.demo.draws import chance, stream, weighted
from api.demo.rows import Rows
from api.demo.sales import Item, Sale, order_id, product_id, sales
from api.demo.season import DAY, HOUR, MINUTE, NOW
from api.demo.storefront import FUNNEL_SESSION, page_key, visitor
from api.demo.tenants import Company, Tenant
from api.demo.visits import Visit, funnel_visits, landing_visits
from api.demo.words import DEVICES, REFERRERS, UTM_SOURCES

FUNNEL_CART = stream("carts of funnels")
LANDING_CART = stream("carts of landing pages")
DIRECT_CART = stream("carts of shops")
LANDING_SESSION = stream("landing_page_sessions")
HOLD = stream("inventory_holds")

_LASTS = 7 * DAY
_COUNTS_AS_ABANDONED = HOUR
_IS_WRITTEN_TO = chance(60)
_COMES_BACK_BY_EMAIL = chance(30)
_TIME_TO_COME_BACK = 26 * HOUR
_IS_HELD = chance(35)
_HOLD_LASTS = 15 * MINUTE
_CONTENTS = weighted({"hero": 40, "story": 30, None: 30})


class Cart(NamedTuple):
    """A cart, where it was filled, and what became of it."""

    purpose: int
    number: int
    company: Company
    source: str
    visit: Visit | None
    sale: Sale | None
    contact: int
    items: tuple[Item, ...]
    made: int
    touched: int
    is_open: bool = False
    abandoned: int | None = None
    written_to: int | None = None
    recovered: int | None = None

    @property
    def status(self) -> str:
        """Return where the cart stands."""
        if self.sale is not None:
            return "CONVERTED"
        if self.is_open:
            return "ACTIVE"
        return "EXPIRED" if self.abandoned is None else "ABANDONED"


def tables(tenant: Tenant) -> Iterator[Rows]:
    """Yield the rows of this domain, table by table."""
    yield Rows(
        "carts",
        "id company_id funnel_session_id landing_page_id order_id source_type visitor_id email"
        " items total_amount currency status abandoned_at recovery_email_sent"
        " recovery_email_sent_at recovered_at expires_at created_at updated_at",
        _cart_rows(tenant),
    )
    yield Rows(
        "landing_page_sessions",
        "id company_id landing_page_id session_token visitor_id ip_address_hash user_agent referrer"
        " device_type browser os utm_source utm_medium utm_campaign utm_term utm_content cart_id"
        " order_id status started_at last_activity_at converted_at abandoned_at",
        _landing_sessions(tenant),
    )
    yield Rows(
        "inventory_holds",
        "id company_id product_id cart_id quantity expires_at released_at created_at",
        _holds(tenant),
    )


def carts(tenant: Tenant) -> Iterator[Cart]:
    """Yield all carts: those of funnels, of landing pages, and of the shops themselves."""
    for visit in funnel_visits(tenant):
        if visit.has_cart:
            yield _cart_of_visit(tenant, visit, "FUNNEL", FUNNEL_CART)
    yield from _landing_carts(tenant)
    for sale in sales(tenant):
        if sale.channel == "direct":
            yield _cart_of_shop(tenant, sale)


def _landing_carts(tenant: Tenant) -> Iterator[Cart]:
    for visit in landing_visits(tenant):
        if visit.has_cart:
            yield _cart_of_visit(tenant, visit, "LANDING_PAGE", LANDING_CART)


def _cart_of_visit(tenant: Tenant, visit: Visit, source: str, purpose: int) -> Cart:
    items = visit.share.items if visit.sale is not None else visit.share.items[:1]
    cart = Cart(
        purpose, visit.number, visit.company, source, visit, visit.sale, visit.contact, items,
        visit.cart_at, visit.ended, visit.is_open,
    )  # fmt: skip
    if visit.sale is not None or visit.is_open or _has_expired(visit):
        return cart
    abandoned = visit.ended + _COUNTS_AS_ABANDONED
    is_written_to = tenant.draw(purpose, visit.number)(_IS_WRITTEN_TO) and abandoned + HOUR <= NOW
    return cart._replace(
        abandoned=abandoned, written_to=abandoned + HOUR if is_written_to else None
    )


def _has_expired(visit: Visit) -> bool:
    """Say whether a cart left behind simply ended; every third one does once its time is over."""
    return visit.number % 3 == 0 and visit.cart_at + _LASTS <= NOW


def _cart_of_shop(tenant: Tenant, sale: Sale) -> Cart:
    draw = tenant.draw(DIRECT_CART, sale.number)
    cart = Cart(
        DIRECT_CART, sale.number, sale.company, "DIRECT", None, sale, sale.contact, sale.items,
        sale.at - MINUTE, sale.at,
    )  # fmt: skip
    if not draw(_COMES_BACK_BY_EMAIL):
        return cart
    made = sale.at - _TIME_TO_COME_BACK
    return cart._replace(
        source="EMAIL",
        made=made,
        abandoned=made + HOUR,
        written_to=made + 2 * HOUR,
        recovered=sale.at - 5 * MINUTE,
    )


def _cart_rows(tenant: Tenant) -> Iterator[Row]:
    for cart in carts(tenant):
        total = sum(item.cents for item in cart.items)
        draw = tenant.draw(cart.purpose, cart.number)
        yield (
            tenant.key(cart.purpose, cart.number), cart.company.id, *_origin(tenant, cart),
            None if cart.sale is None else order_id(tenant, cart.sale.number), cart.source,
            visitor(draw), tenant.contact(cart.contact).email, _items(tenant, cart.items),
            money(total), tenant.currency, cart.status, instant_or_null(cart.abandoned),
            cart.written_to is not None, instant_or_null(cart.written_to),
            instant_or_null(cart.recovered), instant(cart.made + _LASTS), instant(cart.made),
            instant(max(cart.touched, cart.abandoned or 0, cart.written_to or 0)),
        )  # fmt: skip


def _origin(tenant: Tenant, cart: Cart) -> tuple[Cell, Cell]:
    """Return the funnel session and the landing page of a cart; it has one of them or none."""
    visit = cart.visit
    if visit is None:
        return None, None
    if visit.kind == "funnel":
        return tenant.key(FUNNEL_SESSION, visit.number), None
    return None, page_key(tenant, visit.company, visit.place)


def _items(tenant: Tenant, items: tuple[Item, ...]) -> str:
    lines = (
        f'{{"product_id":{product_id(tenant, item.product)},"quantity":{item.quantity},'
        f'"amount_cents":{item.cents}}}'
        for item in items
    )
    return f"[{','.join(lines)}]"


def _landing_sessions(tenant: Tenant) -> Iterator[Row]:
    for visit in landing_visits(tenant):
        draw = tenant.draw(LANDING_SESSION, visit.number)
        device, browser, system, agent = draw(DEVICES)
        source, medium = draw(UTM_SOURCES)
        word, sale, status = draw.word(), visit.sale, _landing_status(visit)
        left = visit.ended + 30 * MINUTE
        yield (
            tenant.key(LANDING_SESSION, visit.number), visit.company.id,
            page_key(tenant, visit.company, visit.place), f"ls-{word:016x}", visitor(draw),
            f"{word ^ HOLD:016x}", agent, draw(REFERRERS), device, browser, system, source, medium,
            source and "spring", None, source and draw(_CONTENTS),
            tenant.key(LANDING_CART, visit.number) if visit.has_cart else None,
            None if sale is None else order_id(tenant, sale.number), status,
            instant(visit.started), instant(visit.ended),
            None if sale is None else instant(sale.at),
            instant(left) if status in {"ABANDONED", "EXPIRED"} else None,
        )  # fmt: skip


def _landing_status(visit: Visit) -> str:
    if visit.sale is not None:
        return "CONVERTED"
    if visit.is_open:
        return "ACTIVE"
    return "ABANDONED" if visit.has_cart else "EXPIRED"


def _holds(tenant: Tenant) -> Iterator[Row]:
    # Landing pages sell what there is little of, and hold it for a while.
    for cart in _landing_carts(tenant):
        draw = tenant.draw(HOLD, cart.number)
        if not (cart.is_open or draw(_IS_HELD)):
            continue
        item, ends = cart.items[0], cart.made + _HOLD_LASTS
        released = min(ends, cart.touched) if cart.sale is not None else ends
        yield (
            tenant.key(HOLD, cart.number), cart.company.id,
            product_id(tenant, item.product), tenant.key(cart.purpose, cart.number), item.quantity,
            instant(ends), instant(released) if released <= NOW else None,
            instant(cart.made),
        )  # fmt: skip

"""Rows of contacts, products, orders and their items, and of what contacts did.

What is counted per day, ads included, is in `api.demo.marketing`.
"""

from collections.abc import Iterator

from api.demo.cells import Row, date, instant, json_cell, money
from api.demo.draws import Draw, chance, evenly, spread, stream, weighted
from api.demo.rows import Rows
from api.demo.sales import FUNNELS, PAGES, Sale, order_id, product_id, sales
from api.demo.season import DAY, DAYS, HOUR, MINUTE, NOW, START
from api.demo.tenants import CONTACT, Tenant
from api.demo.words import EDITIONS, GOODS, PLACES, STREETS

ADDRESS = stream("addresses")
ACTIVITY = stream("activities")
WORKFLOW = stream("workflow_errors")
_ATTENDANCE = stream("attendance")

_CALENDAR = weighted({None: 70, "booked": 14, "attended": 10, "no_show": 6})
_HAS_KEAP = chance(40)
_HAS_MANYCHAT = chance(25)
_HAS_SECOND_LINE = chance(15)
_SHIPS_ELSEWHERE = chance(10)

CHALLENGE_DAYS = 5
"""A challenge is a free live course of so many evenings; one begins every second Monday."""

CHALLENGE_EVERY_DAYS = 14
_ATTENDS = (chance(42), chance(74), chance(78), chance(82), chance(86))
_JOINS_AT = spread((0, 0), (70, 12 * MINUTE), (100, HOUR))
_EVENING = 20 * HOUR
_ACTIONS = weighted({
    None: 30, "Clicked_Youtube_Subscription": 22, "Watched_Replay": 24, "Opened_Workbook": 24,
})  # fmt: skip
_MESSAGES = weighted({None: 55, "Replied_Whatsapp": 25, "Asked_Question": 20})
_SOON = spread((0, HOUR), (60, DAY), (100, 12 * DAY))

_WORKFLOWS = evenly(
    (
        ("Order sync", "Fetch orders", "the shop answered 429: too many requests"),
        ("Lead intake", "Parse form", "the field 'email' is missing"),
        ("Ad spend import", "Read report", "the report is not ready yet"),
        ("Challenge reminder", "Send message", "the template is not approved"),
    )
)
_IS_RESOLVED = chance(80)


def tables(tenant: Tenant) -> Iterator[Rows]:
    """Yield the rows of this domain, table by table."""
    yield Rows(
        "contacts",
        "created_at email phone full_name first_name last_name calendar_status obvio_link"
        " clickfunnels_id keap_id manychat_id",
        _contacts(tenant),
    )
    yield Rows(
        "products",
        "created_at product_name clickfunnels_product_id keap_product_id description company_id"
        " import_source external_id external_sku last_synced_at",
        _products(tenant),
    )
    yield Rows(
        "orders",
        "created_at contact_id clickfunnels_order_id clickfunnels_order_number order_total currency"
        " purchase_date billing_status order_source funnel_name funnel_id funnel_public_id page"
        " page_id page_public_id"
        " billing_address_line1 billing_address_line2 billing_address_city billing_address_state"
        " billing_address_postal_code billing_address_country"
        " shipping_address_line1 shipping_address_line2 shipping_address_city"
        " shipping_address_state shipping_address_postal_code shipping_address_country",
        _orders(tenant),
    )
    yield Rows(
        "order_items", "created_at order_id product_id quantity amount currency", _items(tenant)
    )
    yield Rows("analytics_events", "contact_id name value type timestamp comment", _events(tenant))
    yield Rows(
        "workflow_errors",
        "created_at workflow_name node_name execution_id message details resolved_at",
        _workflow_errors(tenant),
    )


def _contacts(tenant: Tenant) -> Iterator[Row]:
    for number in range(tenant.volume.contacts):
        person, draw = tenant.contact(number), tenant.draw(CONTACT, number)
        since = instant(tenant.contact_since(number, draw))
        yield (
            since, person.email, person.phone, person.full_name, person.first_name,
            person.last_name, draw(_CALENDAR), f"https://obvio.example/{number + 1}",
            500_000 + number, 70_000 + number if draw(_HAS_KEAP) else None,
            9_000_000 + number if draw(_HAS_MANYCHAT) else None,
        )  # fmt: skip


def _products(tenant: Tenant) -> Iterator[Row]:
    for number in range(tenant.volume.products):
        company = tenant.companies[number % len(tenant.companies)]
        place = number // len(tenant.companies)
        name = product_name(tenant, number)
        is_imported = place % 2 == 0
        synced = instant(NOW - (number + 1) * HOUR)
        yield (
            instant(tenant.midnight(-200 + place)), name, 3_000 + number,
            None if is_imported else 800 + number, f"{name}, as taught by {company.name}.",
            company.id, *(("shopify", f"gid-{number + 1}", f"SKU-{number + 1:04}", synced)
            if is_imported else (None, None, None, None)),
        )  # fmt: skip


def product_name(tenant: Tenant, number: int) -> str:
    """Return what a product is called."""
    place = number // len(tenant.companies)
    edition = EDITIONS[place // len(GOODS) % len(EDITIONS)]
    return f"{GOODS[place % len(GOODS)]} {edition}"


def _orders(tenant: Tenant) -> Iterator[Row]:
    for order in sales(tenant):
        billing = _address(order.contact)
        moves = tenant.draw(ADDRESS, order.number)(_SHIPS_ELSEWHERE)
        shipping = _address(order.contact + tenant.volume.contacts) if moves else billing
        yield (
            instant(order.at), tenant.contact_id(order.contact), 40_001 + order.number,
            str(1001 + order.number), money(order.cents), tenant.currency,
            date(tenant.local(order.at)), order.status, order.channel, *_page(order), *billing,
            *shipping,
        )  # fmt: skip


def _page(order: Sale) -> Row:
    """Return the funnel and the page that an order came from, where it came from one."""
    company = order.company.number
    match order.channel:
        case "funnel":
            funnel = order.number % len(FUNNELS)
            number = 100 * (company + 1) + funnel
            return FUNNELS[funnel], number, f"fun{number}", "Checkout", number * 10, f"pag{number}0"
        case "landing_page":
            page = order.number % len(PAGES)
            number = 1000 * (company + 1) + page
            return None, None, None, PAGES[page], number, f"pag{number}"
        case _:
            return None, None, None, None, None, None


def _address(number: int) -> Row:
    draw = Draw(ADDRESS, number)
    country, region, city = draw(PLACES)
    house = 1 + draw.below(240)
    second = f"Unit {1 + house % 12}" if draw(_HAS_SECOND_LINE) else None
    return f"{house} {draw(STREETS)}", second, city, region, str(10_000 + house * 37), country


def _items(tenant: Tenant) -> Iterator[Row]:
    for order in sales(tenant):
        ordered = instant(order.at)
        for item in order.items:
            yield (
                ordered, order_id(tenant, order.number), product_id(tenant, item.product),
                item.quantity, money(item.cents), tenant.currency,
            )  # fmt: skip


def _events(tenant: Tenant) -> Iterator[Row]:
    for number in range(tenant.volume.contacts):
        contact = tenant.contact_id(number)
        for name, kind, at in _activities(tenant, number):
            yield contact, name, None, kind, instant(at), None
    for order in sales(tenant):
        yield (
            tenant.contact_id(order.contact), "Purchase", money(order.cents), "purchase",
            instant(order.at), f"order {1001 + order.number}",
        )  # fmt: skip


def _activities(tenant: Tenant, number: int) -> Iterator[tuple[str, str, int]]:
    """Yield what a contact did, other than buy: a name, a type and an instant each."""
    since = tenant.contact_since(number, tenant.draw(CONTACT, number))
    if tenant.is_new_contact(number):
        yield "Signed_Up", "lead", since
    for day, at in attendance(tenant, number, since):
        yield f"Attended_Day_{day}", "analytics", at
    draw = tenant.draw(ACTIVITY, number)
    for kind, choice in (("action", _ACTIONS), ("message", _MESSAGES)):
        name = draw(choice)
        at = max(since, tenant.midnight(0)) + draw(_SOON)
        if name is not None and at < NOW:
            yield name, kind, at


def attendance(tenant: Tenant, number: int, since: int) -> Iterator[tuple[int, int]]:
    """Yield the days of their first challenge that a contact attended, and when they came.

    Whoever misses an evening does not come back.
    """
    day = max(tenant.local(since) - START, 0) // DAY
    begins = (day // CHALLENGE_EVERY_DAYS + 1) * CHALLENGE_EVERY_DAYS
    if not tenant.is_new_contact(number):
        begins = number % (DAYS // CHALLENGE_EVERY_DAYS) * CHALLENGE_EVERY_DAYS
    draw = tenant.draw(_ATTENDANCE, number)
    for evening, attends in enumerate(_ATTENDS):
        if begins + evening >= DAYS or not draw(attends):
            return
        yield evening + 1, tenant.midnight(begins + evening) + _EVENING + draw(_JOINS_AT)


def _workflow_errors(tenant: Tenant) -> Iterator[Row]:
    total = tenant.volume.workflow_errors
    for number in range(total):
        draw = tenant.draw(WORKFLOW, number)
        at = tenant.moment(number, total, draw)
        workflow, node, message = draw(_WORKFLOWS)
        solved = at + draw(_SOON)
        yield (
            instant(at), workflow, node, f"exec-{7000 + number}", message,
            json_cell({"attempt": 1 + draw.below(3), "node": node}),
            instant(solved) if draw(_IS_RESOLVED) and solved < NOW else None,
        )  # fmt: skip

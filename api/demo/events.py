"""Rows of events, the tickets to them, and the payments for the tickets."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from api.demo.cells import Row, instant, instant_or_null, json_cell, money
from api.demo.draws import evenly, spread, stream, weighted
from api.demo.rows import Rows
from api.demo.scale import shares
from api.demo.season import DAY, DAYS, HOUR, MINUTE, NOW
from api.demo.tenants import MEMBER, Tenant
from api.demo.words import TOPICS

EVENT = stream("events")
TICKET = stream("event_tickets")
PAYMENT = stream("payments")
_KIND = stream("ticket types")

_VENUES = ("Harbour Hall", "The Glasshouse", "Old Print Works", "Online")
_PRICES_CENTS = (4_900, 9_900, 19_900)
_DAYS_AHEAD = 21
_LASTS = 3 * HOUR
_BOUGHT_BEFORE = spread((0, HOUR), (40, 6 * DAY), (80, 20 * DAY), (100, 40 * DAY))
_COMES = spread((0, 0), (80, 40 * MINUTE), (100, 100 * MINUTE))
_PAST = weighted({"checked_in": 76, "paid": 12, "cancelled": 5, "refunded": 4, "pending": 3})
_FUTURE = weighted({"paid": 88, "pending": 8, "cancelled": 4})
_PAYMENTS = {
    "checked_in": "succeeded", "paid": "succeeded", "refunded": "refunded", "cancelled": "failed",
    "pending": "pending",
}  # fmt: skip
_KINDS = evenly((0, 0, 0, 1, 1, 2))


@dataclass(frozen=True, slots=True)
class Event:
    """An event; its tickets are numbered from `first`."""

    number: int
    first: int
    size: int
    starts: int


class Ticket(NamedTuple):
    """A ticket, what it cost, and what became of it."""

    number: int
    event: Event
    member: int
    kind: int
    status: str
    bought: int
    comes: int | None

    @property
    def cents(self) -> int:
        """Return the price of the ticket."""
        return _PRICES_CENTS[self.kind]

    @property
    def payment(self) -> str:
        """Return where its payment stands."""
        return _PAYMENTS[self.status]


def tables(tenant: Tenant) -> Iterator[Rows]:
    """Yield the rows of this domain, table by table."""
    yield Rows(
        "events", "id name description venue starts_at ends_at capacity created_at updated_at",
        _event_rows(tenant),
    )  # fmt: skip
    yield Rows(
        "payments",
        "id member_id amount currency status provider_payment_id created_at updated_at",
        _payments(tenant),
    )
    yield Rows(
        "event_tickets",
        "id event_id member_id ticket_type_id ticket_number status payment_id amount_paid currency"
        " purchase_date checked_in_at checked_in_by metadata created_at updated_at",
        _ticket_rows(tenant),
    )


def _events(tenant: Tenant) -> list[Event]:
    """Return all events in order of time; the last ones are still to come."""
    count = tenant.volume.events
    sizes = shares(tenant.volume.tickets, [8 + number % 5 for number in range(count)])
    events, first = [], 0
    for number, size in enumerate(sizes):
        day = 10 + number * (DAYS - 10 + _DAYS_AHEAD) // count
        events.append(Event(number, first, size, tenant.midnight(day) + 19 * HOUR))
        first += size
    return events


def _tickets(tenant: Tenant) -> Iterator[Ticket]:
    for event in _events(tenant):
        for number in range(event.first, event.first + event.size):
            draw = tenant.draw(TICKET, number)
            is_past = event.starts + _LASTS < NOW
            status = draw(_PAST if is_past else _FUTURE)
            comes = event.starts - 30 * MINUTE + draw(_COMES)
            yield Ticket(
                number, event, draw.below(tenant.volume.members), draw(_KINDS), status,
                min(event.starts - HOUR, NOW) - draw(_BOUGHT_BEFORE),
                comes if status == "checked_in" else None,
            )  # fmt: skip


def _event_rows(tenant: Tenant) -> Iterator[Row]:
    for event in _events(tenant):
        topic = TOPICS[event.number % len(TOPICS)]
        planned = instant(event.starts - 60 * DAY)
        yield (
            tenant.key(EVENT, event.number), f"{topic} Evening {1 + event.number // len(TOPICS)}",
            f"An evening about {topic.lower()}, with time for questions.",
            _VENUES[event.number % len(_VENUES)], instant(event.starts),
            instant(event.starts + _LASTS), event.size * 5 // 4 + 10, planned, planned,
        )  # fmt: skip


def _payments(tenant: Tenant) -> Iterator[Row]:
    for ticket in _tickets(tenant):
        paid = instant(ticket.bought)
        yield (
            tenant.key(PAYMENT, ticket.number), tenant.key(MEMBER, ticket.member),
            money(ticket.cents), tenant.currency, ticket.payment,
            f"pay_{100_000 + ticket.number}", paid, paid,
        )  # fmt: skip


def _ticket_rows(tenant: Tenant) -> Iterator[Row]:
    door = tenant.key(MEMBER, 1)
    for ticket in _tickets(tenant):
        is_paid = ticket.payment in {"succeeded", "refunded"}
        bought = instant(ticket.bought)
        seat = f"{'ABCDEFGH'[ticket.number % 8]}{1 + ticket.number // 8 % 40}"
        yield (
            tenant.key(TICKET, ticket.number), tenant.key(EVENT, ticket.event.number),
            tenant.key(MEMBER, ticket.member), tenant.key(_KIND, ticket.kind),
            f"T-{ticket.number + 1:06}", ticket.status, tenant.key(PAYMENT, ticket.number),
            money(ticket.cents) if is_paid else None, tenant.currency, bought,
            instant_or_null(ticket.comes), None if ticket.comes is None else door,
            json_cell({"seat": seat}), bought, instant(ticket.comes or ticket.bought),
        )  # fmt: skip

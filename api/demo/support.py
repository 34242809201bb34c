"""Rows of customer service: conversations, calls, what their AI used, and what that costs.

The first conversations are held in a funnel: one in so many funnel visits has one.
"""

import datetime as dt
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from api.demo.cells import Row, date, instant, instant_or_null
from api.demo.draws import spread, stream, weighted
from api.demo.rows import Rows
from api.demo.season import HOUR, MINUTE, NOW
from api.demo.tenants import Company, Tenant
from api.demo.visits import FUNNEL_VISITS_PER_SALE, Visit, funnel_visit

SESSION = stream("cs_sessions")
_CALL = stream("voice_calls")
_USAGE = stream("cs_ai_usage")
_PRICE = stream("cs_ai_pricing")
_SUMMARY = stream("cs_ai_usage_summary")

_CHANNELS = weighted({"chat": 48, "phone": 24, "email": 20, "sms": 8})
_DURATIONS = spread((0, MINUTE), (50, 7 * MINUTE), (90, 30 * MINUTE), (100, 2 * HOUR))
_QUANTITIES = spread((0, 1), (50, 5), (100, 24))
_TOKENS_PER_UNIT = spread((0, 120), (50, 380), (100, 900))
_USAGE_TYPES = {
    "phone": "VOICE_CALL", "chat": "CHAT_SESSION", "email": "EMAIL_SUPPORT", "sms": "SMS_SUPPORT",
}  # fmt: skip
_PRICES_CENTS = {"VOICE_CALL": 12, "CHAT_SESSION": 3, "EMAIL_SUPPORT": 5, "SMS_SUPPORT": 4}
_INCLUDED = {"VOICE_CALL": 100, "CHAT_SESSION": 500, "EMAIL_SUPPORT": 200, "SMS_SUPPORT": 100}
_MONTHS = tuple(
    int(dt.datetime(2026, month, 1, tzinfo=dt.UTC).timestamp()) for month in range(5, 13)
)
_MAY_GO_ON = 30 * MINUTE
_ASKS_AFTER_SECONDS = 20
_VISITS_PER_SESSION = 40


class Session(NamedTuple):
    """A conversation with a customer, and what its AI used."""

    number: int
    company: Company
    channel: str
    contact: int
    started: int
    ended: int
    quantity: int
    input_tokens: int
    output_tokens: int

    @property
    def usage_type(self) -> str:
        """Return what the AI was used for."""
        return _USAGE_TYPES[self.channel]

    @property
    def cost_cents(self) -> int:
        """Return what the use costs."""
        return self.quantity * _PRICES_CENTS[self.usage_type]


def tables(tenant: Tenant) -> Iterator[Rows]:
    """Yield the rows of this domain, table by table."""
    yield Rows(
        "cs_sessions",
        "id company_id channel customer_email started_at ended_at created_at",
        _session_rows(tenant),
    )
    yield Rows(
        "voice_calls",
        "id company_id cs_session_id phone_number duration_seconds started_at created_at",
        _calls(tenant),
    )
    yield Rows(
        "cs_ai_pricing",
        "id usage_type unit_price_cents included_units created_at updated_at",
        _prices(tenant),
    )
    yield Rows(
        "cs_ai_usage",
        "id company_id usage_type cs_session_id voice_call_id quantity input_tokens output_tokens"
        " cost_cents created_at",
        _usage(tenant),
    )
    yield Rows(
        "cs_ai_usage_summary",
        "id company_id usage_type period_start period_end total_units total_cost_cents created_at"
        " updated_at",
        _summaries(tenant),
    )


def sessions(tenant: Tenant) -> Iterator[Session]:
    """Yield all conversations."""
    for number in range(tenant.volume.support_sessions):
        yield _session(tenant, number)


def _session(tenant: Tenant, number: int) -> Session:
    draw = tenant.draw(SESSION, number)
    quantity = draw(_QUANTITIES)
    used = (quantity, quantity * draw(_TOKENS_PER_UNIT), quantity * draw(_TOKENS_PER_UNIT) // 3)
    visit = visit_of_session(tenant, number)
    if visit is not None:
        times = visit.started + _ASKS_AFTER_SECONDS, visit.ended
        return Session(number, visit.company, "chat", visit.contact, *times, *used)
    started = tenant.moment(number, tenant.volume.support_sessions, draw)
    return Session(
        number, tenant.companies[draw.below(len(tenant.companies))], draw(_CHANNELS),
        draw.below(tenant.contacts_known(started)), started, started + draw(_DURATIONS), *used,
    )  # fmt: skip


def visit_of_session(tenant: Tenant, session: int) -> Visit | None:
    """Return the funnel visit in which a conversation was held, if it was held in one."""
    number = session * _VISITS_PER_SESSION
    if number >= tenant.volume.orders * FUNNEL_VISITS_PER_SALE:
        return None
    return funnel_visit(tenant, number)


def session_of_visit(tenant: Tenant, visit: Visit) -> str | None:
    """Return the id of the conversation that was held in a funnel visit, if one was."""
    number, rest = divmod(visit.number, _VISITS_PER_SESSION)
    if rest or number >= tenant.volume.support_sessions:
        return None
    return tenant.key(SESSION, number)


def _session_rows(tenant: Tenant) -> Iterator[Row]:
    for session in sessions(tenant):
        started = instant(session.started)
        ended = session.ended if session.ended <= NOW - _MAY_GO_ON else None
        yield (
            tenant.key(SESSION, session.number), session.company.id, session.channel,
            tenant.contact(session.contact).email, started, instant_or_null(ended), started,
        )  # fmt: skip


def _calls(tenant: Tenant) -> Iterator[Row]:
    for session in sessions(tenant):
        if session.channel == "phone":
            started = instant(session.started)
            is_over = session.ended <= NOW - _MAY_GO_ON
            yield (
                tenant.key(_CALL, session.number), session.company.id,
                tenant.key(SESSION, session.number), tenant.contact(session.contact).phone,
                session.ended - session.started if is_over else None, started, started,
            )  # fmt: skip


def _prices(tenant: Tenant) -> Iterator[Row]:
    since = instant(tenant.midnight(-200))
    for number, (usage_type, cents) in enumerate(_PRICES_CENTS.items()):
        yield tenant.key(_PRICE, number), usage_type, cents, _INCLUDED[usage_type], since, since


def _usage(tenant: Tenant) -> Iterator[Row]:
    for session in sessions(tenant):
        is_call = session.channel == "phone"
        yield (
            tenant.key(_USAGE, session.number), session.company.id, session.usage_type,
            tenant.key(SESSION, session.number),
            tenant.key(_CALL, session.number) if is_call else None, session.quantity,
            session.input_tokens, session.output_tokens, session.cost_cents,
            instant(session.started),
        )  # fmt: skip


def _summaries(tenant: Tenant) -> Iterator[Row]:
    units, cents = Counter[tuple[int, str, int]](), Counter[tuple[int, str, int]]()
    for session in sessions(tenant):
        month = bisect_right(_MONTHS, tenant.local(session.started)) - 1
        key = session.company.number, session.usage_type, month
        units[key] += session.quantity
        cents[key] += session.cost_cents
    for number, key in enumerate(sorted(units)):
        company, usage_type, month = key
        summed = instant(min(_MONTHS[month + 1] - tenant.utc_offset, NOW))
        yield (
            tenant.key(_SUMMARY, number), tenant.companies[company].id, usage_type,
            date(_MONTHS[month]), date(_MONTHS[month + 1]), units[key], cents[key], summed, summed,
        )  # fmt: skip

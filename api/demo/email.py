"""Rows of e-mail campaigns, of what was sent for them, and of what members want to hear."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from math import gcd
from typing import NamedTuple

from api.demo.cells import Cell, Row, instant, instant_or_null, json_cell
from api.demo.draws import Choice, chance, evenly, spread, stream, weighted
from api.demo.rows import Rows
from api.demo.scale import shares
from api.demo.season import DAY, DAYS, HOUR, MINUTE, NOW
from api.demo.tenants import MEMBER, Tenant
from api.demo.words import TOPICS

CAMPAIGN = stream("campaigns")
SEND = stream("email_sends")
_BOUNCE = stream("bounces")
_PREFERENCE = stream("notification_preferences")

_SUBJECTS = ("What is new: {}", "{}: your place is kept", "A short note on {}", "{} ends tonight")
_SENDS_PER_SECOND = 20
_OUTSIDE_PERCENT = 4
_PATHS: Choice[tuple[str, ...]] = weighted(
    {
        ("delivered",): 52,
        ("delivered", "opened"): 31,
        ("delivered", "opened", "clicked"): 12,
        ("bounced",): 3,
        ("failed",): 2,
    }
)
_DELAYS = {
    "delivered": spread((0, 1), (90, 20), (100, 10 * MINUTE)),
    "opened": spread((0, MINUTE), (50, 4 * HOUR), (90, 2 * DAY), (100, 6 * DAY)),
    "clicked": spread((0, 5), (80, 5 * MINUTE), (100, DAY)),
    "bounced": spread((0, 1), (100, MINUTE)),
    "failed": spread((0, 0), (100, 2)),
}
_STATISTICS = {
    "sent": "sends", "delivered": "deliveries", "opened": "opens", "clicked": "clicks",
    "bounced": "bounces",
}  # fmt: skip
_BOUNCES = evenly(("550 mailbox not found", "552 mailbox full", "554 refused by policy"))
_CATEGORIES = evenly(("marketing", "events", "newsletter"))
_OPTED_OUT = chance(12)
_LIKES_SMS = chance(30)
_HAS_PREFERENCE = chance(70)


@dataclass(frozen=True, slots=True)
class Mailing:
    """What was sent together: a campaign, or, where `campaign` is null, e-mails outside any."""

    campaign: int | None
    status: str
    first: int
    size: int
    starts: int
    slowness: int


class Send(NamedTuple):
    """An e-mail, how far it got, and when it got there."""

    number: int
    status: str
    times: dict[str, int]


def tables(tenant: Tenant) -> Iterator[Rows]:
    """Yield the rows of this domain, table by table."""
    yield Rows(
        "campaigns", "id name subject status scheduled_at stats created_at updated_at",
        _campaigns(tenant),
    )  # fmt: skip
    yield Rows(
        "email_sends",
        "id campaign_id member_id email_address status sendgrid_message_id sent_at delivered_at"
        " opened_at clicked_at bounced_at bounce_reason created_at updated_at",
        _send_rows(tenant),
    )
    yield Rows(
        "notification_preferences",
        "id member_id category email_enabled sms_enabled push_enabled unsubscribed_at created_at"
        " updated_at",
        _preferences(tenant),
    )


def _mailings(tenant: Tenant) -> list[Mailing]:
    """Return all campaigns in order of time, and at the end what belongs to none."""
    outside = tenant.volume.sends * _OUTSIDE_PERCENT // 100
    count = tenant.volume.campaigns
    sizes = shares(tenant.volume.sends - outside, [_weight(count, n) for n in range(count)])
    mailings, first = [], 0
    for number, size in enumerate(sizes):
        status = _status(count, number)
        starts = tenant.midnight(number * DAYS // count) + 10 * HOUR
        if status == "sending":
            starts = NOW - HOUR
        mailings.append(Mailing(number, status, first, size, starts, 1))
        first += size
    slowness = DAYS * DAY * _SENDS_PER_SECOND // max(outside, 1)
    return [*mailings, Mailing(None, "sent", first, outside, tenant.midnight(0), slowness)]


def _weight(count: int, number: int) -> int:
    is_sent = _status(count, number) in {"sent", "sending"}
    return 100 + 7 * (number % 5) if is_sent else 0


def _status(count: int, number: int) -> str:
    """Return where a campaign stands: the last ones are not done."""
    return {1: "draft", 2: "scheduled", 3: "sending", 4: "cancelled"}.get(count - number, "sent")


def _campaigns(tenant: Tenant) -> Iterator[Row]:
    for mailing in _mailings(tenant):
        number = mailing.campaign
        if number is None:
            continue
        topic = TOPICS[number % len(TOPICS)]
        written = instant(mailing.starts - 2 * DAY)
        scheduled = {"draft": None, "scheduled": NOW + DAY}.get(mailing.status, mailing.starts)
        yield (
            tenant.key(CAMPAIGN, number), f"{topic} {1 + number // len(TOPICS)}",
            _SUBJECTS[number % len(_SUBJECTS)].format(topic), mailing.status,
            instant_or_null(scheduled), json_cell(_statistics(tenant, mailing)), written, written,
        )  # fmt: skip


def _statistics(tenant: Tenant, mailing: Mailing) -> dict[str, int]:
    """Return what the trigger on sends would have counted."""
    reached = Counter[str]()
    for send in _sends(tenant, mailing):
        reached.update(list(send.times))
    return {name: reached[step] for step, name in _STATISTICS.items() if reached[step]}


def _sends(tenant: Tenant, mailing: Mailing) -> Iterator[Send]:
    for place in range(mailing.size):
        if mailing.status == "sending" and place * 5 >= mailing.size * 3:
            yield Send(mailing.first + place, "pending", {})
        else:
            at = mailing.starts + place * mailing.slowness // _SENDS_PER_SECOND
            yield _send(tenant, mailing.first + place, at)


def _send(tenant: Tenant, number: int, at: int) -> Send:
    draw = tenant.draw(SEND, number)
    path = draw(_PATHS)
    if path == ("failed",):
        return Send(number, "failed", {})
    times = {"sent": at}
    for step in path:
        at += draw(_DELAYS[step])
        if at <= NOW:
            times[step] = at
    return Send(number, next(reversed(times)), times)


def _send_rows(tenant: Tenant) -> Iterator[Row]:
    for mailing in _mailings(tenant):
        number = mailing.campaign
        campaign = None if number is None else tenant.key(CAMPAIGN, number)
        written = instant(mailing.starts)
        members = _addressees(tenant, mailing)
        for send, member in zip(_sends(tenant, mailing), members, strict=True):
            yield _send_row(tenant, send, member, campaign, written)


def _addressees(tenant: Tenant, mailing: Mailing) -> Iterator[int]:
    """Yield the members that a mailing goes to: everyone at most once before anyone twice."""
    count = tenant.volume.members
    draw = tenant.draw(CAMPAIGN, mailing.first)
    member, stride = draw.below(count), 1 + draw.below(count)
    while gcd(stride, count) > 1:
        stride += 1
    for _ in range(mailing.size):
        yield member
        member = (member + stride) % count


def _send_row(tenant: Tenant, send: Send, member: int, campaign: Cell, written: str) -> Row:
    times = send.times
    bounced = times.get("bounced")
    draw = tenant.draw(_BOUNCE, send.number)
    return (
        tenant.key(SEND, send.number), campaign, tenant.key(MEMBER, member),
        tenant.member(member).email, send.status, f"sg-{draw.word():016x}" if times else None,
        instant_or_null(times.get("sent")), instant_or_null(times.get("delivered")),
        instant_or_null(times.get("opened")), instant_or_null(times.get("clicked")),
        instant_or_null(bounced), None if bounced is None else draw(_BOUNCES), written,
        instant(max(times.values())) if times else written,
    )  # fmt: skip


def _preferences(tenant: Tenant) -> Iterator[Row]:
    for member in range(tenant.volume.members):
        draw = tenant.draw(_PREFERENCE, member)
        if not draw(_HAS_PREFERENCE):
            continue
        is_out = draw(_OPTED_OUT)
        at = instant(tenant.moment(member, tenant.volume.members, draw))
        yield (
            tenant.key(_PREFERENCE, member), tenant.key(MEMBER, member),
            "all" if is_out and member % 2 else draw(_CATEGORIES), not is_out,
            draw(_LIKES_SMS) and not is_out, False, at if is_out else None, at, at,
        )  # fmt: skip

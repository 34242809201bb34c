"""Rows of blasts, their recipients, and the history of every recipient's status.

A message's journey is the list of what was reported for it. The recipient's row and the history are
two views of the same journey, so they agree.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import gcd
from typing import NamedTuple

from api.demo.cells import Cell, Row, instant, instant_or_null, time_of_day
from api.demo.draws import Choice, chance, evenly, spread, stream, weighted
from api.demo.rows import Rows
from api.demo.scale import shares
from api.demo.season import DAY, DAYS, HOUR, MINUTE, NOW
from api.demo.tenants import Tenant
from api.demo.words import TOPICS

BLAST = stream("blasts")
RECIPIENT = stream("blast_recipients")
_MESSAGE = stream("messages")
_AUDIENCE = stream("audiences")

_STAGES = {
    "announcement": "Hi {name}, {topic} starts today. Reply YES and we keep a place for you.",
    "reminder": "{name}, two days left for {topic}. Shall we send you the link?",
    "last_call": "Last call, {name}: {topic} closes tonight at nine.",
    "follow_up": "Hello {name}, how did you like {topic}? We read every answer.",
    "win_back": "We miss you, {name}. Something new waits for you in {topic}.",
}
_SIZES = spread((0, 50), (40, 80), (80, 120), (100, 190))
_SEND_HOURS = evenly((9, 10, 11, 12, 14, 16, 17, 19, 20))
_TENTHS_APART = evenly((4, 6, 8, 10))

_OUTCOMES = weighted({
    "PENDING": 4, "SERVER_ACK": 22, "DELIVERY_ACK": 300, "READ_ACK": 486, "REPLIED": 112,
    "CLOSED": 42, "FAILED": 34,
})  # fmt: skip
_MILESTONES = ("DELIVERY_ACK", "READ_ACK", "REPLIED", "CLOSED")
_SERVER_ACK_IS_REPORTED = 45


def _paths() -> dict[str, Choice[tuple[str, ...]]]:
    """Return, per outcome, what is reported on the way; the provider often skips SERVER_ACK."""
    paths: dict[str, Choice[tuple[str, ...]]] = {
        "PENDING": evenly(((),)),
        "SERVER_ACK": evenly((("SERVER_ACK",),)),
    }
    for place, outcome in enumerate(_MILESTONES, start=1):
        passed = _MILESTONES[:place]
        paths[outcome] = weighted(
            {
                ("SERVER_ACK", *passed): _SERVER_ACK_IS_REPORTED,
                passed: 100 - _SERVER_ACK_IS_REPORTED,
            }
        )
    return paths


_PATHS = _paths()
_DELAYS = {
    "SERVER_ACK": spread((0, 0), (90, 3), (100, 20)),
    "DELIVERY_ACK": spread((0, 1), (60, 12), (85, 20 * MINUTE), (97, 9 * HOUR), (100, 2 * DAY)),
    "READ_ACK": spread((0, 5), (40, 10 * MINUTE), (80, 5 * HOUR), (97, DAY), (100, 4 * DAY)),
    "REPLIED": spread((0, 20), (50, 9 * MINUTE), (90, 8 * HOUR), (100, 2 * DAY)),
    "CLOSED": spread((0, 2 * HOUR), (60, DAY), (100, 9 * DAY)),
}
_REPORTERS = weighted({"webhook": 94, "polling": 6})
_METADATA = {"send": None, "webhook": '{"event":"ack"}', "polling": '{"pass":1}', "manual": None}
_COMES_AGAIN = chance(2)
_ENOUGH_TO_BE_LATE = 3
_FAILURES = evenly((
    "the number is not on WhatsApp", "the provider did not answer", "blocked by the recipient",
))  # fmt: skip
_MOST_ATTEMPTS = 3
_IS_RETRIED = chance(4)
_QUEUES = evenly((1, 2, 3, 4))
_NO_TIMES: tuple[Cell, ...] = (None,) * 6
_NOTHING_SENT: tuple[Cell, ...] = (None, None, *_NO_TIMES, None, None)


@dataclass(frozen=True, slots=True)
class Blast:
    """A blast: its recipients are numbered from `first`, and so many of them were sent to."""

    number: int
    first: int
    size: int
    sent: int
    state: str
    starts: int
    tenths_apart: int

    @property
    def written(self) -> int:
        """Return when the blast and its recipients were stored."""
        return self.starts - 2 * DAY

    @property
    def stage(self) -> str:
        """Return its stage of the follow-up sequence."""
        return tuple(_STAGES)[self.number % len(_STAGES)]

    @property
    def template(self) -> str:
        """Return its message before each recipient's values are filled in."""
        return _STAGES[self.stage]

    @property
    def topic(self) -> str:
        """Return what it is about; a topic goes through all stages."""
        return TOPICS[self.number // len(_STAGES) % len(TOPICS)]


class Report(NamedTuple):
    """A status that was reported: when, by whom, and whether it came in time to count.

    A tuple, because millions are made.
    """

    status: str
    at: int
    source: str
    is_applied: bool = True


def tables(tenant: Tenant) -> Iterator[Rows]:
    """Yield the rows of this domain, table by table."""
    yield Rows(
        "blasts",
        "blast_tag blast_date blast_time follow_up_stage message_template total_recipients state"
        " created_at updated_at",
        _blasts(tenant),
    )
    yield Rows(
        "blast_recipients",
        "blast_id phone_number created_at updated_at status attempts message_id message_text"
        " message_timestamp message_c2s_timestamp delivered_at read_timestamp replied_at closed_at"
        " failure_reason wsapme_message_data",
        _recipients(tenant),
    )
    yield Rows(
        "status_history",
        "recipient_id old_status new_status is_applied changed_at source metadata",
        _history(tenant),
    )


def _plan(tenant: Tenant) -> list[Blast]:
    """Return all blasts of an organization, in order of time."""
    count = tenant.volume.blasts
    sizes = shares(tenant.volume.recipients, [tenant.draw(BLAST, n)(_SIZES) for n in range(count)])
    starts = (sum(sizes[:number]) for number in range(count))
    return [_blast(tenant, *place) for place in zip(range(count), starts, sizes, strict=True)]


def _blast(tenant: Tenant, number: int, first: int, size: int) -> Blast:
    draw = tenant.draw(BLAST, number)
    day = number * DAYS // tenant.volume.blasts
    starts = tenant.midnight(day) + draw(_SEND_HOURS) * HOUR
    tenths_apart = draw(_TENTHS_APART)
    state, sent = _progress(tenant.volume.blasts - 1 - number, size)
    if state == "DRAFT":
        starts = NOW + DAY
    if state == "SENDING":
        starts = NOW - MINUTE - sent * tenths_apart // 10
    return Blast(number, first, size, sent, state, starts, tenths_apart)


def _progress(blasts_after: int, size: int) -> tuple[str, int]:
    """Return a blast's state and how many of its messages were sent: the last ones are not done."""
    match blasts_after:
        case 0:
            return "DRAFT", 0
        case 1:
            return "SENDING", size * 2 // 3
        case 3:
            return "PAUSED", size // 2
        case 7:
            return "CANCELLED", size // 4
        case _:
            return "SENT", size


def _blasts(tenant: Tenant) -> Iterator[Row]:
    for blast in _plan(tenant):
        written = instant(blast.written)
        changed = written if blast.state == "DRAFT" else instant(blast.starts)
        tag = f"{blast.topic} {1 + blast.number // (len(TOPICS) * len(_STAGES))}"
        yield (
            tag.lower().replace(" ", "-"), instant(blast.starts),
            time_of_day(tenant.local(blast.starts)), blast.stage, blast.template, blast.size,
            blast.state, written, changed,
        )  # fmt: skip


def _recipients(tenant: Tenant) -> Iterator[Row]:
    for blast in _plan(tenant):
        blast_id = tenant.earlier.blasts + blast.number + 1
        written = instant(blast.written)
        for place, contact in enumerate(_audience(tenant, blast)):
            person = tenant.contact(contact)
            reports = _journey(tenant, blast, place)
            if not reports:
                yield blast_id, person.phone, written, written, "QUEUED", 0, *_NOTHING_SENT
                continue
            changed = instant(reports[-1].at)
            text = blast.template.format(name=person.first_name, topic=blast.topic)
            yield (
                blast_id, person.phone, written, changed,
                *_message(tenant, blast.first + place, text, reports),
            )  # fmt: skip


def _message(tenant: Tenant, number: int, text: str, reports: list[Report]) -> Row:
    """Return what is stored of a message that was sent: how far it got, and when."""
    times = {report.status: report.at for report in reports if report.is_applied}
    draw = tenant.draw(_MESSAGE, number)
    if "FAILED" in times:
        reason = draw(_FAILURES)
        return "FAILED", _MOST_ATTEMPTS, None, text, *_NO_TIMES, reason, None
    message_id = f"3EB0{draw.word():016X}"
    delivered = times.get("DELIVERY_ACK")
    return (
        next(reversed(times)), 1 + draw(_IS_RETRIED), message_id, text, times["PENDING"], delivered,
        instant_or_null(delivered), instant_or_null(times.get("READ_ACK")),
        instant_or_null(times.get("REPLIED")), instant_or_null(times.get("CLOSED")), None,
        f'{{"id":"{message_id}","queue":{draw(_QUEUES)},"status":"success"}}',
    )  # fmt: skip


def _history(tenant: Tenant) -> Iterator[Row]:
    for blast in _plan(tenant):
        first_id = tenant.earlier.recipients + blast.first + 1
        for place in range(blast.sent):
            status = "QUEUED"
            for report in _journey(tenant, blast, place):
                yield (
                    first_id + place, status, report.status, report.is_applied,
                    instant(report.at), report.source, _METADATA[report.source],
                )  # fmt: skip
                if report.is_applied:
                    status = report.status


def _journey(tenant: Tenant, blast: Blast, place: int) -> list[Report]:
    """Return what was reported for the message at a place of a blast; nothing if it waits."""
    if place >= blast.sent:
        return []
    draw = tenant.draw(RECIPIENT, blast.first + place)
    outcome = draw(_OUTCOMES)
    at = blast.starts + place * blast.tenths_apart // 10
    reports = [Report("PENDING", at, "send")]
    if outcome == "FAILED":
        return [*reports, Report("FAILED", at + draw(_DELAYS["SERVER_ACK"]), "send")]
    reporter = draw(_REPORTERS)
    for status in draw(_PATHS[outcome]):
        at += draw(_DELAYS[status])
        if at > NOW:
            return reports
        reports.append(Report(status, at, "manual" if status == "CLOSED" else reporter))
    if len(reports) > _ENOUGH_TO_BE_LATE and draw(_COMES_AGAIN):
        reports.append(Report("DELIVERY_ACK", min(at + MINUTE, NOW), "polling", is_applied=False))
    return reports


def _audience(tenant: Tenant, blast: Blast) -> Iterator[int]:
    """Yield the contacts that a blast is for: everyone at most once."""
    known = tenant.contacts_known(blast.written)
    draw = tenant.draw(_AUDIENCE, blast.number)
    contact, stride = draw.below(known), 1 + draw.below(known)
    while gcd(stride, known) > 1:
        stride += 1
    for _ in range(blast.size):
        yield contact
        contact = (contact + stride) % known

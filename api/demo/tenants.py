"""The organizations of the demo, their companies, and how numbers become ids in each of them.

The two differ in size, time zone and currency. Natural keys are numbered from the start in both, so
that the same order number, partner code and e-mail address exist twice: what should be found in one
organization can be confused with the other's, and a test of isolation means something.
"""

from dataclasses import dataclass
from typing import NamedTuple

from api.demo.cells import uuid_cell
from api.demo.draws import Choice, Draw, stream, weighted
from api.demo.scale import PARTS, VOLUMES, Scale, Volume
from api.demo.season import DAY, DAYS, HOUR, NOW, START, Season, season
from api.demo.words import FIRST_NAMES, LAST_NAMES

ORGANIZATION = stream("organizations")
COMPANY = stream("companies")
MEMBER = stream("members")
CONTACT = stream("contacts")
_PERSON = stream("people")

SHARED_PEOPLE = 40
"""So many contacts and members are the same people in both organizations."""

_KNOWN_BEFORE_PERCENT = 40
_SPAN_BEFORE = 300 * DAY


@dataclass(frozen=True, slots=True)
class Company:
    """One business of an organization."""

    number: int
    id: str
    name: str
    slug: str


class Person(NamedTuple):
    """Somebody with a name, an address and a telephone; a tuple, because millions are made."""

    first_name: str
    last_name: str
    identity: int
    domain: str

    @property
    def email(self) -> str:
        """Return the address, which nobody else has."""
        return f"{self.first_name}.{self.last_name}.{self.identity}@{self.domain}".lower()

    @property
    def phone(self) -> str:
        """Return the telephone number, which nobody else has.

        The factor shares no divisor with the count of numbers, so all of them come once.
        """
        return f"+601{self.identity * 61_803_397 % 100_000_000:08}"

    @property
    def full_name(self) -> str:
        """Return both names."""
        return f"{self.first_name} {self.last_name}"


@dataclass(frozen=True, slots=True, eq=False)
class Tenant:
    """An organization, how much it has, and how much the organizations before it have.

    Each is equal to itself only, so that it is a cheap key of a cache.
    """

    number: int
    name: str
    slug: str
    time_zone: str
    utc_offset: int
    currency: str
    country: str
    volume: Volume
    earlier: Volume
    season: Season
    companies: tuple[Company, ...]

    @property
    def old_contacts(self) -> int:
        """Return how many contacts there were before the period."""
        return self.volume.contacts * _KNOWN_BEFORE_PERCENT // 100

    @property
    def id(self) -> str:
        """Return the organization's id."""
        return uuid_cell(ORGANIZATION, self.number)

    def key(self, purpose: int, number: int) -> str:
        """Return the uuid of one of its rows."""
        return uuid_cell(purpose, self.number << 40 | number)

    def draw(self, purpose: int, number: int) -> Draw:
        """Return the draws of one of its rows."""
        return Draw(purpose, self.number << 40 | number)

    def moment(self, number: int, total: int, draw: Draw) -> int:
        """Return the instant of row `number` of `total`, by the organization's season."""
        return self.season.moment(number, total, draw) + START - self.utc_offset

    def midnight(self, day: int) -> int:
        """Return the instant at which a day of the period begins where the organization is."""
        return START + day * DAY - self.utc_offset

    def local(self, instant: int) -> int:
        """Return an instant by the organization's own clock."""
        return instant + self.utc_offset

    def contacts_known(self, instant: int) -> int:
        """Return how many contacts there surely are at an instant; the first ones are old."""
        moment = instant + self.utc_offset - START
        if moment < 0:
            return (moment + _SPAN_BEFORE) * self.old_contacts // _SPAN_BEFORE
        new = self.volume.contacts - self.old_contacts
        return self.old_contacts + self.season.count_before(moment, new)

    def contact_since(self, number: int, draw: Draw) -> int:
        """Return when a contact became one."""
        old = self.old_contacts
        if number >= old:
            return self.moment(number - old, self.volume.contacts - old, draw)
        place = number * _SPAN_BEFORE + draw.below(_SPAN_BEFORE)
        return self.midnight(0) - _SPAN_BEFORE + place // old

    def is_new_contact(self, number: int) -> bool:
        """Say whether a contact became one in the period."""
        return number >= self.old_contacts

    def contact_id(self, number: int) -> int:
        """Return the id of a contact."""
        return self.earlier.contacts + number + 1

    def contact(self, number: int) -> Person:
        """Return who a contact is."""
        return self._person(number, self.volume.contacts, "mail.example")

    def member(self, number: int) -> Person:
        """Return who a member is."""
        return self._person(number, self.volume.members, "club.example")

    def _person(self, number: int, count: int, domain: str) -> Person:
        identity = number if number < SHARED_PEOPLE else number + self.number * 10 * count
        draw = Draw(_PERSON, identity)
        return Person(draw(FIRST_NAMES), draw(LAST_NAMES), identity, domain)


_WEEKLY = (110, 104, 100, 98, 92, 70, 78)
_DAILY = (2, 1, 1, 1, 1, 2, 4, 7, 10, 13, 15, 14, 13, 13, 14, 13, 12, 12, 14, 17, 19, 16, 10, 5)
_WEEKLY_OF_SHOPPERS = (88, 84, 86, 92, 104, 122, 124)


def tenants(scale: Scale) -> tuple[Tenant, ...]:
    """Return the organizations of a scale, the larger one first."""
    volume = VOLUMES[scale]
    larger = Tenant(
        number=0, name="Larkspur Media", slug="larkspur", time_zone="Asia/Kuala_Lumpur",
        utc_offset=8 * HOUR, currency="MYR", country="MY", volume=volume.part(PARTS - 1),
        earlier=volume.part(0), season=season(_WEEKLY, _DAILY, 60, seed=0),
        companies=_companies(0, "Larkspur Academy", "Larkspur Studio", "Larkspur Live"),
    )  # fmt: skip
    smaller = Tenant(
        number=1, name="Quillon Trading", slug="quillon", time_zone="UTC",
        utc_offset=0, currency="USD", country="US", volume=volume.part(1),
        earlier=volume.part(PARTS - 1), season=season(_WEEKLY_OF_SHOPPERS, _DAILY, 25, seed=1000),
        companies=_companies(1, "Quillon Goods", "Quillon Home"),
    )  # fmt: skip
    return larger, smaller


def _companies(tenant: int, *names: str) -> tuple[Company, ...]:
    """Return an organization's companies; their slugs are the same in every organization."""
    slugs = ("shop", "store", "events")
    return tuple(
        Company(number, uuid_cell(COMPANY, tenant << 40 | number), name, slug)
        for number, (name, slug) in enumerate(zip(names, slugs, strict=False))
    )


ROLES: Choice[str] = weighted({"ADMIN": 2, "OPERATOR": 5, "ANALYST": 5, "MEMBER": 88})
FIRST_ROLES = ("ADMIN", "OPERATOR", "ANALYST", "MEMBER")

__all__ = ["DAYS", "FIRST_ROLES", "NOW", "ROLES", "Company", "Person", "Tenant", "tenants"]

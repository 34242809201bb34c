"""How much data there is: rows per scale, and each organization's part of them."""

from dataclasses import astuple, dataclass
from enum import StrEnum


class Scale(StrEnum):
    """A size of the demo data."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


@dataclass(frozen=True, slots=True)
class Volume:
    """How many rows of the tables that others are derived from; multiples of `PARTS`."""

    members: int
    contacts: int
    products: int
    orders: int
    blasts: int
    recipients: int
    partners: int
    clicks: int
    queued_clicks: int
    campaigns: int
    sends: int
    events: int
    tickets: int
    merchants: int
    usage_logs: int
    support_sessions: int
    workflow_errors: int

    def part(self, parts: int) -> "Volume":
        """Return so many of `PARTS` equal parts of everything."""
        return Volume(*(count * parts // PARTS for count in astuple(self)))


PARTS = 4
VOLUMES = {
    Scale.SMALL: Volume(
        members=400, contacts=2_400, products=48, orders=1_600, blasts=60, recipients=6_000,
        partners=40, clicks=4_000, queued_clicks=400, campaigns=24, sends=1_600, events=16,
        tickets=400, merchants=8, usage_logs=4_000, support_sessions=320, workflow_errors=40,
    ),
    Scale.MEDIUM: Volume(
        members=4_000, contacts=16_000, products=80, orders=20_000, blasts=120, recipients=40_000,
        partners=120, clicks=40_000, queued_clicks=4_000, campaigns=60, sends=40_000, events=32,
        tickets=4_000, merchants=16, usage_logs=40_000, support_sessions=4_000,
        workflow_errors=400,
    ),
    Scale.LARGE: Volume(
        members=20_000, contacts=120_000, products=200, orders=200_000, blasts=800,
        recipients=1_000_000, partners=600, clicks=1_000_000, queued_clicks=40_000, campaigns=200,
        sends=300_000, events=80, tickets=40_000, merchants=60, usage_logs=300_000,
        support_sessions=40_000, workflow_errors=2_000,
    ),
}  # fmt: skip


def shares(total: int, weights: list[int]) -> list[int]:
    """Split a total into whole parts as the weights say; the parts add up to the total exactly."""
    whole, passed, given = sum(weights), 0, 0
    parts = []
    for weight in weights:
        passed += weight
        parts.append(total * passed // whole - given)
        given += parts[-1]
    return parts

"""What is asked of everybody, in each one's own words, and whether all answer the same."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from api.graphql import encoding

Variables = Mapping[str, str]

_DOCUMENTS = Path(__file__).parent / "documents"
# What PostGraphile counts by status, as Headgate's stages count it: those who came at least so far.
_PROGRESS = ("pending", "serverAck", "deliveryAck", "readAck", "replied", "closed")


class Dialect(StrEnum):
    """Whose words an operation is written in."""

    HEADGATE = "headgate"
    POSTGRAPHILE = "postgraphile"
    IDIOMATIC = "idiomatic"


class Shape(StrEnum):
    """What an operation is an example of."""

    LOOKUP = "lookup"
    LIST = "list"
    AGGREGATE = "aggregate"


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: what rows it is asked for, and what of the answers is compared."""

    name: str
    title: str
    shape: Shape
    compared: tuple[str, ...]
    table: str | None = None
    keys: tuple[str, ...] = ()

    def document(self, dialect: Dialect) -> str:
        """Return the operation in somebody's words."""
        return (_DOCUMENTS / dialect / f"{self.name}.graphql").read_text()

    def bodies(self, dialect: Dialect) -> list[bytes]:
        """Return the bodies of the requests, one per row that is asked for."""
        document = self.document(dialect)
        return [
            json.dumps({"query": document, "variables": variables}).encode()
            for variables in self._variables(dialect) or [{}]
        ]

    def _variables(self, dialect: Dialect) -> Sequence[Variables]:
        is_global = dialect is Dialect.HEADGATE and self.table is not None
        return [
            {"id": encoding.encode(f"{self.table}:{key}") if is_global else key}
            for key in self.keys
        ]

    def said(self, dialect: Dialect, answer: object) -> dict[str, list[str]]:
        """Return what is compared of an answer: the values of each key, in their order."""
        values: dict[str, list[str]] = defaultdict(list)
        for key, value in _leaves(answer):
            if key in self.compared:
                values[key].append(str(value))
        if self.name == "blasts" and dialect is Dialect.POSTGRAPHILE:
            values["count"] = _stages(answer)
        return values


OPERATIONS = (
    Operation(
        "order", "one order by id, with its contact", Shape.LOOKUP,
        ("orderTotal", "currency", "fullName", "email"),
        "Order", tuple(str(key) for key in range(1_000, 20_000, 190)),
    ),
    Operation(
        "orders", "50 orders with contact, items and their products", Shape.LIST,
        ("orderTotal", "currency", "fullName", "email", "quantity", "amount", "productName"),
    ),
    Operation(
        "recipients", "500 recipients of a blast", Shape.LIST,
        ("phoneNumber", "status", "attempts"),
        "Blast", tuple(str(key) for key in range(100, 140)),
    ),
    Operation(
        "blasts", "50 blasts with the counts of their funnels", Shape.AGGREGATE,
        ("blastTag", "state", "totalRecipients", "count"),
    ),
    Operation(
        "partners", "50 affiliates: links, clicks, commissions, last 5 sales with their orders",
        Shape.AGGREGATE,
        ("name", "affiliateCode", "links", "clicks", "earned", "orderTotal"),
    ),
    Operation(
        "metrics", "90 days of a merchant's daily metrics", Shape.LIST,
        ("metricDate", "recoveredCents", "emailsSent", "totalOpens", "totalClicks"),
        None, tuple(f"mrc_larkspur_{number:03}" for number in range(1, 13)),
    ),
)  # fmt: skip


def _leaves(answer: object, key: str = "") -> Sequence[tuple[str, object]]:
    match answer:
        case dict():
            return [leaf for name, value in answer.items() for leaf in _leaves(value, name)]
        case list():
            return [leaf for value in answer for leaf in _leaves(value, key)]
        case _:
            return [(key, answer)]


def _stages(answer: object) -> list[str]:
    """Return the stages of every blast's funnel, from PostGraphile's counts by status."""
    assert isinstance(answer, dict)
    counted: list[str] = []
    for blast in answer["allBlasts"]["nodes"]:
        by_status = [blast[status]["totalCount"] for status in _PROGRESS]
        reached = [sum(by_status[place:]) for place in range(len(_PROGRESS))]
        everybody = sum(by_status) + blast["queued"]["totalCount"] + blast["failed"]["totalCount"]
        counted += map(str, [everybody, *reached])
    return counted

"""What a funnel is made of, as plain data: rows, what is counted of them, and what narrows them.

Statements, the inputs of the API and its root fields all derive from these declarations. Their SQL
is fixed text over the aliases of the rows; what a client says is only ever bound.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from importlib import resources
from typing import LiteralString


class Days(StrEnum):
    """How the column tells the time that a row belongs to."""

    INSTANT = "an instant, which is on some day only in a time zone"
    DAY = "a calendar day, whatever the time zone"


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of a funnel; `measure` is an aggregate over its rows."""

    name: str
    label: str
    measure: LiteralString


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of those who leave beside the stages, and which stage they leave from."""

    name: str
    label: str
    measure: LiteralString
    leaves: str | None


@dataclass(frozen=True, slots=True)
class Attendance:
    """The stages of an event, one per day of it, before all others: how many days is data.

    `day` is the number of the day on which a row tells of, null for a row that tells of something
    else; `measure` counts the rows of one day. There is at least a first day, and none after
    `MOST_DAYS`.
    """

    name: LiteralString
    label: LiteralString
    day: LiteralString
    measure: LiteralString

    def stage(self, day: int) -> Stage:
        """Return the stage of a day."""
        return Stage(f"{self.name}{day}", f"{self.label} {day}", self.measure)


MOST_DAYS = 99


@dataclass(frozen=True, slots=True)
class Narrowing:
    """A field of a funnel's filter: rows count of which the condition holds.

    `{}` in the condition is the bound value, an array of `sql_type`. `target` is the table whose
    global ids the client passes; `values` the enum that it chooses from. Without either, the
    client passes texts.
    """

    name: str
    description: str
    condition: LiteralString
    sql_type: str
    target: str | None = None
    values: type[StrEnum] | None = None


@dataclass(frozen=True, slots=True)
class Funnel:
    """A funnel: `rows` is what follows FROM, `moment` when a row counts, `owner` whose it is.

    Where rows differ in one column only, `tallied` names it: they are first counted by its values,
    so that measures add up these few lines, called `tally`, instead of testing every row. A funnel
    with an `attendance` has only stages, and no two names of what is counted are alike.
    """

    name: str
    description: str
    rows: LiteralString
    moment: LiteralString
    owner: LiteralString
    owner_type: str
    stages: tuple[Stage, ...]
    beside: tuple[Outcome, ...] = ()
    amounts: tuple[Stage, ...] = ()
    narrowings: tuple[Narrowing, ...] = ()
    days: Days = Days.INSTANT
    always: LiteralString = "true"
    tallied: LiteralString | None = None
    attendance: Attendance | None = None

    @property
    def measured(self) -> tuple[Stage | Outcome, ...]:
        """Return everything that is counted, in the order in which statements select it."""
        return (*self.stages, *self.beside, *self.amounts)

    def over_days(self, days: int) -> "Funnel":
        """Return the funnel with a stage for each day of an event, at least for the first."""
        if self.attendance is None:
            return self
        attended = [self.attendance.stage(day) for day in range(1, max(days, 1) + 1)]
        return replace(self, stages=(*attended, *self.stages), attendance=None)


def sql_of(name: str) -> LiteralString:
    """Return the SQL of one of our files, which no client can write to."""
    return resources.files("api.funnels").joinpath("sql", f"{name}.sql").read_text("utf-8")

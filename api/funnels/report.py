"""The one shape of every funnel, and the arithmetic that leads to it."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

import strawberry

from api.funnels.declarations import Funnel, Stage
from api.graphql.scalars import BigInt

# Four digits tell 12.34 % from 12.35 %. More would only tell how a number of floating point is cut.
QUOTIENT_DIGITS: Final = 4
_QUOTIENT: Final = Decimal(1).scaleb(-QUOTIENT_DIGITS)


@strawberry.type
class FunnelStage:
    """One step of a funnel, and how many took it."""

    name: str = strawberry.field(description="What programs call the stage.")
    label: str = strawberry.field(description="What people call the stage.")
    count: int = strawberry.field(description="How many reached the stage.")
    share_of_first: float | None = strawberry.field(
        description="Their part of those in the first stage, 1 being all, rounded to 4 digits; "
        "null where it has none."
    )
    conversion_from_previous: float | None = strawberry.field(
        description="Their part of those in the stage before, 1 being all, rounded to 4 digits; "
        "null in the first stage and where the stage before has none."
    )
    stuck: int = strawberry.field(
        description="How many got this far and no further, without those who left beside the "
        "stages; in the last stage all who reached it."
    )


@strawberry.type
class FunnelOutcome:
    """What became of those who left a funnel beside its stages."""

    name: str = strawberry.field(description="What programs call it.")
    label: str = strawberry.field(description="What people call it.")
    count: int = strawberry.field(description="How many it became of.")
    share_of_first: float | None = strawberry.field(
        description="Their part of those in the first stage, 1 being all, rounded to 4 digits; "
        "null where it has none."
    )


@strawberry.type
class FunnelAmount:
    """Money that a funnel brought."""

    name: str = strawberry.field(description="What programs call it.")
    label: str = strawberry.field(description="What people call it.")
    cents: BigInt = strawberry.field(description="How much, in hundredths of the currency.")


@strawberry.type
class FunnelReport:
    """How many got how far; every funnel has this shape, so that one picture draws them all."""

    name: str = strawberry.field(description="Which funnel it is.")
    stages: list[FunnelStage] = strawberry.field(description="The steps in their order.")
    beside: list[FunnelOutcome] = strawberry.field(
        description="Those who left beside the stages, such as failed messages."
    )
    amounts: list[FunnelAmount] = strawberry.field(
        description="Money that belongs to the funnel; empty where none does."
    )


Counts = Mapping[str, int]
"""What was counted, by the name of the stage, outcome or amount; what is not there is zero."""


def report(funnel: Funnel, counts: Counts) -> FunnelReport:
    """Return the shape of a funnel whose stages were counted."""
    first = counts.get(funnel.stages[0].name, 0)
    return FunnelReport(
        name=funnel.name,
        stages=[
            _stage(funnel, counts, position, stage) for position, stage in enumerate(funnel.stages)
        ],
        beside=[
            FunnelOutcome(
                name=outcome.name,
                label=outcome.label,
                count=counts.get(outcome.name, 0),
                share_of_first=quotient(counts.get(outcome.name, 0), first),
            )
            for outcome in funnel.beside
        ],
        amounts=[
            FunnelAmount(
                name=amount.name, label=amount.label, cents=BigInt(counts.get(amount.name, 0))
            )
            for amount in funnel.amounts
        ],
    )


def quotient(part: int | Decimal, whole: int | Decimal) -> float | None:
    """Return a part of a whole, rounded, or null where there is no whole."""
    if not whole:
        return None
    return float((Decimal(part) / Decimal(whole)).quantize(_QUOTIENT, ROUND_HALF_UP))


def _stage(funnel: Funnel, counts: Counts, position: int, stage: Stage) -> FunnelStage:
    count = counts.get(stage.name, 0)
    before = counts.get(funnel.stages[position - 1].name, 0) if position else 0
    return FunnelStage(
        name=stage.name,
        label=stage.label,
        count=count,
        share_of_first=quotient(count, counts.get(funnel.stages[0].name, 0)),
        conversion_from_previous=quotient(count, before),
        stuck=_stuck(funnel, counts, position),
    )


def _stuck(funnel: Funnel, counts: Counts, position: int) -> int:
    """Count who stays in a stage; where a later stage can be reached without it, none may."""
    here = funnel.stages[position].name
    count = counts.get(here, 0)
    if position + 1 == len(funnel.stages):
        return count
    left = sum(counts.get(outcome.name, 0) for outcome in funnel.beside if outcome.leaves == here)
    return max(0, count - counts.get(funnel.stages[position + 1].name, 0) - left)

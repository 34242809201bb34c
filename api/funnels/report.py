"""The one shape of every funnel, and the arithmetic that leads to it."""

from collections.abc import Mapping

import strawberry

from api.funnels.declarations import Funnel, Stage
from api.graphql.scalars import BigInt


@strawberry.type
class FunnelStage:
    """One step of a funnel, and how many took it."""

    name: str = strawberry.field(description="What programs call the stage.")
    label: str = strawberry.field(description="What people call the stage.")
    count: int = strawberry.field(description="How many reached the stage.")
    share_of_first: float | None = strawberry.field(
        description="Their part of those in the first stage, 1 being all; null where it has none."
    )
    conversion_from_previous: float | None = strawberry.field(
        description="Their part of those in the stage before, 1 being all; null in the first "
        "stage and where the stage before has none."
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
        description="Their part of those in the first stage, 1 being all; null where it has none."
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
"""What was counted, by the name of the stage, outcome or amount."""


def report(funnel: Funnel, counts: Counts) -> FunnelReport:
    """Return the shape of a funnel whose stages were counted."""
    first = counts[funnel.stages[0].name]
    return FunnelReport(
        name=funnel.name,
        stages=[
            _stage(funnel, counts, position, stage) for position, stage in enumerate(funnel.stages)
        ],
        beside=[
            FunnelOutcome(
                name=outcome.name,
                label=outcome.label,
                count=counts[outcome.name],
                share_of_first=ratio(counts[outcome.name], first),
            )
            for outcome in funnel.beside
        ],
        amounts=[
            FunnelAmount(name=amount.name, label=amount.label, cents=BigInt(counts[amount.name]))
            for amount in funnel.amounts
        ],
    )


def ratio(part: float, whole: float) -> float | None:
    """Return a part of a whole, or null where there is no whole."""
    return part / whole if whole else None


def _stage(funnel: Funnel, counts: Counts, position: int, stage: Stage) -> FunnelStage:
    count = counts[stage.name]
    before = counts[funnel.stages[position - 1].name] if position else 0
    return FunnelStage(
        name=stage.name,
        label=stage.label,
        count=count,
        share_of_first=ratio(count, counts[funnel.stages[0].name]),
        conversion_from_previous=ratio(count, before),
        stuck=_stuck(funnel, counts, position),
    )


def _stuck(funnel: Funnel, counts: Counts, position: int) -> int:
    """Count who stays in a stage; where a later stage can be reached without it, none may."""
    here = funnel.stages[position].name
    if position + 1 == len(funnel.stages):
        return counts[here]
    left = sum(counts[outcome.name] for outcome in funnel.beside if outcome.leaves == here)
    return max(0, counts[here] - counts[funnel.stages[position + 1].name] - left)

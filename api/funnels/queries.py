"""The root fields of every funnel: counted over all rows, and as a series over time."""

import datetime as dt

from strawberry.types.arguments import StrawberryArgument
from strawberry.types.field import StrawberryField

from api.funnels import answers, inputs, periods
from api.funnels.answers import FunnelBucket
from api.funnels.catalog import FUNNELS
from api.funnels.declarations import Funnel
from api.funnels.periods import FunnelPeriod
from api.funnels.report import FunnelReport
from api.graphql.asked import Info
from api.graphql.object_types import list_of, optional
from api.graphql.reading import registry_of
from api.graphql.registry import Registry
from api.graphql.resolvers import Resolver
from api.graphql.shells import argument, fill, output, shell


def of_registry(registry: Registry) -> type:
    """Return the class of the root fields of all funnels."""
    made = shell("FunnelQueries", "Root fields of the funnels.")
    fill(made, [field for funnel in FUNNELS for field in _fields(registry, funnel)])
    return made


def _fields(registry: Registry, funnel: Funnel) -> list[StrawberryField]:
    narrowed = _narrowed(registry, funnel)
    return [
        output(
            f"{funnel.name}Funnel",
            FunnelReport,
            f"Counts {funnel.description}.",
            _of_all(funnel),
            [*narrowed, *days(is_needed=False)],
        ),
        output(
            f"{funnel.name}FunnelSeries",
            list_of(FunnelBucket),
            f"Counts {funnel.description}, for each day, week or month; those without rows too.",
            _series(funnel),
            [*narrowed, *days(is_needed=True), by()],
        ),
    ]


def _narrowed(registry: Registry, funnel: Funnel) -> list[StrawberryArgument]:
    made = inputs.filter_type(registry, funnel)
    if made is None:
        return []
    return [argument("filter", optional(made), "Only rows of which this holds.")]


def days(*, is_needed: bool) -> list[StrawberryArgument]:
    """Return the arguments that say which days count."""
    day = dt.date if is_needed else optional(dt.date)
    earlier = "" if is_needed else "; all earlier ones too unless told"
    later = "" if is_needed else "; all later ones too unless told"
    return [
        argument("since", day, f"The first day that counts{earlier}."),
        argument("until", day, f"The last day that counts{later}."),
        argument(
            "timeZone",
            optional(str),
            "IANA name of the zone in which days begin, such as Asia/Kuala_Lumpur; the "
            "organization's own unless told.",
        ),
    ]


def by() -> StrawberryArgument:
    """Return the argument that says how long buckets are."""
    return argument("by", FunnelPeriod, "How long each bucket is.", default=FunnelPeriod.DAY)


def _of_all(funnel: Funnel) -> Resolver:
    async def resolve(_root: object, info: Info, **said: object) -> FunnelReport:
        question = inputs.question(registry_of(info), funnel, said)
        return await answers.of_all(info.context, question)

    return resolve


def _series(funnel: Funnel) -> Resolver:
    async def resolve(
        _root: object,
        info: Info,
        *,
        by: FunnelPeriod,
        since: dt.date,
        until: dt.date,
        **said: object,
    ) -> list[FunnelBucket]:
        days = {"since": since, "until": until}
        question = inputs.question(registry_of(info), funnel, said | days)
        buckets = periods.buckets(by, since, until)
        return await answers.series(info.context, question, buckets, by)

    return resolve

"""The JSON of a funnel whose stages were counted: `api.funnels.report` in SQL."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from api.funnels.declarations import Funnel, Outcome
from api.funnels.report import QUOTIENT_DIGITS
from api.funnels.statements import fixed, quoted
from api.graphql.asked import Asked
from api.graphql.compiler import objects
from api.graphql.fragments import Fragment, compose, join

Count = Callable[[str], Fragment]
"""The SQL of what was counted, by the name of the stage, outcome or amount."""


@dataclass(frozen=True, slots=True)
class Step:
    """The SQL of what is known of a stage: how many reached it, and how many its neighbours.

    `further` is how many reached the next stage or left beside the stages; SQL's null stands for
    a stage that is not there.
    """

    name: Fragment
    label: Fragment
    count: Fragment
    first: Fragment
    previous: Fragment
    further: Fragment


def report(asked: Asked, funnel: Funnel, count: Count) -> Fragment:
    """Return the report of a funnel whose stages are known."""

    def stages(field: Asked) -> Fragment:
        return _listed(stage(field, step) for step in _steps(funnel, count))

    return around(asked, funnel, count, stages)


def around(
    asked: Asked, funnel: Funnel, count: Count, stages: Callable[[Asked], Fragment]
) -> Fragment:
    """Return the report of a funnel, given the SQL of its list of stages."""

    def value(field: Asked) -> Fragment:
        match field.name:
            case "stages":
                return stages(field)
            case "beside":
                return _listed(_beside(field, funnel, count, one) for one in funnel.beside)
            case "amounts":
                return _listed(_amount(field, one.name, one.label, count) for one in funnel.amounts)
            case _:
                return quoted(funnel.name)

    return objects.of_each(asked.fields, "FunnelReport", value, "report")


def stage(asked: Asked, step: Step) -> Fragment:
    """Return one stage."""
    values = {
        "name": step.name,
        "label": step.label,
        "count": whole(step.count),
        "shareOfFirst": quotient(step.count, step.first),
        "conversionFromPrevious": quotient(step.count, step.previous),
        "stuck": compose("greatest(0, {} - coalesce({}, 0))::integer", step.count, step.further),
    }
    return objects.of_fields(asked.fields, "FunnelStage", values, "stage")


def quotient(part: Fragment, of: Fragment) -> Fragment:
    """Return a part of a whole, rounded, or null where there is no whole."""
    return compose(
        "round({}::numeric / nullif({}, 0), {})::float8", part, of, fixed(f"{QUOTIENT_DIGITS:d}")
    )


def whole(count: Fragment) -> Fragment:
    """Return a number as GraphQL's Int, which has 32 bits: more are refused, as by graphql-core."""
    return compose("{}::integer", count)


def _steps(funnel: Funnel, count: Count) -> Iterator[Step]:
    names = [one.name for one in funnel.stages]
    for one, before, after in zip(funnel.stages, [None, *names], [*names[1:], None], strict=False):
        yield Step(
            name=quoted(one.name),
            label=quoted(one.label),
            count=count(one.name),
            first=count(names[0]),
            previous=compose("null::bigint") if before is None else count(before),
            further=_further(funnel, count, one.name, after),
        )


def _further(funnel: Funnel, count: Count, here: str, after: str | None) -> Fragment:
    if after is None:
        return compose("0")
    left = [one.name for one in funnel.beside if one.leaves == here]
    return compose("({})", join(" + ", map(count, [after, *left])))


def _beside(asked: Asked, funnel: Funnel, count: Count, outcome: Outcome) -> Fragment:
    values = {
        "name": quoted(outcome.name),
        "label": quoted(outcome.label),
        "count": whole(count(outcome.name)),
        "shareOfFirst": quotient(count(outcome.name), count(funnel.stages[0].name)),
    }
    return objects.of_fields(asked.fields, "FunnelOutcome", values, "outcome")


def _amount(asked: Asked, name: str, label: str, count: Count) -> Fragment:
    values = {
        "name": quoted(name),
        "label": quoted(label),
        "cents": compose("{}::text", count(name)),
    }
    return objects.of_fields(asked.fields, "FunnelAmount", values, "amount")


def _listed(items: Iterable[Fragment]) -> Fragment:
    return compose("array_to_json(array[{}]::json[])", join(", ", items))

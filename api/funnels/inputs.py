"""What a client says to narrow a funnel, derived from the funnel's declaration."""

from collections.abc import Mapping
from functools import partial

import strawberry

from api.funnels import periods
from api.funnels.declarations import Funnel, Narrowing
from api.funnels.periods import Span
from api.funnels.statements import Chosen, Question
from api.graphql import names, node_ids
from api.graphql.object_types import list_of, optional
from api.graphql.operators import readable
from api.graphql.refusals import bad_input
from api.graphql.registry import Registry
from api.graphql.shells import fill, input_field, shell
from api.graphql.slots import apply

MOST_VALUES = 1000


def filter_type(registry: Registry, funnel: Funnel) -> type | None:
    """Return the input that narrows a funnel by what the API has types of; none has no fields."""
    fields = [
        input_field(one.name, optional(list_of(_annotation(one))), one.description)
        for one in funnel.narrowings
        if _is_known(registry, one)
    ]
    if not fields:
        return None
    made = shell(
        f"{names.pascal(funnel.name)}FunnelFilter",
        f"Which rows of the {funnel.name} funnel count: all that is said must hold. "
        "A null stands for nothing said, an empty list for no row.",
        is_input=True,
    )
    fill(made, fields)
    return made


def question(registry: Registry, funnel: Funnel, said: Mapping[str, object]) -> Question:
    """Return which rows of a funnel the arguments of a field mean; some may be slots."""
    filtered = said.get("filter")
    return Question(
        funnel,
        span(said),
        _chosen(registry, funnel, filtered if isinstance(filtered, Mapping) else {}),
    )


def span(said: Mapping[str, object]) -> Span:
    """Return the days that the arguments of a field mean; some may be slots."""
    return periods.span(said.get("since"), said.get("until"), said.get("timeZone"))


def _chosen(registry: Registry, funnel: Funnel, said: Mapping[str, object]) -> Chosen:
    """Return what a client's filter says, its global ids read."""
    return {
        one.name: apply(partial(_values, registry, one), values)
        for one in funnel.narrowings
        if (values := said.get(one.name)) is not None
    }


def _is_known(registry: Registry, narrowing: Narrowing) -> bool:
    if narrowing.target is not None:
        return registry.has_table(narrowing.target)
    described = [enumeration.values for enumeration in registry.enumerations]
    return narrowing.values is None or narrowing.values in described


def _values(registry: Registry, narrowing: Narrowing, values: list[object]) -> list[object]:
    if len(values) > MOST_VALUES:
        raise bad_input(f"{narrowing.name} holds {len(values)} values; pass at most {MOST_VALUES}")
    if narrowing.target is None:
        # An enum's member is bound as its value; psycopg would take its name.
        return [readable(str(value)) for value in values]
    target = registry.of_table(narrowing.target)
    return [node_ids.decode_as(registry, target, str(value))[0] for value in values]


def _annotation(narrowing: Narrowing) -> object:
    if narrowing.values is not None:
        return narrowing.values
    return str if narrowing.target is None else strawberry.ID

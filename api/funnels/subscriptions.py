"""The subscription to funnels: counted anew when the rows changed that they are counted from."""

from collections.abc import Iterable, Mapping

from strawberry.types.arguments import StrawberryArgument

from api.changes.fields import subscription
from api.changes.topics import Subject
from api.funnels import feeds
from api.funnels.catalog import FUNNELS
from api.funnels.declarations import Funnel
from api.funnels.queries import days
from api.funnels.report import FunnelReport
from api.graphql.asked import Info
from api.graphql.resolvers import Resolver
from api.graphql.shells import (
    DeclaredField,
    argument,
    definition_of,
    fill,
    input_field,
    require_one_field,
    shell,
)

Choice = Mapping[str, object]
"""The input that says which funnel, by the one field that it has, and which rows of it count."""


def of_queries(queries: type) -> type:
    """Return the class of the root fields of Subscription that answer as those of Query do."""
    counted = {funnel.name: _field(queries, f"{funnel.name}Funnel") for funnel in FUNNELS}

    def resolve(root: object, info: Info, *, funnel: Choice, **said: object) -> object:
        ((name, narrowed),) = funnel.items()
        return _resolver(counted[name])(root, info, filter=narrowed, **said)

    made = shell("FunnelSubscriptions", "Root fields of Subscription on the funnels.")
    changed = subscription(
        "funnelChanged",
        FunnelReport,
        "A funnel as it is now, and again whenever a change of its rows changes what was asked.",
        resolve,
        [
            argument("funnel", _choice(counted), "Which funnel, and which of its rows count."),
            *days(is_needed=False),
        ],
        subjects=_subjects,
    )
    fill(made, [changed])
    return made


def _choice(counted: Mapping[str, DeclaredField]) -> type:
    made = shell(
        "FunnelChoice",
        "One of the funnels, with what narrows it; {} stands for all its rows.",
        is_input=True,
    )
    require_one_field(made)
    described = {funnel.name: f"Counts {funnel.description}." for funnel in FUNNELS}
    fill(
        made,
        [
            input_field(name, narrowing.type_annotation.annotation, described[name])
            for name, field in counted.items()
            if (narrowing := _filter_of(field)) is not None
        ],
    )
    return made


def _subjects(_info: Info, *, funnel: Choice, **_said: object) -> Iterable[Subject]:
    (name,) = funnel
    return [Subject(table) for table in feeds.tables(_named(name))]


def _named(name: str) -> Funnel:
    return next(funnel for funnel in FUNNELS if funnel.name == name)


def _field(queries: type, name: str) -> DeclaredField:
    fields = definition_of(queries).fields
    return next(f for f in fields if isinstance(f, DeclaredField) and f.graphql_name == name)


def _resolver(field: DeclaredField) -> Resolver:
    if field.resolve is None:
        raise TypeError(f"{field.graphql_name} has no resolver")
    return field.resolve


def _filter_of(field: DeclaredField) -> StrawberryArgument | None:
    return next((one for one in field.arguments if one.graphql_name == "filter"), None)

"""The subscription to a blast while it is sent."""

from collections.abc import Iterable
from typing import Annotated

import strawberry

from api.changes.fields import subscription
from api.changes.topics import Subject
from api.graphql import node_ids, resolvers
from api.graphql.asked import Info
from api.graphql.object_types import optional
from api.graphql.reading import registry_of
from api.graphql.shells import argument, fill, shell

_TABLE = "blasts"
_BLAST = Annotated["Blast", strawberry.lazy("api.graphql.entity_types")]  # type: ignore[name-defined]  # noqa: F821 - made with the schema


def root_fields() -> type:
    """Return the class of the root fields of Subscription on blasts."""
    made = shell("BlastSubscriptions", "Root fields of Subscription on blasts.")
    progress = subscription(
        "blastProgress",
        optional(_BLAST),
        "A blast as it is now, and again whenever a change of it or of one of its recipients "
        "changes what was asked; null where there is none, after which nothing follows.",
        _blast,
        [argument("blastId", strawberry.ID, "A global id of type Blast.")],
        subjects=_subjects,
    )
    fill(made, [progress])
    return made


def _blast(root: object, info: Info, *, blastId: str) -> object:  # noqa: N803 - the argument's name
    registry = registry_of(info)
    return resolvers.one(registry, registry.of_table(_TABLE))(root, info, id=blastId)


def _subjects(info: Info, *, blastId: str) -> Iterable[Subject]:  # noqa: N803 - the argument's name
    registry = registry_of(info)
    (key,) = node_ids.decode_as(registry, registry.of_table(_TABLE), blastId)
    return [Subject(_TABLE, str(key))]

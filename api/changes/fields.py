"""Root fields that can be subscribed to: a query, and what it must be asked again for.

Each event of a subscription is its operation executed anew, as a query is; the `subscribe` that
graphql-core asks for only says what to watch.
"""

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import dataclass

from strawberry.types.arguments import StrawberryArgument

from api.changes.topics import Subject
from api.graphql.asked import Info
from api.graphql.resolvers import Resolver
from api.graphql.shells import DeclaredField, output

Subjects = Callable[..., Iterable[Subject]]
"""What a field's answer depends on, told what a resolver is told of the field."""


@dataclass(frozen=True, slots=True)
class Watched(AsyncIterator[None]):
    """What to watch, in the form of a stream, which is the only one that graphql-core accepts."""

    subjects: frozenset[Subject]

    async def __anext__(self) -> None:
        raise StopAsyncIteration


def subscription(  # noqa: PLR0913 - what every field has, and its subjects
    name: str,
    annotation: object,
    description: str,
    resolve: Resolver,
    arguments: Sequence[StrawberryArgument],
    *,
    subjects: Subjects,
) -> DeclaredField:
    """Return a root field of Subscription that is resolved anew when its subjects change."""

    def subscribe(_root: object, info: Info, **said: object) -> Watched:
        return Watched(frozenset(subjects(info, **said)))

    field = output(name, annotation, description, resolve, arguments)
    field.subscribe = subscribe
    return field

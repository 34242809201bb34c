"""What a function that compiles a field written by hand is told, and what it can ask for.

Such a function returns SQL: an expression of type json, the field's finished value. It stands
beside the function that computes the same in Python, and both must answer alike, byte for byte.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, cast

from graphql import GraphQLSchema
from sqlmodel import SQLModel

from api.graphql.asked import Asked
from api.graphql.filters import Scope
from api.graphql.fragments import Fragment
from api.graphql.slots import Slot

COMPILED_EXTENSION: Final = "headgate-compiled"

CompileRow = Callable[[type[SQLModel], Fragment, Sequence[Asked]], Fragment]


@dataclass(frozen=True, slots=True)
class Site:
    """Where a field is compiled."""

    asked: Asked
    """The field: its arguments, of which some may be slots, and what is asked below it."""
    columns: Mapping[str, Fragment]
    """The SQL of the row's values that the field reads, by their names; empty for a root field."""
    scope: Scope
    """The declarations, and the role whose view is compiled."""
    viewer: Slot
    """Who asks; the plan serves others as well."""
    row: CompileRow
    """Returns the object of the row of a model that has a key, with what is asked of it; null
    where there is none."""


Compile = Callable[[Site], Fragment]


def compiled_of(schema: GraphQLSchema) -> Mapping[str, Compile]:
    """Return how the root fields written by hand are compiled, those that are."""
    return cast("Mapping[str, Compile]", schema.extensions[COMPILED_EXTENSION])

"""What is compiled against: the row that fields are read from, and the names that are taken."""

from dataclasses import dataclass

from api.graphql import names
from api.graphql.declarations import Entity, Field, Value
from api.graphql.filters import Scope
from api.graphql.fragments import Fragment, name
from api.graphql.rows import shown
from api.graphql.slots import Slot


@dataclass(frozen=True, slots=True)
class Compiling:
    """What is the same for all fields of an operation: the declarations, the role, who asks."""

    scope: Scope
    viewer: Slot


@dataclass(frozen=True, slots=True)
class RowAt:
    """A row under an alias: of its table, or of a page, whose columns have the fields' names."""

    compiling: Compiling
    entity: Entity
    alias: str
    is_of_page: bool
    taken: frozenset[str] = frozenset()
    """The aliases of the rows around it, which it may refer to."""

    def value(self, value: Value) -> Fragment:
        """Return the SQL of a value as the role sees it."""
        if self.is_of_page:
            return name(self.alias, value.name)
        return shown(value, self.alias, self.compiling.scope.role)

    def key(self) -> list[Fragment]:
        """Return the SQL of the row's key."""
        return [self.value(column) for column in self.entity.key]

    def field(self, field_name: str) -> Field | None:
        """Return the declaration of a field, by the name that clients use."""
        declared = (field for field in self.entity.fields if names.camel(field.name) == field_name)
        return next(declared, None)

    def below(self, entity: Entity, alias: str, *, is_of_page: bool) -> "RowAt":
        """Return a row of a relation, under an alias that no row around it has."""
        taken = self.taken | {self.alias}
        return RowAt(self.compiling, entity, free(alias, taken), is_of_page, taken)


def free(alias: str, taken: frozenset[str]) -> str:
    """Return the alias, with a number where it is taken."""
    number, found = 1, alias
    while found in taken:
        number += 1
        found = f"{alias}_{number}"
    return found

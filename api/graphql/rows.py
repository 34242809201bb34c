"""A row as it travels from the database to the resolvers, and how its values are selected."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from api.graphql import node_ids
from api.graphql.declarations import Column, Entity, Value
from api.graphql.fragments import Fragment, compose, join, name, over_row
from api.graphql.kinds import Kind
from models.tenancy import MemberRole

_SEES_EVERYTHING = frozenset({MemberRole.ADMIN, MemberRole.OPERATOR})


@dataclass(slots=True)
class Row:
    """One row: the values that were asked for, and what was loaded along with it.

    The one thing here that changes: relations are loaded level by level, and each level hangs what
    it found under the response key by which the client asked for it.
    """

    entity: Entity
    values: Mapping[str, object]
    related: dict[str, object] = field(default_factory=dict)

    def key(self) -> tuple[object, ...]:
        """Return the values of the primary key."""
        return tuple(self.values[column.name] for column in self.entity.key)

    def node_id(self) -> str:
        """Return the row's global id."""
        return node_ids.encode(self.entity, self.key())


def sees_everything(role: MemberRole) -> bool:
    """Say whether a role is shown masked columns."""
    return role in _SEES_EVERYTHING


def of_value(value: Value, alias: str) -> Fragment:
    """Return the SQL of a value of the row, unmasked."""
    if isinstance(value, Column):
        return name(alias, value.column)
    return compose("({})", over_row(value.sql, alias))


def shown(value: Value, alias: str, role: MemberRole) -> Fragment:
    """Return the SQL of a value as the role sees it: what is masked never leaves the database."""
    if isinstance(value, Column) and value.mask is not None and not sees_everything(role):
        masked = over_row(value.mask.value.replace("{column}", "{" + value.column + "}"), alias)
        return compose("({})", masked)
    return of_value(value, alias)


def select_list(values: Iterable[Value], alias: str, role: MemberRole) -> Fragment:
    """Return what follows SELECT: each value under its own name, JSON as its text."""
    return join(
        ", ", [compose("{} as {}", _read(value, alias, role), name(value.name)) for value in values]
    )


def _read(value: Value, alias: str, role: MemberRole) -> Fragment:
    seen = shown(value, alias, role)
    return compose("{}::text", seen) if value.type.kind is Kind.JSON else seen


def rows_of(entity: Entity, names: Sequence[str], found: Iterable[Sequence[object]]) -> list[Row]:
    """Return the rows that a statement found, whose columns have the names."""
    return [Row(entity, dict(zip(names, values, strict=True))) for values in found]


def copies(rows: Iterable[Row]) -> list[Row]:
    """Return rows of the same values with nothing hung on them."""
    return [Row(row.entity, row.values) for row in rows]

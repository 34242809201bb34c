"""The root fields that follow from the declarations; schema and compiler are made from them."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.graphql import names
from api.graphql.declarations import Entity, Lookup
from api.graphql.registry import Registry


@dataclass(frozen=True, slots=True)
class One:
    """The field that finds a row by its id."""

    entity: Entity

    @property
    def name(self) -> str:
        """Return the field's name."""
        return names.singular(self.entity.name)


@dataclass(frozen=True, slots=True)
class All:
    """The field that is the connection of all rows."""

    entity: Entity

    @property
    def name(self) -> str:
        """Return the field's name."""
        return names.camel(self.entity.table)


@dataclass(frozen=True, slots=True)
class By:
    """The field that finds a row by other columns."""

    entity: Entity
    lookup: Lookup

    @property
    def name(self) -> str:
        """Return the field's name."""
        return names.singular(self.entity.name) + names.pascal(self.lookup.name)


Root = One | All | By


def of_registry(registry: Registry) -> Sequence[Root]:
    """Return the root fields of all entities."""
    return [root for entity in registry.entities for root in _of_entity(entity)]


def _of_entity(entity: Entity) -> Sequence[Root]:
    listed = [All(entity)] if entity.is_listed else []
    return [One(entity), *listed, *(By(entity, found) for found in entity.lookups)]

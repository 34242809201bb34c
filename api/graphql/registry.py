"""All entities of the API.

They find one another by table, so that no domain imports another.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import ModuleType

from api.graphql.declarations import Entity, Enumeration, ToMany, ToOne
from api.graphql.entity import refuse_masked


@dataclass(frozen=True, slots=True)
class Registry:
    """The one list of declarations that everything derives from."""

    entities: tuple[Entity, ...]
    enumerations: tuple[Enumeration, ...]
    _by_name: Mapping[str, Entity] = field(init=False, repr=False, compare=False)
    _by_table: Mapping[str, Entity] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # The one way to a derived field of what is frozen.
        object.__setattr__(self, "_by_name", {entity.name: entity for entity in self.entities})
        object.__setattr__(self, "_by_table", {entity.table: entity for entity in self.entities})

    def named(self, name: str) -> Entity | None:
        """Return the entity of a GraphQL type's name."""
        return self._by_name.get(name)

    def of_table(self, table: str) -> Entity:
        """Return the entity that is a table's rows."""
        return self._by_table[table]

    def has_table(self, table: str) -> bool:
        """Say whether a table's rows are an entity."""
        return table in self._by_table


def of_modules(modules: Iterable[ModuleType]) -> Registry:
    """Return the registry of what the modules declare."""
    declared = [value for module in modules for value in vars(module).values()]
    registry = Registry(
        entities=tuple(value for value in declared if isinstance(value, Entity)),
        enumerations=tuple(value for value in declared if isinstance(value, Enumeration)),
    )
    _check(registry)
    return registry


def _check(registry: Registry) -> None:
    """Refuse what no request could be served from."""
    for attribute in ("name", "table"):
        seen = [getattr(entity, attribute) for entity in registry.entities]
        twice = sorted({value for value in seen if seen.count(value) > 1})
        if twice:
            raise ValueError(f"two entities have the {attribute} {twice}")
    for entity in registry.entities:
        for declared in entity.fields:
            if isinstance(declared, ToOne | ToMany):
                _check_relation(registry, entity, declared)


def _check_relation(registry: Registry, entity: Entity, field: ToOne | ToMany) -> None:
    if not registry.has_table(field.target):
        raise ValueError(
            f"{entity.name}.{field.name} leads to '{field.target}', which no entity is bound to"
        )
    if isinstance(field, ToMany):
        refuse_masked(registry.of_table(field.target), field.order_by)

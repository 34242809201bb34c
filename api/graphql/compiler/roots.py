"""The root fields of an operation, each as one SQL expression of type json."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from operator import attrgetter, itemgetter

from graphql import FieldNode

from api.graphql import filters, kinds, node_ids, orders
from api.graphql import roots as declared_roots
from api.graphql.asked import Asked, Reading
from api.graphql.compiler import connections, fields, objects
from api.graphql.compiler.objects import UncompilableError
from api.graphql.compiler.scope import Compiling, RowAt
from api.graphql.compiler.site import Compile
from api.graphql.declarations import Entity, Lookup
from api.graphql.fragments import (
    Fragment,
    bind,
    bind_array,
    both,
    cast,
    compose,
    join,
    name,
)
from api.graphql.node_ids import NodeId
from api.graphql.pages import MOST_ROWS
from api.graphql.refusals import bad_input
from api.graphql.registry import Registry
from api.graphql.roots import All, By, One, Root
from api.graphql.slots import Slot, apply, decided

_WANTED = "wanted"
_MOST_KEYS = 2


@dataclass(frozen=True, slots=True)
class Roots:
    """The root fields that can be compiled: those of the declarations, and some written by hand."""

    declared: Mapping[str, Root]
    by_hand: Mapping[str, Compile]

    def compiled(
        self, compiling: Compiling, reading: Reading, nodes: Sequence[FieldNode]
    ) -> Fragment:
        """Return the SQL of a root field, or raise why there is none."""
        field_name = nodes[0].name.value
        if field_name in _OF_EVERY_SCHEMA:
            return _OF_EVERY_SCHEMA[field_name](compiling, reading, nodes)
        asked = _asked(reading, nodes)
        if field_name in self.by_hand:
            return self.by_hand[field_name](fields.site_of(compiling, asked, frozenset(), {}))
        if field_name in self.declared:
            return _declared(compiling, self.declared[field_name], asked)
        raise UncompilableError(f"'{field_name}' is answered by Python")


def of_registry(registry: Registry, by_hand: Mapping[str, Compile]) -> Roots:
    """Return the root fields of the declarations, and those that are compiled by hand."""
    return Roots({root.name: root for root in declared_roots.of_registry(registry)}, by_hand)


def _asked(reading: Reading, nodes: Sequence[FieldNode], type_name: str | None = None) -> Asked:
    asked = reading.root(nodes, type_name)
    if asked is None or reading.faults:
        raise UncompilableError("an argument cannot be read; graphql-core says why")
    return asked


def _declared(compiling: Compiling, root: Root, asked: Asked) -> Fragment:
    match root:
        case One(entity):
            decode = partial(node_ids.decode_as, compiling.scope.registry, entity)
            return _of_key(compiling, entity, apply(decode, asked.arguments["id"]), asked)
        case All(entity):
            return connections.of_root(compiling, entity, asked, fields.columns)
        case By(entity, lookup):
            return _looked_up(compiling, entity, lookup, asked)


def _row(compiling: Compiling, entity: Entity) -> RowAt:
    return RowAt(compiling, entity, entity.table, is_of_page=False)


def _of_key(
    compiling: Compiling, entity: Entity, key: node_ids.Key | Slot, asked: Asked
) -> Fragment:
    row = _row(compiling, entity)
    condition = both(
        *(
            compose("{} = {}", part, bind(apply(itemgetter(position), key), column.type.sql))
            for position, (part, column) in enumerate(zip(row.key(), entity.key, strict=True))
        )
    )
    return fields.of_condition(row, condition, asked)


def _looked_up(compiling: Compiling, entity: Entity, lookup: Lookup, asked: Asked) -> Fragment:
    row = _row(compiling, entity)
    condition = filters.found_by(compiling.scope.role, entity, lookup, asked.arguments, row.alias)
    if lookup.latest is None:
        return fields.of_condition(row, condition, asked)
    order = orders.of_names(entity, (f"-{lookup.latest}",))
    last = compose(" order by {} limit 1", orders.order_by(order, row.alias))
    return fields.of_condition(row, condition, asked, last)


def _typename(_compiling: Compiling, _reading: Reading, _nodes: Sequence[FieldNode]) -> Fragment:
    return compose("to_json({})", objects.text("Query"))


def _node(compiling: Compiling, reading: Reading, nodes: Sequence[FieldNode]) -> Fragment:
    token = _asked(reading, nodes).arguments["id"]
    wanted = apply(partial(node_ids.decode, compiling.scope.registry), token)
    entity = decided(_entity, wanted)
    asked = _asked(reading, nodes, entity.name)
    return _of_key(compiling, entity, apply(_key, wanted), asked)


def _nodes(compiling: Compiling, reading: Reading, nodes: Sequence[FieldNode]) -> Fragment:
    """Return the list of the rows of ids: for each id, the row of its type."""
    tokens = _asked(reading, nodes).arguments["ids"]
    wanted = apply(partial(_decoded, compiling.scope.registry), tokens)
    entities = decided(_entities, wanted)
    cases = [
        compose("when {} then {}", objects.text(entity.name), _wanted(compiling, entity, asked))
        for entity in entities
        for asked in [_asked(reading, nodes, entity.name)]
    ]
    if not cases:
        return compose("'[]'::json")
    return objects.listed(
        compose(
            "select case {} {} end from unnest({}, {}) as {} ({}, {})",
            name(_WANTED, "type"),
            join(" ", cases),
            bind_array(apply(_type_names, wanted), "text"),
            join(
                ", ",
                [
                    bind_array(apply(partial(_texts, position), wanted), "text")
                    for position in range(_MOST_KEYS)
                ],
            ),
            name(_WANTED),
            name("type"),
            join(", ", [name(f"key_{position}") for position in range(_MOST_KEYS)]),
        )
    )


def _wanted(compiling: Compiling, entity: Entity, asked: Asked) -> Fragment:
    row = _row(compiling, entity)
    condition = both(
        *(
            compose("{} = {}", part, cast(name(_WANTED, f"key_{position}"), column.type.sql))
            for position, (part, column) in enumerate(zip(row.key(), entity.key, strict=True))
        )
    )
    return fields.of_condition(row, condition, asked)


def _decoded(registry: Registry, tokens: Sequence[str]) -> list[NodeId]:
    if len(tokens) > MOST_ROWS:
        raise bad_input(f"ids holds {len(tokens)} ids; pass at most {MOST_ROWS}")
    return [node_ids.decode(registry, token) for token in tokens]


def _entity(wanted: NodeId) -> Entity:
    return wanted.entity


def _key(wanted: NodeId) -> node_ids.Key:
    return wanted.key


def _entities(wanted: Sequence[NodeId]) -> tuple[Entity, ...]:
    """Return the types that are meant, whatever the order of the ids."""
    return tuple(sorted({one.entity for one in wanted}, key=attrgetter("name")))


def _type_names(wanted: Sequence[NodeId]) -> list[str]:
    return [one.entity.name for one in wanted]


def _texts(position: int, wanted: Sequence[NodeId]) -> list[str | None]:
    return [kinds.to_text(one.key[position]) if position < len(one.key) else None for one in wanted]


_OF_EVERY_SCHEMA = {objects.TYPENAME: _typename, "node": _node, "nodes": _nodes}

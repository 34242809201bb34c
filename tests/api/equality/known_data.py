"""What the data holds, as a client learns it: ids, cursors and values to ask with again."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from graphql import (
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_leaf_type,
    is_object_type,
)

from tests.api.equality.asking import Question, Side

Json = object
"""A value as JSON holds it."""

_ROWS = 20


@dataclass(frozen=True, slots=True)
class KnownData:
    """The values of each field of each type, and the cursors of each type.

    An id of each type, ours and theirs, stands under `Node`; and under no type all ids by the name
    of a connection, for arguments that go by that name.
    """

    values: Mapping[tuple[str, str], Sequence[Json]]
    cursors: Mapping[str, Sequence[str]]


def learned(schema: GraphQLSchema, side: Side, ours: str, theirs: str) -> KnownData:
    """Return what the members whose tokens are given can learn from the connections."""
    values: dict[tuple[str, str], list[Json]] = defaultdict(list)
    cursors: dict[str, list[str]] = defaultdict(list)
    for name, of_type in connections(schema):
        for edge in _edges(side, ours, name, of_type):
            cursors[of_type.name].append(str(edge["cursor"]))
            values["", name].append(_mapping(edge["node"])["id"])
            for field, value in _mapping(edge["node"]).items():
                seen = values[of_type.name, field]
                if value is not None and value not in seen:
                    seen.append(value)
        for edge in (
            *_edges(side, ours, name, of_type)[:1],
            *_edges(side, theirs, name, of_type)[:1],
        ):
            values["Node", "id"].append(_mapping(edge["node"])["id"])
    return KnownData(dict(values), dict(cursors))


def connections(schema: GraphQLSchema) -> Iterator[tuple[str, GraphQLObjectType]]:
    """Yield the root fields that are connections, each with the type of its rows."""
    assert schema.query_type is not None
    for name, field in schema.query_type.fields.items():
        of_type = get_named_type(field.type)
        if is_object_type(of_type) and "edges" in of_type.fields:
            rows = get_named_type(of_type.fields["nodes"].type)
            assert is_object_type(rows)
            yield name, rows


def _edges(
    side: Side, token: str, connection: str, of_type: GraphQLObjectType
) -> list[Mapping[str, Json]]:
    leaves = [
        name
        for name, field in of_type.fields.items()
        if is_leaf_type(get_named_type(field.type))
        and not any(isinstance(given.type, GraphQLNonNull) for given in field.args.values())
    ]
    selection = f"edges {{ cursor node {{ {' '.join(leaves)} }} }}"
    document = f"{{ {connection}(first: {_ROWS}) {{ {selection} }} }}"
    answer = side.ask(Question(document, {}, token))
    assert answer.status == HTTPStatus.OK, answer
    edges: list[Mapping[str, Json]] = json.loads(answer.body)["data"][connection]["edges"]
    return edges


def _mapping(value: Json) -> Mapping[str, Json]:
    assert isinstance(value, Mapping)
    return value

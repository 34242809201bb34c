"""Rows of entities for fields that are written by hand."""

from collections.abc import Sequence
from functools import reduce

import strawberry
from graphql import GraphQLSchema
from sqlmodel import SQLModel

from api.graphql import asked, loading
from api.graphql.asked import Asked, Info
from api.graphql.context import RequestContext
from api.graphql.entity import table_of
from api.graphql.reader import Reader
from api.graphql.registry import Registry
from api.graphql.rows import Row

REGISTRY_EXTENSION = "headgate-registry"


async def rows_by_keys(
    info: strawberry.Info[RequestContext, None],
    model: type[SQLModel],
    keys: Sequence[object],
    *path: str,
) -> list[Row | None]:
    """Return the rows of a table's keys, each in its key's place, with what is asked of them.

    `path` leads from the field being resolved to the field that shows the rows, by GraphQL names.
    """
    raw = raw_info(info)
    fields = _fields_at(asked.by_operation(raw), path)
    reader = Reader(raw.context, registry_of(raw))
    entity = reader.registry.of_table(table_of(model).name)
    wanted = [(key,) for key in dict.fromkeys(keys)]
    found = await loading.by_keys(reader, entity, wanted, fields)
    return [found.get((key,)) for key in keys]


def registry_of(info: Info) -> Registry:
    """Return the declarations that the schema was built from."""
    return registry_of_schema(info.schema)


def registry_of_schema(schema: GraphQLSchema) -> Registry:
    """Return the declarations that a schema was built from."""
    registry = schema.extensions[REGISTRY_EXTENSION]
    if not isinstance(registry, Registry):
        raise TypeError("the schema was not built by api.graphql.building")
    return registry


def raw_info(info: strawberry.Info[RequestContext, None]) -> Info:
    """Return what graphql-core tells of the field, which Strawberry wraps."""
    raw: Info = info._raw_info  # noqa: SLF001 - Strawberry offers no other way
    return raw


def _fields_at(wanted: Asked, path: Sequence[str]) -> tuple[Asked, ...]:
    def step(fields: tuple[Asked, ...], name: str) -> tuple[Asked, ...]:
        return tuple(below for field in fields if field.name == name for below in field.fields)

    return reduce(step, path, wanted.fields)

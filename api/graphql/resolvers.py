"""What graphql-core calls for a declared field.

Root fields load; everything below them was loaded by then and is only looked up. The resolvers are
put on the schema past Strawberry, which would copy every argument and build an object per field.
"""

from collections.abc import Callable, Mapping

from api.graphql import asked, filters, loading, node_ids
from api.graphql.asked import Info
from api.graphql.declarations import Entity, Lookup
from api.graphql.pages import MOST_ROWS, Edge, Page
from api.graphql.reader import Reader
from api.graphql.refusals import bad_input
from api.graphql.registry import Registry
from api.graphql.rows import Row

Resolver = Callable[..., object]


def value_of(name: str) -> Resolver:
    """Return the resolver of a value of the row."""

    def resolve(row: Row, _info: Info) -> object:
        return row.values[name]

    return resolve


def id_of(row: Row, _info: Info) -> str:
    """Return a row's global id."""
    return row.node_id()


def related(row: Row, info: Info, **_arguments: object) -> object:
    """Return what was loaded along with the row for this field."""
    found = row.related[str(info.path.key)]
    if isinstance(found, Exception):
        raise found
    return found


def item(name: str) -> Resolver:
    """Return the resolver of an item of a mapping."""

    def resolve(source: Mapping[str, object], _info: Info) -> object:
        return source[name]

    return resolve


def connection(registry: Registry, entity: Entity) -> Resolver:
    """Return the resolver of the connection of all rows of an entity."""

    async def resolve(_root: object, info: Info, **arguments: object) -> Page:
        wanted = asked.by_operation(info)
        return await loading.page(Reader(info.context, registry), entity, arguments, wanted)

    return resolve


def one(registry: Registry, entity: Entity) -> Resolver:
    """Return the resolver of the row of an id."""

    async def resolve(_root: object, info: Info, *, id: str) -> Row | None:  # noqa: A002 - the argument's name
        key = node_ids.decode_as(registry, entity, id)
        reader = Reader(info.context, registry)
        found = await loading.by_keys(reader, entity, [key], asked.by_operation(info).fields)
        return found.get(key)

    return resolve


def lookup(registry: Registry, entity: Entity, declared: Lookup) -> Resolver:
    """Return the resolver of the row that other columns find."""

    async def resolve(_root: object, info: Info, **arguments: object) -> Row | None:
        reader = Reader(info.context, registry)
        found_by = filters.found_by(reader.role, entity, declared, arguments, entity.table)
        fields = asked.by_operation(info).fields
        return await loading.by_lookup(reader, entity, found_by, declared.latest, fields)

    return resolve


def node(registry: Registry) -> Resolver:
    """Return the resolver of the row of any id."""

    async def resolve(_root: object, info: Info, *, id: str) -> Row | None:  # noqa: A002 - the argument's name
        found = await _nodes(registry, info, [id])
        return found[0]

    return resolve


def nodes(registry: Registry) -> Resolver:
    """Return the resolver of the rows of many ids, each in its id's place."""

    async def resolve(_root: object, info: Info, *, ids: list[str]) -> list[Row | None]:
        if len(ids) > MOST_ROWS:
            raise bad_input(f"ids holds {len(ids)} ids; pass at most {MOST_ROWS}")
        return await _nodes(registry, info, ids)

    return resolve


async def _nodes(registry: Registry, info: Info, tokens: list[str]) -> list[Row | None]:
    wanted = [node_ids.decode(registry, token) for token in tokens]
    reader = Reader(info.context, registry)
    found: dict[tuple[str, node_ids.Key], Row] = {}
    # One statement per type; types are few, and asking for them one by one keeps connections free.
    for entity in dict.fromkeys(one.entity for one in wanted):
        keys = list(dict.fromkeys(one.key for one in wanted if one.entity is entity))
        fields = asked.by_operation(info, entity.name).fields
        rows = await loading.by_keys(reader, entity, keys, fields)
        found |= {(entity.name, key): row for key, row in rows.items()}
    return [found.get((one.entity.name, one.key)) for one in wanted]


def page_nodes(page: Page, info: Info) -> object:
    """Return the rows of a page."""
    return page.views.get((str(info.path.key),), ())


def page_edges(page: Page, _info: Info) -> list[Edge]:
    """Return the rows of a page with their cursors."""
    return [Edge(page, position) for position in range(len(page.rows))]


def edge_node(edge: Edge, info: Info) -> Row:
    """Return the row of an edge."""
    # The path is … / edges / 3 / node.
    edges = info.path.prev.prev if info.path.prev is not None else None
    return edge.row((str(edges.key if edges is not None else ""), str(info.path.key)))


def edge_cursor(edge: Edge, _info: Info) -> str:
    """Return the cursor of an edge."""
    return edge.page.cursor(edge.page.rows[edge.position])


def itself(source: object, _info: Info) -> object:
    """Return the object that the field is read from: a page is its own pageInfo."""
    return source


def attribute(name: str) -> Resolver:
    """Return the resolver of an attribute of a page."""

    def resolve(source: object, _info: Info) -> object:
        return getattr(source, name)

    return resolve


def boundary_cursor(position: int) -> Resolver:
    """Return the resolver of the cursor of a page's first or last row."""

    def resolve(page: Page, _info: Info) -> str | None:
        return page.cursor(page.rows[position]) if page.rows else None

    return resolve


def one_total(page: Page, _info: Info) -> Mapping[str, object]:
    """Return the totals of a connection that has one line of them."""
    return page.totals[0]


def type_of(row: Row, _info: Info, _abstract: object) -> str:
    """Return the name of a row's type."""
    return row.entity.name

"""Loading what an operation asks for: level by level, one statement per relation.

A root field loads its rows, then every relation that is asked of them for all rows at once, then
every relation of those. The number of statements is the number of relations, counts and totals in
the document, whatever the number of rows; it does not hang on when futures happen to wake, as a
dataloader's batches do. Relations of one level are loaded concurrently.

What fails below the root is hung in its place and raised by the field's resolver, so that the error
has the right path and the rest of the answer stands.
"""

import asyncio
import inspect
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar, cast

from api.graphql import indexes, names, pages, statements, totals
from api.graphql.asked import Asked
from api.graphql.declarations import Computed, Entity, ToMany, ToOne, Value
from api.graphql.fragments import Fragment
from api.graphql.node_ids import Key
from api.graphql.pages import Page, PageRequest, Path
from api.graphql.reader import Reader
from api.graphql.rows import Row, copies, rows_of
from api.graphql.selection import needed
from api.graphql.statements import Parents

First = TypeVar("First")
Second = TypeVar("Second")
Third = TypeVar("Third")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The rows of one page, and whether more lie behind them in the direction of reading."""

    rows: Sequence[Row]
    has_more: bool


_EMPTY = Excerpt((), has_more=False)


async def by_keys(
    reader: Reader, entity: Entity, keys: Sequence[Key], fields: Sequence[Asked]
) -> dict[Key, Row]:
    """Return the rows of the keys, each with what is asked of it."""
    if not keys:
        return {}
    values = needed(entity, fields)
    rows = await _rows(
        reader, entity, values, statements.by_keys(entity, values, keys, reader.role)
    )
    await complete(reader, entity, rows, fields)
    return {row.key(): row for row in rows}


async def by_lookup(
    reader: Reader, entity: Entity, found_by: Fragment, latest: str | None, fields: Sequence[Asked]
) -> Row | None:
    """Return the one row that a condition finds."""
    values = needed(entity, fields)
    statement = statements.by_lookup(entity, values, found_by, latest, reader.role)
    rows = await _rows(reader, entity, values, statement)
    await complete(reader, entity, rows, fields)
    return rows[0] if rows else None


async def page(
    reader: Reader, entity: Entity, arguments: Mapping[str, object], asked: Asked
) -> Page:
    """Return the page of a root connection."""
    request = pages.request(reader.scope, entity, (), arguments)
    if not indexes.answers(reader.scope, request):
        ((rows,),) = await reader.fetch(indexes.size(entity))
        indexes.refuse(entity, cast("int", rows))
    found = await _pages(reader, request, asked, None)
    return found[None]


async def complete(
    reader: Reader, entity: Entity, rows: Sequence[Row], fields: Sequence[Asked]
) -> None:
    """Hang on the rows every relation and computed value that is asked of them."""
    if not rows:
        return
    declared = {names.camel(field.name): field for field in entity.fields}
    loading = []
    for asked in fields:
        field = declared.get(asked.name)
        if isinstance(field, ToOne | ToMany | Computed):
            loading.append(_hang(reader, rows, asked, field))
    await asyncio.gather(*loading)


async def _rows(
    reader: Reader, entity: Entity, values: Sequence[Value], statement: Fragment
) -> list[Row]:
    found = await reader.fetch(statement)
    return rows_of(entity, [value.name for value in values], found)


async def _hang(
    reader: Reader, rows: Sequence[Row], asked: Asked, field: ToOne | ToMany | Computed
) -> None:
    found: Sequence[object]
    try:
        found = await _found(reader, rows, asked, field)
    except Exception as error:  # noqa: BLE001 - kept, and raised by the resolver at each path
        found = [error] * len(rows)
    for row, value in zip(rows, found, strict=True):
        row.related[asked.key] = value


async def _found(
    reader: Reader, rows: Sequence[Row], asked: Asked, field: ToOne | ToMany | Computed
) -> Sequence[object]:
    match field:
        case ToOne():
            return await _targets(reader, rows, asked, field)
        case ToMany():
            return await _connections(reader, rows, asked, field)
        case Computed():
            return await _computed(reader, rows, asked, field)


async def _targets(
    reader: Reader, rows: Sequence[Row], asked: Asked, field: ToOne
) -> Sequence[object]:
    pointers = [row.values[field.foreign_key.name] for row in rows]
    keys = [(pointer,) for pointer in dict.fromkeys(pointers) if pointer is not None]
    target = reader.registry.of_table(field.target)
    if field.is_enforced and not asked.has_other_than("id", "__typename"):
        held = {key[0]: Row(target, {target.key[0].name: key[0]}) for key in keys}
        return [held.get(pointer) for pointer in pointers]
    found = await by_keys(reader, target, keys, asked.fields)
    return [found.get((pointer,)) for pointer in pointers]


async def _connections(
    reader: Reader, rows: Sequence[Row], asked: Asked, field: ToMany
) -> Sequence[object]:
    target = reader.registry.of_table(field.target)
    request = pages.request(reader.scope, target, field.order_by, asked.arguments)
    keys = [row.key()[0] for row in rows]
    parents = Parents(field, list(dict.fromkeys(keys)))
    found = await _pages(reader, request, asked, parents)
    return [found[key] for key in keys]


async def _computed(
    reader: Reader, rows: Sequence[Row], asked: Asked, field: Computed
) -> Sequence[object]:
    parameters = inspect.signature(field.compute).parameters
    arguments = {
        name: asked.arguments[names.camel(name)]
        for name in parameters
        if names.camel(name) in asked.arguments
    }
    found = field.compute(reader.context, rows, **arguments)
    computed = await found if inspect.isawaitable(found) else found
    if not isinstance(computed, Sequence) or len(computed) != len(rows):
        raise TypeError(f"'{field.name}' was asked of {len(rows)} rows and returned {computed!r}")
    return computed


async def _pages(
    reader: Reader, request: PageRequest, asked: Asked, parents: Parents | None
) -> dict[object, Page]:
    """Return the page of each parent, or the one page under None."""
    excerpts, counted, added = await _together(
        _excerpts(reader, request, asked, parents),
        totals.counts(reader, request, asked, parents),
        totals.of_connection(reader, request, asked, parents),
    )
    views = await _views(reader, request, asked, excerpts)
    without = totals.without_rows(request.order.entity.totals)
    return {
        key: Page(
            order=request.order,
            rows=excerpts.get(key, _EMPTY).rows,
            views=views.get(key, {}),
            has_next=_has_next(request, excerpts.get(key, _EMPTY)),
            has_previous=_has_previous(request, excerpts.get(key, _EMPTY)),
            count=counted.get(key, 0),
            totals=added.get(key, without),
        )
        for key in (parents.keys if parents is not None else [None])
    }


async def _together(
    first: Coroutine[object, object, First],
    second: Coroutine[object, object, Second],
    third: Coroutine[object, object, Third],
) -> tuple[First, Second, Third]:
    """Return all three results; raise only once none of them uses the database any more."""
    tasks = (
        asyncio.ensure_future(first),
        asyncio.ensure_future(second),
        asyncio.ensure_future(third),
    )
    await asyncio.gather(*tasks, return_exceptions=True)
    return tasks[0].result(), tasks[1].result(), tasks[2].result()


async def _excerpts(
    reader: Reader, request: PageRequest, asked: Asked, parents: Parents | None
) -> dict[object, Excerpt]:
    """Return the rows of each parent's page, and whether there are more behind them."""
    if not asked.has("nodes", "edges", "pageInfo"):
        return {}
    entity = request.order.entity
    fields = [field for _, view in _ways_to_rows(asked) for field in view.fields]
    values = needed(entity, fields, (term.value for term in request.order.terms))
    columns = [value.name for value in values]
    grouped: dict[object, list[Row]] = {}
    for line in await reader.fetch(statements.page(reader.scope, request, values, parents)):
        parent, row = (None, line) if parents is None else (line[0], line[1:])
        grouped.setdefault(parent, []).append(Row(entity, dict(zip(columns, row, strict=True))))
    return {parent: _excerpt(request, rows) for parent, rows in grouped.items()}


def _excerpt(request: PageRequest, rows: list[Row]) -> Excerpt:
    most = cast("int", request.rows)
    page_rows = rows[:most]
    return Excerpt(page_rows[::-1] if request.is_backwards else page_rows, len(rows) > most)


def _ways_to_rows(asked: Asked) -> list[tuple[Path, Asked]]:
    return [*asked.below("nodes"), *asked.below("edges", "node")]


async def _views(
    reader: Reader, request: PageRequest, asked: Asked, excerpts: Mapping[object, Excerpt]
) -> dict[object, dict[Path, Sequence[Row]]]:
    """Return, per parent, the rows once for each way in which they are asked for."""
    ways = _ways_to_rows(asked)
    views: dict[object, dict[Path, Sequence[Row]]] = {parent: {} for parent in excerpts}
    for path, _ in ways:
        for parent, excerpt in excerpts.items():
            # Two ways may hang different things under one response key.
            views[parent][path] = excerpt.rows if len(ways) == 1 else copies(excerpt.rows)
    await asyncio.gather(
        *(
            complete(
                reader,
                request.order.entity,
                [row for view in views.values() for row in view[path]],
                way.fields,
            )
            for path, way in ways
        )
    )
    return views


def _has_next(request: PageRequest, excerpt: Excerpt) -> bool:
    return request.before is not None if request.is_backwards else excerpt.has_more


def _has_previous(request: PageRequest, excerpt: Excerpt) -> bool:
    return excerpt.has_more if request.is_backwards else request.after is not None

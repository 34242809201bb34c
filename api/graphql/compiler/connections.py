"""Connections: the rows of a page, and what is said around it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from api.graphql import indexes
from api.graphql.asked import Asked
from api.graphql.compiler import objects, pages, sums
from api.graphql.compiler.objects import UncompilableError
from api.graphql.compiler.pages import Page
from api.graphql.compiler.scope import Compiling, RowAt
from api.graphql.declarations import Entity, ToMany
from api.graphql.fragments import TRUE, Fragment, both, compose, name, over_row, table, where
from api.graphql.orders import Place
from api.graphql.pages import request as page_request

Columns = Callable[[RowAt, Sequence[Asked]], Fragment]
"""Compiles what is asked of a row: what follows SELECT."""


@dataclass(frozen=True, slots=True)
class Connection:
    """A connection that is asked for, and how its rows are compiled."""

    page: Page
    columns: Columns
    allowed: Fragment = TRUE
    """The condition under which it may be read at all; it fails where it may not."""

    @property
    def type_name(self) -> str:
        """Return the name of the rows' type."""
        return self.page.row.entity.name


def of_root(compiling: Compiling, entity: Entity, asked: Asked, columns: Columns) -> Fragment:
    """Return the connection of all rows of an entity."""
    row = RowAt(compiling, entity, entity.table, is_of_page=True)
    request = page_request(compiling.scope, entity, (), asked.arguments)
    is_answered = indexes.answers(compiling.scope, request)
    allowed = TRUE if is_answered else indexes.is_small(entity)
    return _object(Connection(Page(row, TRUE, request, asked), columns, allowed))


def of_parent(parent: RowAt, declared: ToMany, asked: Asked, columns: Columns) -> Fragment:
    """Return the connection of the rows that point at a row."""
    scope = parent.compiling.scope
    entity = scope.registry.of_table(declared.target)
    row = parent.below(entity, declared.name, is_of_page=True)
    request = page_request(scope, entity, declared.order_by, asked.arguments)
    narrowed = declared.where
    condition = both(
        compose("{} = {}", name(row.alias, declared.foreign_key.column), parent.key()[0]),
        TRUE if narrowed is None else compose("({})", over_row(narrowed, row.alias)),
    )
    return _object(Connection(Page(row, condition, request, asked), columns))


def _object(found: Connection) -> Fragment:
    asked = found.page.asked
    return compose(
        "({}select row_to_json({}.*) from (select {}) as {}{})",
        pages.definition(found.page),
        name(asked.name),
        objects.columns(asked.fields, f"{found.type_name}Connection", partial(_value, found)),
        name(asked.name),
        where(found.allowed),
    )


def _value(found: Connection, asked: Asked) -> Fragment:
    match asked.name:
        case "nodes":
            return _listed(found, asked, found.columns(found.page.row, asked.fields))
        case "edges":
            edge = f"{found.type_name}Edge"
            columns = objects.columns(asked.fields, edge, partial(_of_edge, found))
            return _listed(found, asked, columns)
        case "pageInfo":
            about = partial(_of_page_info, found.page)
            return objects.of_each(asked.fields, "PageInfo", about, asked.name)
        case "totalCount":
            return _count(found.page)
        case "totals":
            row, condition = found.page.row, pages.counted(found.page)
            return sums.of_rows(row.entity, row.alias, condition, asked)
        case _:
            raise UncompilableError(f"a connection has no '{asked.name}'")


def _listed(found: Connection, asked: Asked, columns: Fragment) -> Fragment:
    """Return the list of the page's rows, each as the columns say."""
    query = compose("select {} from {}", columns, pages.rows(found.page))
    return objects.of_rows(query, asked.name)


def _of_edge(found: Connection, asked: Asked) -> Fragment:
    if asked.name == "cursor":
        return pages.cursor(found.page)
    return compose(
        "(select row_to_json({}.*) from (select {}) as {})",
        name(asked.name),
        found.columns(found.page.row, asked.fields),
        name(asked.name),
    )


def _of_page_info(page: Page, asked: Asked) -> Fragment:
    request = page.request
    match asked.name:
        case "hasNextPage":
            return _is_given(request.before) if request.is_backwards else pages.has_more(page)
        case "hasPreviousPage":
            return pages.has_more(page) if request.is_backwards else _is_given(request.after)
        case "startCursor":
            return pages.last_read(page) if request.is_backwards else pages.first_read(page)
        case _:
            return pages.first_read(page) if request.is_backwards else pages.last_read(page)


def _is_given(place: Place | None) -> Fragment:
    return compose("false") if place is None else compose("true")


def _count(page: Page) -> Fragment:
    return compose(
        "(select count(*) from {}{})",
        table(page.row.entity.table, page.alias),
        where(pages.counted(page)),
    )

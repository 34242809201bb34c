"""Connections: a page that reads its own rows and no more, and what is said around it.

The rows of a page are chosen first, by an index where there is one, and only what was chosen is
written as JSON. Where several parts of the answer look at the page, such as its rows and its end
cursor, it is a common table expression that is read once; else it stands where it is used.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from api.graphql import indexes, orders, pages
from api.graphql.asked import Asked
from api.graphql.compiler import objects, sums, values
from api.graphql.compiler.scope import Compiling, RowAt
from api.graphql.declarations import Entity, ToMany
from api.graphql.fragments import (
    NOTHING,
    TRUE,
    Fragment,
    bind,
    both,
    compose,
    join,
    literal,
    name,
    over_row,
    table,
    where,
)
from api.graphql.pages import MOST_ROWS, PageRequest
from api.graphql.rows import shown
from api.graphql.selection import needed
from api.graphql.slots import Slot, apply

Columns = Callable[[RowAt, Sequence[Asked]], Fragment]
"""Compiles what is asked of a row: what follows SELECT."""

_PLACE = "nth"


@dataclass(frozen=True, slots=True)
class Connection:
    """A connection that is asked for: its rows, which page of them, and what is asked of it."""

    row: RowAt
    of_parent: Fragment
    request: PageRequest
    asked: Asked
    columns: Columns

    @property
    def entity(self) -> Entity:
        """Return the type of the rows."""
        return self.row.entity

    @property
    def alias(self) -> str:
        """Return the alias of the rows."""
        return self.row.alias

    @property
    def page_name(self) -> str:
        """Return the name of the page as a common table expression."""
        return f"{self.alias}_page"

    @property
    def is_shared(self) -> bool:
        """Say whether more than one part of the answer looks at the page."""
        views = [field for field in self.asked.fields if field.name in {"nodes", "edges"}]
        return len(views) > 1 or self.asked.has("pageInfo")


def of_root(compiling: Compiling, entity: Entity, asked: Asked, columns: Columns) -> Fragment:
    """Return the connection of all rows of an entity."""
    row = RowAt(compiling, entity, entity.table, is_of_page=True)
    request = pages.request(compiling.scope, entity, (), asked.arguments)
    is_small = TRUE
    if not indexes.answers(compiling.scope, request):
        is_small = indexes.is_small(entity)
    return _object(Connection(row, is_small, request, asked, columns))


def of_parent(parent: RowAt, declared: ToMany, asked: Asked, columns: Columns) -> Fragment:
    """Return the connection of the rows that point at a row."""
    scope = parent.compiling.scope
    entity = scope.registry.of_table(declared.target)
    row = parent.below(entity, declared.name, is_of_page=True)
    request = pages.request(scope, entity, declared.order_by, asked.arguments)
    narrowed = declared.where
    condition = both(
        compose("{} = {}", name(row.alias, declared.foreign_key.column), parent.key()[0]),
        TRUE if narrowed is None else compose("({})", over_row(narrowed, row.alias)),
    )
    return _object(Connection(row, condition, request, asked, columns))


def _object(found: Connection) -> Fragment:
    alias = name(found.asked.name)
    return compose(
        "({}select row_to_json({}.*) from (select {}) as {})",
        _shared_page(found) if found.is_shared else NOTHING,
        alias,
        objects.columns(
            found.asked.fields, f"{found.entity.name}Connection", partial(_value, found)
        ),
        alias,
    )


def _value(found: Connection, asked: Asked) -> Fragment:
    match asked.name:
        case "nodes":
            return _listed(found, asked, found.columns(found.row, asked.fields))
        case "edges":
            edge = objects.columns(
                asked.fields, f"{found.entity.name}Edge", partial(_of_edge, found)
            )
            return _listed(found, asked, edge)
        case "pageInfo":
            return objects.of_each(
                asked.fields, "PageInfo", partial(_of_page_info, found), asked.name
            )
        case "totalCount":
            return compose(
                "(select count(*) from {}{})",
                table(found.entity.table, found.alias),
                where(_counted(found)),
            )
        case "totals":
            return sums.of_rows(found.entity, found.alias, _counted(found), asked)
        case _:
            raise objects.UncompilableError(f"a connection has no '{asked.name}'")


def _of_edge(found: Connection, asked: Asked) -> Fragment:
    if asked.name == "cursor":
        return _cursor(found)
    return compose(
        "(select row_to_json({}.*) from (select {}) as {})",
        name(asked.name),
        found.columns(found.row, asked.fields),
        name(asked.name),
    )


def _of_page_info(found: Connection, asked: Asked) -> Fragment:
    request = found.request
    match asked.name:
        case "hasNextPage":
            return _has_more(found) if not request.is_backwards else _flag(request.before)
        case "hasPreviousPage":
            return _has_more(found) if request.is_backwards else _flag(request.after)
        case "startCursor":
            return _last_cursor(found) if request.is_backwards else _first_cursor(found)
        case _:
            return _first_cursor(found) if request.is_backwards else _last_cursor(found)


def _flag(place: orders.Place | None) -> Fragment:
    return compose("false") if place is None else compose("true")


def _has_more(found: Connection) -> Fragment:
    return compose(
        "(select count(*) > {} from {})", _number(found.request.rows), name(found.page_name)
    )


def _first_cursor(found: Connection) -> Fragment:
    return compose(
        "(select {} from {} as {} where {})",
        _cursor(found),
        name(found.page_name),
        name(found.alias),
        both(compose("{} = 1", name(found.alias, _PLACE)), _is_on_page(found)),
    )


def _last_cursor(found: Connection) -> Fragment:
    return compose(
        "(select {} from {} as {} where {} order by {} desc limit 1)",
        _cursor(found),
        name(found.page_name),
        name(found.alias),
        _is_on_page(found),
        name(found.alias, _PLACE),
    )


def _cursor(found: Connection) -> Fragment:
    order = found.request.order
    return values.cursor(order, [found.row.value(term.value) for term in order.terms])


def _listed(found: Connection, asked: Asked, columns: Fragment) -> Fragment:
    """Return the list of the page's rows, each as the columns say."""
    return objects.of_rows(
        compose("select {} from {}", columns, _page_rows(found)), alias=asked.name
    )


def _page_rows(found: Connection) -> Fragment:
    """Return what follows FROM: the rows of the page, in their order."""
    if found.is_shared:
        return compose(
            "{} as {} where {}{}",
            name(found.page_name),
            name(found.alias),
            _is_on_page(found),
            compose(" order by {} desc", name(found.alias, _PLACE))
            if found.request.is_backwards
            else NOTHING,
        )
    return compose(
        "({}) as {}{}",
        _page(found, found.request.rows),
        name(found.alias),
        compose(" order by {}", orders.order_by_names(found.request.order, found.alias))
        if found.request.is_backwards
        else NOTHING,
    )


def _is_on_page(found: Connection) -> Fragment:
    return compose("{} <= {}", name(found.alias, _PLACE), _number(found.request.rows))


def _shared_page(found: Connection) -> Fragment:
    """Return the page and one row more, which tells whether there are more."""
    return compose(
        "with {} as (select {}.*, row_number() over () as {} from ({}) as {}) ",
        name(found.page_name),
        name(found.alias),
        name(_PLACE),
        _page(found, apply(_successor, found.request.rows)),
        name(found.alias),
    )


def _page(found: Connection, rows: int | Slot) -> Fragment:
    """Return the query for the first rows of the page, in the order of reading."""
    request, alias, role = found.request, found.alias, found.row.compiling.scope.role
    ways = [*found.asked.below("nodes"), *found.asked.below("edges", "node")]
    terms = [term.value for term in request.order.terms]
    selected = needed(found.entity, [field for _, way in ways for field in way.fields], terms)
    query = compose(
        "select {} from {}{} order by {}",
        join(
            ", ",
            [
                compose("{} as {}", shown(value, alias, role), name(value.name))
                for value in selected
            ],
        ),
        table(found.entity.table, alias),
        where(both(_counted(found), *pages.within(request, alias))),
        orders.order_by(pages.reading_order(request), alias),
    )
    return _limited(query, rows, alias)


def _counted(found: Connection) -> Fragment:
    """Return the condition of all rows of the connection, whatever the page."""
    return both(
        found.of_parent, pages.condition(found.row.compiling.scope, found.request, found.alias)
    )


def _limited(query: Fragment, rows: int | Slot, alias: str) -> Fragment:
    if isinstance(rows, int):
        return compose("{} limit {}", query, _number(rows))
    # PostgreSQL plans for a tenth of a table where it does not know how many rows are wanted.
    return compose(
        "select {}.* from ({} limit {}) as {} limit {}",
        name(alias),
        query,
        _number(MOST_ROWS + 1),
        name(alias),
        _number(rows),
    )


def _number(rows: int | Slot) -> Fragment:
    return literal(rows) if isinstance(rows, int) else bind(rows, "bigint")


def _successor(number: int) -> int:
    return number + 1

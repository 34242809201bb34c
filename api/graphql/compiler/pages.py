"""The page of a connection: which rows, read in which order, and the cursors that mark them.

The rows are chosen first, by an index where there is one, and only what was chosen is written as
JSON. Where several parts of an answer look at the page, such as its rows and its end cursor, it is
a common table expression that is read once; else it stands where it is used.
"""

from dataclasses import dataclass
from functools import partial

from api.graphql import orders, pages
from api.graphql.asked import Asked
from api.graphql.compiler import values
from api.graphql.compiler.scope import RowAt
from api.graphql.declarations import Value
from api.graphql.fragments import (
    NOTHING,
    Fragment,
    bind,
    both,
    compose,
    join,
    literal,
    name,
    table,
    where,
)
from api.graphql.pages import MOST_ROWS, PageRequest
from api.graphql.rows import shown
from api.graphql.selection import needed
from api.graphql.slots import Slot
from api.graphql.statements import one_more

_PLACE = "nth"


@dataclass(frozen=True, slots=True)
class Page:
    """A page that is asked for, of the rows that meet a condition."""

    row: RowAt
    condition: Fragment
    request: PageRequest
    asked: Asked

    @property
    def alias(self) -> str:
        """Return the alias of the rows."""
        return self.row.alias

    @property
    def name(self) -> Fragment:
        """Return the name of the page where it is a common table expression."""
        return name(f"{self.alias}_page")

    @property
    def is_shared(self) -> bool:
        """Say whether more than one part of the answer looks at the page."""
        views = [field for field in self.asked.fields if field.name in {"nodes", "edges"}]
        return len(views) > 1 or self.asked.has("pageInfo")

    @property
    def values(self) -> tuple[Value, ...]:
        """Return what must be known of each row."""
        ways = [*self.asked.below("nodes"), *self.asked.below("edges", "node")]
        terms = [term.value for term in self.request.order.terms]
        return needed(self.row.entity, [field for _, way in ways for field in way.fields], terms)


def counted(page: Page) -> Fragment:
    """Return the condition of all rows of the connection, whatever the page."""
    scope = page.row.compiling.scope
    return both(page.condition, pages.condition(scope, page.request, page.alias))


def definition(page: Page) -> Fragment:
    """Return what precedes SELECT: the page, where it is shared.

    It has one row more than is asked for, which tells whether there are more.
    """
    if not page.is_shared:
        return NOTHING
    return compose(
        "with {} as (select {}.*, row_number() over () as {} from ({}) as {}) ",
        page.name,
        name(page.alias),
        name(_PLACE),
        _query(page, one_more(page.request)),
        name(page.alias),
    )


def rows(page: Page) -> Fragment:
    """Return what follows FROM: the rows of the page, in their order."""
    is_backwards = page.request.is_backwards
    if page.is_shared:
        order = compose(" order by {} desc", name(page.alias, _PLACE)) if is_backwards else NOTHING
        return compose("{} as {}{}{}", page.name, name(page.alias), where(_is_within(page)), order)
    named = orders.order_by_names(page.request.order, page.alias)
    order = compose(" order by {}", named) if is_backwards else NOTHING
    return compose("({}) as {}{}", _query(page, page.request.rows), name(page.alias), order)


def has_more(page: Page) -> Fragment:
    """Return whether more rows follow in the direction of reading."""
    return compose("(select count(*) > {} from {})", _number(page.request.rows), page.name)


def first_read(page: Page) -> Fragment:
    """Return the cursor of the row that is read first; null on an empty page."""
    is_first = compose("{} = 1", name(page.alias, _PLACE))
    return compose(
        "(select {} from {} as {}{})",
        cursor(page),
        page.name,
        name(page.alias),
        where(both(is_first, _is_within(page))),
    )


def last_read(page: Page) -> Fragment:
    """Return the cursor of the row that is read last; null on an empty page."""
    return compose(
        "(select {} from {} as {}{} order by {} desc limit 1)",
        cursor(page),
        page.name,
        name(page.alias),
        where(_is_within(page)),
        name(page.alias, _PLACE),
    )


def cursor(page: Page) -> Fragment:
    """Return the cursor of a row of the page."""
    order = page.request.order
    return values.cursor(order, [page.row.value(term.value) for term in order.terms])


def _is_within(page: Page) -> Fragment:
    return compose("{} <= {}", name(page.alias, _PLACE), _number(page.request.rows))


def _query(page: Page, most: int | Slot) -> Fragment:
    """Return the query for the first rows of the page, in the order of reading."""
    alias, request = page.alias, page.request
    see = partial(shown, alias=alias, role=page.row.compiling.scope.role)
    query = compose(
        "select {} from {}{} order by {}",
        join(", ", [compose("{} as {}", see(value), name(value.name)) for value in page.values]),
        table(page.row.entity.table, alias),
        where(both(counted(page), *pages.within(request, alias))),
        orders.order_by(pages.reading_order(request), alias),
    )
    if isinstance(most, int):
        return compose("{} limit {}", query, literal(most))
    # PostgreSQL plans for a tenth of a table where it does not know how many rows are wanted.
    return compose(
        "select {}.* from ({} limit {}) as {} limit {}",
        name(alias),
        query,
        literal(MOST_ROWS + 1),
        name(alias),
        _number(most),
    )


def _number(rows: int | Slot) -> Fragment:
    return literal(rows) if isinstance(rows, int) else bind(rows, "bigint")

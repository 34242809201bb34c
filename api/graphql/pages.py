"""Which page of a connection is asked for, and the page that was found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from api.graphql import filters, orders
from api.graphql.declarations import Entity
from api.graphql.filters import Scope
from api.graphql.fragments import Fragment
from api.graphql.orders import Order, Place, Term
from api.graphql.refusals import bad_input
from api.graphql.rows import Row
from api.graphql.slots import Slot, apply

DEFAULT_ROWS = 50
MOST_ROWS = 500
MOST_TERMS = 5

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageRequest:
    """A page as it is asked for: which rows, in which order, from where, how many."""

    order: Order
    filter: Mapping[str, object] | None
    after: Place | None
    before: Place | None
    rows: int | Slot
    is_backwards: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was found.

    `views` holds the rows once for each way in which the client asked for them (`nodes`,
    `edges.node`, aliases of these), since each may hang something else on its rows.
    """

    order: Order
    rows: Sequence[Row]
    views: Mapping[Path, Sequence[Row]]
    has_next: bool
    has_previous: bool
    count: int = 0
    totals: Sequence[Mapping[str, object]] = ()

    def cursor(self, row: Row) -> str:
        """Return the cursor that marks a row."""
        return orders.cursor(self.order, row.values)


@dataclass(frozen=True, slots=True)
class Edge:
    """A row with its place on the page."""

    page: Page
    position: int

    def row(self, path: Path) -> Row:
        """Return the row as it was asked for at a path."""
        return self.page.views[path][self.position]


def request(
    scope: Scope, entity: Entity, default: tuple[str, ...], arguments: Mapping[str, object]
) -> PageRequest:
    """Return the page that the arguments ask for, or raise what is wrong with them."""
    order = _order(scope, entity, default, arguments.get("orderBy"))
    first, last = _count("first", arguments), _count("last", arguments)
    if first is not None and last is not None:
        raise bad_input("first and last exclude each other; pass one of them")
    given = arguments.get("filter")
    return PageRequest(
        order=order,
        filter=given if isinstance(given, Mapping) else None,
        after=_place(order, arguments.get("after")),
        before=_place(order, arguments.get("before")),
        rows=next(count for count in (first, last, DEFAULT_ROWS) if count is not None),
        is_backwards=last is not None,
    )


def condition(scope: Scope, asked: PageRequest, alias: str) -> Fragment:
    """Return the condition of the filter alone: what counts and totals are over."""
    return filters.condition(scope, asked.order.entity, asked.filter, alias)


def within(asked: PageRequest, alias: str) -> list[Fragment]:
    """Return the conditions that rows lie between the page's cursors."""
    found = []
    if asked.after is not None:
        found.append(orders.after(asked.order, asked.after, alias))
    if asked.before is not None:
        found.append(orders.after(asked.order.reversed(), asked.before, alias))
    return found


def reading_order(asked: PageRequest) -> Order:
    """Return the order in which rows are read: backwards for the last ones."""
    return asked.order.reversed() if asked.is_backwards else asked.order


def _count(name: str, arguments: Mapping[str, object]) -> int | Slot | None:
    given = arguments.get(name)
    return None if given is None else apply(partial(_allowed, name), given)


def _allowed(name: str, count: int) -> int:
    if not 0 <= count <= MOST_ROWS:
        raise bad_input(f"{name} is {count}; pass a number from 0 to {MOST_ROWS}")
    return count


def _place(order: Order, token: object) -> Place | None:
    return None if token is None else orders.place_of(order, token)


def _order(scope: Scope, entity: Entity, default: tuple[str, ...], given: object) -> Order:
    if not isinstance(given, list) or not given:
        return orders.of_names(entity, default or entity.order_by)
    if len(given) > MOST_TERMS:
        raise bad_input(f"orderBy has {len(given)} terms; pass at most {MOST_TERMS}")
    terms = [
        Term(entity.value(term["field"].value), term["direction"].value == "DESC") for term in given
    ]
    for term in terms:
        filters.permit(scope.role, term.value)
    return orders.total(entity, terms)

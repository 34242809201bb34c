"""The statements that load rows: each answers for any number of parents at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.graphql import filters, orders, pages
from api.graphql.declarations import Column, Entity, ToMany, Totals, Value
from api.graphql.filters import Scope
from api.graphql.fragments import (
    NOTHING,
    TRUE,
    Fragment,
    bind,
    bind_array,
    both,
    compose,
    join,
    name,
    over_row,
)
from api.graphql.kinds import Kind
from api.graphql.node_ids import Key
from api.graphql.pages import PageRequest
from api.graphql.rows import of_value, select_list
from api.graphql.slots import Slot, apply
from models.tenancy import MemberRole

PARENT = "parent"
PLACE = "place"
AVERAGE_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Parents:
    """The rows whose connections are loaded together: the relation, and their keys."""

    relation: ToMany
    keys: Sequence[object]

    @property
    def foreign_key(self) -> Column:
        """Return the column by which rows point at their parent."""
        return self.relation.foreign_key


def by_keys(
    entity: Entity, values: Sequence[Value], keys: Sequence[Key], role: MemberRole
) -> Fragment:
    """Return the statement for the rows of these keys, in no order."""
    return compose(
        "select {} from {} where {}",
        select_list(values, entity.table, role),
        name(entity.table),
        filters.with_keys(entity, list(keys), entity.table),
    )


def by_lookup(
    entity: Entity,
    values: Sequence[Value],
    found_by: Fragment,
    latest: str | None,
    role: MemberRole,
) -> Fragment:
    """Return the statement for the one row that a condition finds."""
    order = orders.of_names(entity, (f"-{latest}",) if latest else ())
    return compose(
        "select {} from {} where {} order by {} limit 1",
        select_list(values, entity.table, role),
        name(entity.table),
        found_by,
        orders.order_by(order, entity.table),
    )


def page(
    scope: Scope, asked: PageRequest, values: Sequence[Value], parents: Parents | None
) -> Fragment:
    """Return the statement for a page, or for a page of each parent.

    It reads one row more than the page has, which tells whether there are more.
    """
    if parents is None:
        return _page(scope, asked, values, asked.order.entity.table, None)
    inner = _page(scope, asked, values, parents.relation.name, parents)
    reading = pages.reading_order(asked)
    return compose(
        "select {}, {} from unnest({}) with ordinality as {} ({}, {})"
        " cross join lateral ({}) as {} order by {}, {}",
        name(PARENT, PARENT),
        join(", ", [name(parents.relation.name, value.name) for value in values]),
        bind_array(parents.keys, parents.foreign_key.type.sql),
        name(PARENT),
        name(PARENT),
        name(PLACE),
        inner,
        name(parents.relation.name),
        name(PARENT, PLACE),
        orders.order_by_names(reading, parents.relation.name),
    )


def count(scope: Scope, asked: PageRequest, parents: Parents | None) -> Fragment:
    """Return the statement that counts a connection's rows, or those of each parent."""
    return _aggregated(scope, asked, parents, grouped=(), measures=(COUNT,))


def totals(scope: Scope, asked: PageRequest, declared: Totals, parents: Parents | None) -> Fragment:
    """Return the statement for a connection's totals, or those of each parent."""
    entity = asked.order.entity
    grouped = () if declared.per is None else (of_value(entity.value(declared.per), entity.table),)
    measures = [COUNT]
    measures += [sum_of(entity.value(found), entity.table) for found in declared.sums]
    measures += [average_of(entity.value(found), entity.table) for found in declared.averages]
    return _aggregated(scope, asked, parents, grouped, measures)


COUNT = compose("count(*)")


def sum_kind(value: Value) -> Kind:
    """Return the kind of a sum: wide enough for any number of rows."""
    return Kind.BIGINT if value.type.kind is Kind.INT else Kind.DECIMAL


def _page(
    scope: Scope, asked: PageRequest, values: Sequence[Value], alias: str, parents: Parents | None
) -> Fragment:
    return compose(
        "select {} from {} as {} where {} order by {} limit {}",
        select_list(values, alias, scope.role),
        name(asked.order.entity.table),
        name(alias),
        both(
            _of_parent(parents, alias),
            pages.condition(scope, asked, alias),
            *pages.within(asked, alias),
        ),
        orders.order_by(pages.reading_order(asked), alias),
        bind(one_more(asked), "bigint"),
    )


def one_more(asked: PageRequest) -> int | Slot:
    """Return the number of rows of a page and one, which tells whether there are more."""
    return apply(_successor, asked.rows)


def _successor(number: int) -> int:
    return number + 1


def _of_parent(parents: Parents | None, alias: str) -> Fragment:
    if parents is None:
        return TRUE
    column = name(alias, parents.foreign_key.column)
    return both(compose("{} = {}", column, name(PARENT, PARENT)), _declared_where(parents, alias))


def _declared_where(parents: Parents, alias: str) -> Fragment:
    where = parents.relation.where
    return TRUE if where is None else compose("({})", over_row(where, alias))


def _aggregated(
    scope: Scope,
    asked: PageRequest,
    parents: Parents | None,
    grouped: Sequence[Fragment],
    measures: Sequence[Fragment],
) -> Fragment:
    """Return the statement for measures over a connection: parent, groups, then measures."""
    alias = asked.order.entity.table
    condition = pages.condition(scope, asked, alias)
    keys: Sequence[Fragment] = grouped
    if parents is not None:
        column = name(alias, parents.foreign_key.column)
        of_parents = compose(
            "{} = any({})", column, bind_array(parents.keys, parents.foreign_key.type.sql)
        )
        condition = both(of_parents, _declared_where(parents, alias), condition)
        keys = (column, *grouped)
    return compose(
        "select {} from {} where {}{}",
        join(", ", [*keys, *measures]),
        name(alias),
        condition,
        compose(" group by {} order by {}", join(", ", keys), join(", ", keys))
        if keys
        else NOTHING,
    )


def sum_of(value: Value, alias: str) -> Fragment:
    """Return the sum of a value over the rows; 0 without any."""
    return compose("coalesce(sum({}), 0)", of_value(value, alias))


def average_of(value: Value, alias: str) -> Fragment:
    """Return the average of a value over the rows that have it."""
    # avg shows as many digits as it happens to compute; money and counts need no more than these.
    return compose("round(avg({}), {})", of_value(value, alias), bind(AVERAGE_DIGITS, "integer"))

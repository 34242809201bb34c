"""The order of a connection, and the place in it that a cursor marks.

An order ends with the row's key, so that no two rows share a place and a page is stable while rows
come and go. Nulls stand where PostgreSQL puts them by default, which is where an index has them:
last going up, first going down.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from operator import itemgetter

from api.graphql import encoding, kinds
from api.graphql.declarations import Entity, Value
from api.graphql.fragments import FALSE, TRUE, Fragment, bind, both, compose, join, name
from api.graphql.refusals import bad_input
from api.graphql.rows import of_value
from api.graphql.slots import apply, decided

_TAG_BYTES = 4


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that rows are ordered by."""

    value: Value
    is_descending: bool

    def reversed(self) -> "Term":
        """Return the term of the order read backwards."""
        return Term(self.value, not self.is_descending)


@dataclass(frozen=True, slots=True)
class Order:
    """A total order of an entity's rows."""

    entity: Entity
    terms: tuple[Term, ...]

    def reversed(self) -> "Order":
        """Return the order read backwards."""
        return Order(self.entity, tuple(term.reversed() for term in self.terms))


@dataclass(frozen=True, slots=True)
class Place:
    """A place in an order: the values of its terms, null included."""

    values: tuple[object, ...]


def of_names(entity: Entity, names: Sequence[str]) -> Order:
    """Return the declared order: `-created_at` is newest first."""
    return total(
        entity, [Term(entity.value(name.removeprefix("-")), name.startswith("-")) for name in names]
    )


def total(entity: Entity, terms: Sequence[Term]) -> Order:
    """Return the order by the terms; ties are broken by the key, in the last term's direction."""
    distinct = list({term.value.name: term for term in reversed(terms)}.values())[::-1]
    is_descending = distinct[-1].is_descending if distinct else False
    named = {term.value.name for term in distinct}
    ties = [Term(column, is_descending) for column in entity.key if column.name not in named]
    return Order(entity, (*distinct, *ties))


def order_by(order: Order, alias: str) -> Fragment:
    """Return what follows ORDER BY."""
    return join(", ", [_direction(term, of_value(term.value, alias)) for term in order.terms])


def order_by_names(order: Order, alias: str) -> Fragment:
    """Return what follows ORDER BY where the values are output columns of a subquery."""
    terms = [_direction(term, _named(term, alias)) for term in order.terms]
    return join(", ", terms)


def after(order: Order, place: Place, alias: str) -> Fragment:
    """Return the condition that a row comes after the place."""
    columns = [of_value(term.value, alias) for term in order.terms]
    if _is_one_comparison(order, place):
        return _row_comparison(order, place, columns)
    alternatives = []
    for position, term in enumerate(order.terms):
        ties = [
            _equals(column, other, value)
            for column, other, value in zip(
                columns[:position], order.terms, place.values, strict=False
            )
        ]
        beyond = _beyond(columns[position], term, place.values[position])
        if beyond != FALSE:
            alternatives.append(both(*ties, beyond))
    if not alternatives:
        return FALSE
    beyond = compose("({})", join(" or ", [compose("({})", found) for found in alternatives]))
    return both(_not_before(columns[0], order.terms[0], place.values[0]), beyond)


def cursor(order: Order, values: Mapping[str, object]) -> str:
    """Return the cursor of a row, by its values."""
    texts = [_written(values[term.value.name]) for term in order.terms]
    return encoding.encode(json.dumps([tag(order), *texts], ensure_ascii=False))


def place_of(order: Order, token: object) -> Place:
    """Return the place that a cursor marks in this order, or raise the error that says why not."""
    values = apply(partial(_read_cursor, order), token)
    # A comparison with a null is other SQL.
    are_null = decided(_are_null, values)
    return Place(
        tuple(
            None if is_null else apply(itemgetter(position), values)
            for position, is_null in enumerate(are_null)
        )
    )


def _are_null(values: Sequence[object]) -> tuple[bool, ...]:
    return tuple(value is None for value in values)


def _read_cursor(order: Order, token: str) -> tuple[object, ...]:
    written = _parsed(token)
    if written is None:
        raise bad_input("this is no cursor; pass a cursor that this API returned, unchanged")
    own, *texts = written
    if own != tag(order):
        raise bad_input(
            "this cursor belongs to another connection or another orderBy; "
            "pass a cursor of this one, or none to begin anew"
        )
    try:
        return tuple(
            None if text is None else kinds.from_text(term.value.type, text)
            for term, text in zip(order.terms, texts, strict=True)
        )
    except (ValueError, OverflowError) as error:
        raise bad_input(
            "this cursor was changed; pass a cursor that this API returned, unchanged"
        ) from error


def _parsed(token: str) -> list[str | None] | None:
    try:
        written = json.loads(encoding.decode(token) or "")
    except (ValueError, RecursionError):
        return None
    if not isinstance(written, list) or not written:
        return None
    if not all(part is None or isinstance(part, str) for part in written):
        return None
    return written


def tag(order: Order) -> str:
    """Return a short name of the order, so that a cursor of another is refused."""
    terms = ",".join(
        f"{term.value.name}{'-' if term.is_descending else '+'}" for term in order.terms
    )
    return hashlib.blake2b(
        f"{order.entity.name}:{terms}".encode(), digest_size=_TAG_BYTES
    ).hexdigest()


def _written(value: object) -> str | None:
    return None if value is None else kinds.to_text(value)


def _direction(term: Term, column: Fragment) -> Fragment:
    return compose("{} desc" if term.is_descending else "{}", column)


def _named(term: Term, alias: str) -> Fragment:
    return name(alias, term.value.name)


def _is_one_comparison(order: Order, place: Place) -> bool:
    """Say whether a comparison of rows says it all, which an index answers best.

    A null in a row makes its comparison null, so the row is left out. Going down that is right:
    nulls came first.
    """
    if None in place.values:
        return False
    ways = {term.is_descending for term in order.terms}
    return ways == {True} or (
        ways == {False} and not any(term.value.is_nullable for term in order.terms)
    )


def _row_comparison(order: Order, place: Place, columns: Sequence[Fragment]) -> Fragment:
    bound = [
        bind(value, term.value.type.sql)
        for term, value in zip(order.terms, place.values, strict=True)
    ]
    is_descending = order.terms[0].is_descending
    template = "({}) < ({})" if is_descending else "({}) > ({})"
    return compose(template, join(", ", columns), join(", ", bound))


def _not_before(column: Fragment, term: Term, value: object) -> Fragment:
    """Return what the alternatives have in common, from where an index can begin to read."""
    if value is None or (term.value.is_nullable and not term.is_descending):
        return TRUE
    template = "{} <= {}" if term.is_descending else "{} >= {}"
    return compose(template, column, bind(value, term.value.type.sql))


def _equals(column: Fragment, term: Term, value: object) -> Fragment:
    if value is None:
        return compose("{} is null", column)
    return compose("{} = {}", column, bind(value, term.value.type.sql))


def _beyond(column: Fragment, term: Term, value: object) -> Fragment:
    """Return the condition that a column lies beyond a value in the term's direction."""
    if value is None:
        return compose("{} is not null", column) if term.is_descending else FALSE
    bound = bind(value, term.value.type.sql)
    if term.is_descending:
        return compose("{} < {}", column, bound)
    if term.value.is_nullable:
        return compose("({} > {} or {} is null)", column, bound, column)
    return compose("{} > {}", column, bound)

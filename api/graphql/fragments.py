"""Pieces of SQL with the values that belong to their placeholders.

A statement is put together from fragments; the values follow their placeholders by position, so
that no piece needs to know another. Names are quoted and values are bound, never formatted in.
"""

import string
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import LiteralString

from psycopg import sql

from api.graphql.slots import Slot, apply

_FORMATTER = string.Formatter()


@dataclass(frozen=True, slots=True)
class Fragment:
    """SQL and the values of its placeholders, in their order."""

    text: sql.Composable
    values: tuple[object, ...] = ()


NOTHING = Fragment(sql.SQL(""))
TRUE = Fragment(sql.SQL("true"))
FALSE = Fragment(sql.SQL("false"))


def compose(template: LiteralString, *parts: Fragment) -> Fragment:
    """Return the template with each `{}` replaced by the next fragment."""
    text = sql.SQL(template).format(*(part.text for part in parts))
    return Fragment(text, tuple(value for part in parts for value in part.values))


def join(separator: LiteralString, parts: Iterable[Fragment]) -> Fragment:
    """Return the fragments with the separator between them."""
    listed = list(parts)
    text = sql.SQL(separator).join([part.text for part in listed])
    return Fragment(text, tuple(value for part in listed for value in part.values))


def name(*parts: str) -> Fragment:
    """Return a quoted name, such as `"orders"."id"`."""
    return Fragment(sql.Identifier(*parts))


def bind(value: object, sql_type: str) -> Fragment:
    """Return a placeholder of a type, with its value."""
    return Fragment(sql.SQL("%s::{}").format(declared(sql_type)), (value,))


def bind_array(values: Sequence[object] | Slot, sql_type: str) -> Fragment:
    """Return a placeholder for an array of a type."""
    return Fragment(sql.SQL("%s::{}[]").format(declared(sql_type)), (apply(list, values),))


def literal(constant: str | int) -> Fragment:
    """Return a constant of ours as SQL, quoted where it is a text."""
    return Fragment(declared(sql.Literal(constant).as_string(None)))


def cast(value: Fragment, sql_type: str) -> Fragment:
    """Return the value as one of a type."""
    return Fragment(sql.SQL("{}::{}").format(value.text, declared(sql_type)), value.values)


def over_row(expression: str, alias: str) -> Fragment:
    """Return declared SQL over a row: `{order_total}` becomes that row's column."""
    pieces: list[sql.Composable] = []
    for literal, column, _, _ in _FORMATTER.parse(expression):
        pieces.append(declared(literal))
        if column is not None:
            pieces.append(sql.Identifier(alias, column))
    return Fragment(sql.Composed(pieces))


def declared(text: str) -> sql.Composable:
    """Return SQL that a declaration wrote; psycopg reads a percent sign as a placeholder."""
    return sql.SQL(text.replace("%", "%%"))


def where(condition: Fragment) -> Fragment:
    """Return the clause that only rows of which the condition holds are meant."""
    return NOTHING if condition == TRUE else compose(" where {}", condition)


def table(table_name: str, alias: str) -> Fragment:
    """Return what follows FROM: a table under an alias."""
    if alias == table_name:
        return name(table_name)
    return compose("{} as {}", name(table_name), name(alias))


def both(*conditions: Fragment) -> Fragment:
    """Return the condition that all of these hold."""
    needed = [condition for condition in conditions if condition != TRUE]
    return join(" and ", needed) if needed else TRUE

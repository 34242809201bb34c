"""JSON as PostgreSQL writes it most compactly: objects by `row_to_json`, lists by `array_to_json`.

Both write no blanks, as our own encoder does; `json_build_object` and `json_agg` would. The names
of a subquery's columns are an object's keys, in their order. A row is written `object.*`: a bare
`object` would be the column of that name, if a client calls one so.
"""

from collections.abc import Callable, Mapping, Sequence

from api.graphql.asked import Asked
from api.graphql.fragments import Fragment, cast, compose, join, literal, name

MOST_KEY_BYTES = 63
TYPENAME = "__typename"


class UncompilableError(Exception):
    """The operation cannot be one statement; the interpreter answers it."""


def of_fields(
    asked: Sequence[Asked], type_name: str, values: Mapping[str, Fragment], alias: str = "object"
) -> Fragment:
    """Return the object that is asked for, by the SQL of each field that the type has.

    `values` are SQL by the names of the fields in the schema; what nobody asks for is left out.
    """
    return of_each(asked, type_name, lambda field: values[field.name], alias)


def of_each(
    asked: Sequence[Asked],
    type_name: str,
    value: Callable[[Asked], Fragment],
    alias: str = "object",
) -> Fragment:
    """Return the object that is asked for; `value` is called for each field to get its SQL."""
    return compose(
        "(select row_to_json({}.*) from (select {}) as {})",
        name(alias),
        columns(asked, type_name, value),
        name(alias),
    )


def columns(asked: Sequence[Asked], type_name: str, value: Callable[[Asked], Fragment]) -> Fragment:
    """Return what follows SELECT: each field that is asked for, under its response key."""
    return join(
        ", ",
        [
            compose(
                "{} as {}",
                text(type_name) if field.name == TYPENAME else value(field),
                _key(field.key),
            )
            for field in asked
        ],
    )


def of_rows(select: Fragment, alias: str = "object") -> Fragment:
    """Return the list of a query's rows as objects, in the query's order."""
    return listed(
        compose("select row_to_json({}.*) from ({}) as {}", name(alias), select, name(alias))
    )


def listed(select: Fragment) -> Fragment:
    """Return the list of what a query of one column finds; [] where it finds nothing."""
    return compose("array_to_json(array({}))", select)


def required(value: Fragment) -> Fragment:
    """Return the value; where there is none the statement fails, and the interpreter says why.

    What fails must not be a constant: PostgreSQL would work it out while it plans.
    """
    return compose("coalesce({}, current_setting('headgate.organization_id')::json)", value)


def text(constant: str) -> Fragment:
    """Return the SQL of a text of ours, such as the name of a type."""
    return cast(literal(constant), "text")


def _key(key: str) -> Fragment:
    """Return a response key as the name of a column, which PostgreSQL would cut if it is long."""
    if len(key.encode()) > MOST_KEY_BYTES:
        raise UncompilableError(f"the response key '{key[:20]}…' is too long for a column's name")
    return name(key)

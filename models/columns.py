"""The words that columns are declared with.

SQLModel guesses a column's type from its annotation, and guesses `varchar` and nameless enums. Here
a column says its type, and the annotation beside it says what Python sees and whether it may be
null. Defaults are the database's, so that they hold for every client.

The functions return `Any`, as SQLModel's `Field` does: the annotation beside each use counts.
"""

import re
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlmodel import Field

from models.base import Table


def column(  # noqa: PLR0913 - the facts of a column; all but the type are optional
    sql_type: sa.types.TypeEngine[Any] | type[sa.types.TypeEngine[Any]],
    description: str | None = None,
    *,
    default: str | None = None,
    name: str | None = None,
    primary_key: bool = False,
    column_arguments: tuple[sa.schema.SchemaItem, ...] = (),
) -> Any:
    """Return a column of a type; `default` is SQL."""
    options: dict[str, Any] = {"comment": description}
    if name is not None:
        options["name"] = name
    if default is not None:
        options["server_default"] = sa.text(default)
    return Field(
        default=None,
        primary_key=primary_key,
        sa_type=sql_type,
        sa_column_args=column_arguments,
        sa_column_kwargs=options,
        description=description,
    )


def uuid_key() -> Any:
    """Return a primary key that the database draws at random."""
    return column(sa.Uuid, default="gen_random_uuid()", primary_key=True)


def bigint_key() -> Any:
    """Return a primary key that the database counts up."""
    identity = sa.Identity(always=True)
    return column(sa.BigInteger, primary_key=True, column_arguments=(identity,))


def organization() -> Any:
    """Return the column that says whose row it is; by default the session's organization."""
    return column(sa.Uuid, default="current_organization()")


def reference(description: str | None = None) -> Any:
    """Return a column that holds another table's uuid; `belongs_to` says which."""
    return column(sa.Uuid, description)


def bigint_reference(description: str | None = None) -> Any:
    """Return a column that holds another table's number; `belongs_to` says which."""
    return column(sa.BigInteger, description)


def text(description: str | None = None, *, default: str | None = None) -> Any:
    """Return a text column; `default` is the text itself."""
    return column(sa.Text, description, default=None if default is None else f"'{default}'")


def integer(description: str | None = None, *, default: int | None = None) -> Any:
    """Return an integer column."""
    return column(sa.Integer, description, default=None if default is None else str(default))


def bigint(description: str | None = None, *, default: int | None = None) -> Any:
    """Return a bigint column."""
    return column(sa.BigInteger, description, default=None if default is None else str(default))


def flag(description: str | None = None, *, default: bool) -> Any:
    """Return a boolean column; a boolean always has a value."""
    return column(sa.Boolean, description, default="true" if default else "false")


def money(description: str | None = None, *, default: str | None = None) -> Any:
    """Return an amount in the row's currency."""
    return column(sa.Numeric(12, 2), description, default=default)


def percent(description: str | None = None, *, default: str | None = None) -> Any:
    """Return a share in hundredths, 0 to 100."""
    return column(sa.Numeric(5, 2), description, default=default)


def currency() -> Any:
    """Return the ISO 4217 code of the row's amounts."""
    return column(sa.Text, "ISO 4217 code of the amounts in this row", default="'USD'")


def timestamp(description: str | None = None, *, default: str | None = None) -> Any:
    """Return an instant."""
    return column(sa.TIMESTAMP(timezone=True), description, default=default)


def now() -> Any:
    """Return an instant that is the transaction's start unless told otherwise."""
    return timestamp(default="now()")


def day(description: str | None = None, *, default: str | None = None) -> Any:
    """Return a calendar day."""
    return column(sa.Date, description, default=default)


def json(
    description: str | None = None, *, default: str | None = None, name: str | None = None
) -> Any:
    """Return a jsonb column; `default` is JSON text."""
    sql_type = postgresql.JSONB(none_as_null=True)
    sql_default = None if default is None else f"'{default}'"
    return column(sql_type, description, default=sql_default, name=name)


def enum(
    values: type[StrEnum], description: str | None = None, *, default: StrEnum | None = None
) -> Any:
    """Return a column of a PostgreSQL enum whose type is named after the Python one."""
    sql_type = sa.Enum(
        values,
        name=enum_name(values),
        metadata=Table.metadata,
        values_callable=lambda members: [member.value for member in members],
    )
    return column(sql_type, description, default=None if default is None else f"'{default}'")


def enum_name(values: type[StrEnum]) -> str:
    """Return the PostgreSQL name of an enum: `ClickStatus` is `click_status`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", values.__name__).lower()

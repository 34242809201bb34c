"""The base of every table, and the names that constraints get.

A table is a SQLModel class; its docstring is its comment in the database, and a column's
description is the column's comment.
"""

import inspect
from collections.abc import Callable
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import SQLModel


def _referring_columns(constraint: sa.ForeignKeyConstraint, _table: sa.Table) -> str:
    """Name a foreign key by its column, and one that includes the organization as the tenant's."""
    *organization, column = sorted(
        (column.name for column in constraint.columns), key=lambda name: name != "organization_id"
    )
    return f"{column}_tenant" if organization else column


def _kind_of_index(index: sa.Index, _table: sa.Table) -> str:
    return "uq" if index.unique else "ix"


NAMING_CONVENTION: dict[str, str | Callable[..., str]] = {
    "referring_columns": _referring_columns,
    "kind_of_index": _kind_of_index,
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(referring_columns)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "ix": "%(kind_of_index)s_%(table_name)s_%(column_0_N_name)s",
}


class Table(SQLModel):
    """A table; `models.columns` and `models.constraints` hold the words to declare it with."""

    metadata: ClassVar[sa.MetaData] = sa.MetaData(naming_convention=NAMING_CONVENTION)


def comment_tables() -> None:
    """Give each table its class's docstring as its comment."""
    for mapper in Table._sa_registry.mappers:  # noqa: SLF001 - SQLModel offers no other list
        table = mapper.local_table
        if isinstance(table, sa.Table):
            table.comment = inspect.cleandoc(mapper.class_.__doc__ or "")

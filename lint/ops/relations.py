"""Tables, views and sequences: how they are made, refreshed and set."""

from lint.definitions import (
    Column,
    Constraint,
    Like,
    PartitionBound,
    PartitionBy,
    Persistence,
    Query,
)
from lint.names import Name, TypeName
from lint.ops.operation import Operation


class CreateTable(Operation):
    """Constraints here are those of the table; those written with a column stand in the column."""

    name: Name
    columns: tuple[Column, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    if_not_exists: bool = False
    persistence: Persistence = Persistence.PERMANENT
    inherits: tuple[Name, ...] = ()
    partition_by: PartitionBy | None = None
    partition_of: Name | None = None
    bound: PartitionBound | None = None
    like: tuple[Like, ...] = ()
    of_type: TypeName | None = None
    access_method: str | None = None
    options: tuple[tuple[str, str], ...] = ()
    tablespace: str | None = None
    is_foreign: bool = False


class CreateTableAs(Operation):
    """`CREATE TABLE … AS` and `SELECT … INTO`."""

    name: Name
    query: Query
    columns: tuple[str, ...] = ()
    with_data: bool = True
    if_not_exists: bool = False
    persistence: Persistence = Persistence.PERMANENT


class CreateView(Operation):
    """`CREATE VIEW`."""

    name: Name
    query: Query
    columns: tuple[str, ...] = ()
    or_replace: bool = False
    is_temporary: bool = False
    options: tuple[tuple[str, str], ...] = ()
    check_option: str | None = None


class CreateMaterializedView(Operation):
    """`CREATE MATERIALIZED VIEW`."""

    name: Name
    query: Query
    columns: tuple[str, ...] = ()
    with_data: bool = True
    if_not_exists: bool = False


class RefreshMaterializedView(Operation):
    """`REFRESH MATERIALIZED VIEW`."""

    name: Name
    concurrently: bool = False
    with_data: bool = True


class CreateSequence(Operation):
    """`owned_by` is (table, column)."""

    name: Name
    if_not_exists: bool = False
    options: tuple[tuple[str, str], ...] = ()
    owned_by: tuple[Name, str] | None = None
    persistence: Persistence = Persistence.PERMANENT


class AlterSequence(Operation):
    """`ALTER SEQUENCE`."""

    name: Name
    if_exists: bool = False
    options: tuple[tuple[str, str], ...] = ()
    owned_by: tuple[Name, str] | None = None

"""Indexes and statistics objects."""

from enum import Enum

from lint.definitions import IndexColumn
from lint.expressions import Expression
from lint.names import Name
from lint.ops.operation import Operation


class CreateIndex(Operation):
    """`CREATE INDEX`."""

    name: str | None
    table: Name
    columns: tuple[IndexColumn, ...]
    include: tuple[str, ...] = ()
    method: str = "btree"
    is_unique: bool = False
    nulls_not_distinct: bool = False
    predicate: Expression | None = None
    concurrently: bool = False
    if_not_exists: bool = False
    only: bool = False
    options: tuple[tuple[str, str], ...] = ()
    tablespace: str | None = None


class ReindexTarget(Enum):
    """What REINDEX names."""

    INDEX = "index"
    TABLE = "table"
    SCHEMA = "schema"
    DATABASE = "database"
    SYSTEM = "system"


class Reindex(Operation):
    """`REINDEX`."""

    target: ReindexTarget
    name: Name | None
    concurrently: bool = False
    tablespace: str | None = None


class CreateStatistics(Operation):
    """`CREATE STATISTICS`."""

    name: Name | None
    table: Name
    columns: tuple[IndexColumn, ...] = ()
    if_not_exists: bool = False


class AlterStatistics(Operation):
    """`ALTER STATISTICS`."""

    name: Name
    target: int | None = None

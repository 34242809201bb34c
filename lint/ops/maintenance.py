"""Locks and housekeeping asked for by name."""

from lint.names import Name
from lint.ops.operation import Operation


class LockTable(Operation):
    """`mode` as PostgreSQL writes it: `ACCESS EXCLUSIVE`; `only` as in TRUNCATE."""

    tables: tuple[Name, ...]
    mode: str
    only: tuple[Name, ...] = ()
    nowait: bool = False


class Vacuum(Operation):
    """Empty `tables`: the whole database."""

    tables: tuple[Name, ...] = ()
    full: bool = False
    analyze: bool = False
    names_columns: bool = False


class Analyze(Operation):
    """`ANALYZE`."""

    tables: tuple[Name, ...] = ()


class Cluster(Operation):
    """No `table`: every table clustered before."""

    table: Name | None = None
    index: str | None = None

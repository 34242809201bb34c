"""Which columns decide the partition of a row."""

from lint.expressions import columns_in
from lint.facts import Table


def partition_columns(table: Table) -> frozenset[str]:
    """Return the columns that decide in which partition a row lies."""
    if table.partition_by is None:
        return frozenset()
    names: set[str] = set()
    for key in table.partition_by.keys:
        if key.column is not None:
            names.add(key.column)
        if key.expression is not None:
            names |= set(columns_in(key.expression))
    return frozenset(names)

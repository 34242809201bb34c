"""Which tables are, or were until this migration, partitions of another."""

from lint.names import Name
from lint.ops import DetachPartition
from lint.rule import Before


def was_partition(before: Before, name: Name) -> bool:
    """Tell if the table is a partition, or was one when the migration began."""
    table = before.catalog.table(name)
    if table is not None and table.is_partition:
        return True
    known = before.catalog.qualified(name)
    return any(
        isinstance(step.operation, DetachPartition)
        and step.catalog.qualified(step.operation.partition) == known
        for step in before.earlier
    )

"""Children and parents: partitions, inheritance, and the indexes of partitions."""

from lint.definitions import PartitionBound, RelationKind
from lint.names import Name
from lint.ops.alter_table import AlterTable


class Inherit(AlterTable):
    """`INHERIT parent`."""

    parent: Name


class NoInherit(AlterTable):
    """`NO INHERIT parent`."""

    parent: Name


class AttachPartition(AlterTable):
    """`table` is the parent."""

    partition: Name
    bound: PartitionBound


class DetachPartition(AlterTable):
    """`DETACH PARTITION partition [CONCURRENTLY]`; `table` is the parent."""

    partition: Name
    concurrently: bool = False


class FinalizeDetach(AlterTable):
    """`DETACH PARTITION partition FINALIZE`."""

    partition: Name


class AttachIndex(AlterTable):
    """`ALTER INDEX table ATTACH PARTITION index`: here `table` is the parent index."""

    index: Name
    kind: RelationKind = RelationKind.INDEX

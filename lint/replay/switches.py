"""Properties of a table that one clause sets: owner, storage, options, row security, …."""

from collections.abc import Callable

from lint import ops
from lint.catalog import Catalog
from lint.facts import (
    Table,
)
from lint.replay.edit import change_table, put


def switched(**changes: object) -> Callable[[Catalog, ops.AlterTable], Catalog]:
    """Return a replay that sets fields of the table."""

    def replay(catalog: Catalog, op: ops.AlterTable) -> Catalog:
        return change_table(catalog, op.table, lambda table: table.but(**changes))

    return replay


def copied(field: str, source: str) -> Callable[[Catalog, ops.AlterTable], Catalog]:
    """Return a replay that sets a field of the table to a field of the operation."""

    def replay(catalog: Catalog, op: ops.AlterTable) -> Catalog:
        value = getattr(op, source)
        relation = catalog.relation(op.table)
        if relation is not None and not isinstance(relation, Table):
            is_known = field in relation.__dict__
            return put(catalog, relation.but(**{field: value})) if is_known else catalog
        return change_table(catalog, op.table, lambda table: table.but(**{field: value}))

    return replay


def cluster(catalog: Catalog, op: ops.Cluster) -> Catalog:
    """Return the catalog after CLUSTER, which remembers its index."""
    table = catalog.table(op.table) if op.table is not None and op.index is not None else None
    if table is None or table.partition_by is not None:
        return catalog
    return put(catalog, table.but(clustered_on=op.index))


def set_options(catalog: Catalog, op: ops.SetOptions) -> Catalog:
    """Return the catalog after SET (…) of a table, view or index."""
    relation = catalog.relation(op.table)
    options = getattr(relation, "options", None)
    if relation is None or options is None:
        return catalog
    return put(catalog, relation.but(options=tuple((dict(options) | dict(op.options)).items())))


def reset_options(catalog: Catalog, op: ops.ResetOptions) -> Catalog:
    """Return the catalog after RESET (…)."""
    relation = catalog.relation(op.table)
    options = getattr(relation, "options", None)
    if relation is None or options is None:
        return catalog
    kept = tuple(each for each in options if each[0] not in op.options)
    return put(catalog, relation.but(options=kept))


def set_replica_identity(catalog: Catalog, op: ops.SetReplicaIdentity) -> Catalog:
    """Return the catalog after REPLICA IDENTITY."""
    return change_table(
        catalog,
        op.table,
        lambda table: table.but(replica_identity=op.identity, replica_index=op.index),
    )

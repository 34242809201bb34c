"""Partitions and inheritance: what a child gets from its parent, and keeps when it leaves."""

from lint import ops
from lint.catalog import Catalog
from lint.definitions import Check, NotNull, PartitionBound
from lint.facts import Table, Trigger
from lint.names import Name
from lint.replay.columns import IDENTITY_IN_PARTITIONS
from lint.replay.constraints import (
    add_partition_foreign_key,
    add_partition_key,
    with_not_null,
)
from lint.replay.edit import known_table, put
from lint.replay.indexes import spread_to


def adopt_parent(
    catalog: Catalog, child_name: Name, parent_name: Name, bound: PartitionBound | None
) -> Catalog:
    """Return the catalog with the child under the parent; a bound makes it a partition."""
    parent, child = known_table(catalog, parent_name), known_table(catalog, child_name)
    if parent is None or child is None or _would_circle(catalog, parent, child):
        return catalog
    child = child.but(parents=(*child.parents, parent.name), bound=bound or child.bound)
    child = _with_inherited(catalog, parent, child)
    catalog = put(catalog, child)
    catalog = put(catalog, parent.but(children=(*parent.children, child.name)))
    return catalog if bound is None else _as_partition(catalog, parent, child)


def _would_circle(catalog: Catalog, parent: Table, child: Table) -> bool:
    """Tell if the parent is the child or below it: PostgreSQL refuses, and no walk would end."""
    below = catalog.descendants(child.name) if child.children else ()
    return parent.name in {child.name, *(each.name for each in below)}


def _with_inherited(catalog: Catalog, parent: Table, child: Table) -> Table:
    columns = tuple(
        column.but(is_inherited=True) if parent.column(column.name) else column
        for column in child.columns
    )
    child = child.but(columns=columns)
    for column in parent.columns:
        if column.not_null is not None and not column.not_null.no_inherit:
            constraint = NotNull(name=column.not_null.name, column=column.name)
            child = with_not_null(catalog, child, constraint)
    checks = [
        each for each in parent.constraints if isinstance(each, Check) and not each.no_inherit
    ]
    # Only a new child misses any, and an empty table keeps to them.
    missing = tuple(
        each.but(is_validated=each.is_enforced)
        for each in checks
        if child.constraint(str(each.name)) is None
    )
    names = child.inherited_constraints | {str(each.name) for each in checks}
    return child.but(constraints=(*child.constraints, *missing), inherited_constraints=names)


def _as_partition(catalog: Catalog, parent: Table, child: Table) -> Catalog:
    for key in parent.keys:
        index = Name(parent.name.schema, str(key.name))
        catalog = add_partition_key(catalog, _now(catalog, child), key, index)
    for foreign_key in parent.foreign_keys:
        catalog = add_partition_foreign_key(catalog, _now(catalog, child), foreign_key)
    for own in catalog.indexes_of(parent.name):
        if own.constraint is None:
            catalog = spread_to(catalog, own, _now(catalog, child))
    triggers = tuple(each for each in parent.triggers if each.for_each_row)
    if triggers:
        current = _now(catalog, child)
        catalog = put(catalog, current.but(triggers=(*current.triggers, *triggers)))
    return catalog


def _now(catalog: Catalog, table: Table) -> Table:
    return catalog.table(table.name) or table


def attach(catalog: Catalog, op: ops.AttachPartition) -> Catalog:
    """Return the catalog after ATTACH PARTITION."""
    return adopt_parent(catalog, op.partition, op.table, op.bound)


def inherit(catalog: Catalog, op: ops.Inherit) -> Catalog:
    """Return the catalog after INHERIT."""
    return adopt_parent(catalog, op.table, op.parent, None)


def detach(catalog: Catalog, op: ops.DetachPartition | ops.FinalizeDetach) -> Catalog:
    """Return the catalog after DETACH PARTITION."""
    return _part(catalog, op.table, op.partition)


def no_inherit(catalog: Catalog, op: ops.NoInherit) -> Catalog:
    """Return the catalog after NO INHERIT."""
    return _part(catalog, op.parent, op.table)


def _part(catalog: Catalog, parent_name: Name, child_name: Name) -> Catalog:
    """Return the catalog with the child on its own: it keeps columns, constraints and indexes."""
    parent, child = catalog.table(parent_name), catalog.table(child_name)
    if child is None:
        return catalog
    full = catalog.qualified(parent_name)
    if parent is not None:
        left = tuple(each for each in parent.children if each != child.name)
        catalog = put(catalog, parent.but(children=left))
    for index in catalog.indexes_of(child.name):
        owner = catalog.index(index.parent) if index.parent else None
        if owner is not None and owner.table == full:
            catalog = put(catalog, index.but(parent=None))
    was_partition = child.bound is not None
    loses_identity = was_partition and catalog.pg_version >= IDENTITY_IN_PARTITIONS
    columns = tuple(
        column.but(is_inherited=False, identity=None if loses_identity else column.identity)
        for column in child.columns
    )
    triggers = _own_triggers(parent, child) if was_partition else child.triggers
    return put(
        catalog,
        child.but(
            parents=tuple(each for each in child.parents if each != full),
            bound=None,
            columns=columns,
            inherited_constraints=frozenset(),
            triggers=triggers,
        ),
    )


def _own_triggers(parent: Table | None, child: Table) -> tuple[Trigger, ...]:
    cloned = {each.name for each in parent.triggers if each.for_each_row} if parent else set()
    return tuple(each for each in child.triggers if each.name not in cloned)

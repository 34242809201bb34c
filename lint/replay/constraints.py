"""Constraints: named as PostgreSQL names them, added to a family of tables, validated, dropped."""

from lint import ops
from lint.catalog import Catalog
from lint.definitions import (
    Check,
    Constraint,
    Exclusion,
    ForeignKey,
    IndexColumn,
    NotNull,
    PrimaryKey,
    Unique,
)
from lint.expressions import columns_in
from lint.facts import ColumnFact, Index, Table
from lint.names import Name
from lint.replay.edit import (
    change_family,
    create,
    free_name,
    free_relation_name,
    known_table,
    put,
    remove,
)
from lint.replay.indexes import drop_index, index_name_parts

LABELS: dict[type[Constraint], str] = {
    Check: "check",
    ForeignKey: "fkey",
    NotNull: "not_null",
    PrimaryKey: "pkey",
    Unique: "key",
    Exclusion: "excl",
}


def add_constraint(catalog: Catalog, table: Name, constraint: Constraint) -> Catalog:
    """Return the catalog with the constraint on the table and on what inherits from it."""
    owner = known_table(catalog, table)
    if owner is None:
        return catalog
    match constraint:
        case NotNull():
            return _add_not_null(catalog, owner, constraint)
        case PrimaryKey() | Unique() | Exclusion():
            return _add_key(catalog, owner, constraint)
        case ForeignKey():
            return _add_foreign_key(catalog, owner, constraint)
        case Check(no_inherit=True):
            return put(catalog, _with(owner, named(catalog, owner, constraint)))
        case _:
            return _add_check(catalog, owner, constraint)


def _with(table: Table, constraint: Constraint) -> Table:
    return table.but(constraints=(*table.constraints, constraint))


def named(catalog: Catalog, table: Table, constraint: Constraint) -> Constraint:
    """Return the constraint with the name PostgreSQL gives it, when it has none."""
    if constraint.name is not None:
        return constraint
    label = LABELS.get(type(constraint), "check")
    columns = "" if isinstance(constraint, PrimaryKey) else _name_addition(constraint)
    if isinstance(constraint, PrimaryKey | Unique | Exclusion):
        return constraint.but(name=free_relation_name(catalog, table.name, columns, label).name)
    schema = table.name.schema
    name = free_name(
        table.name.name,
        columns,
        label,
        lambda taken: (
            Name(schema, taken) in catalog.constraints or table.constraint(taken) is not None
        ),
    )
    return constraint.but(name=name)


def _name_addition(constraint: Constraint) -> str:
    match constraint:
        case Check(expression=expression):
            used = columns_in(expression)
            return used[0] if len(used) == 1 else ""
        case NotNull(column=column):
            return column
        case Exclusion(columns=columns):
            return "_".join(index_name_parts(columns))
        case Unique(columns=names, include=include):
            return "_".join(index_name_parts(_keys((*names, *include))))
        case ForeignKey(columns=names):
            return "_".join(names)
        case _:
            return ""


def _keys(columns: tuple[str, ...]) -> tuple[IndexColumn, ...]:
    return tuple(IndexColumn(column=column) for column in columns)


def _add_check(catalog: Catalog, owner: Table, constraint: Constraint) -> Catalog:
    full = named(catalog, owner, constraint)
    catalog = put(catalog, _with(owner, full))
    for child in catalog.descendants(owner.name):
        if child.constraint(str(full.name)) is None:
            inherited = child.inherited_constraints | {str(full.name)}
            catalog = put(catalog, _with(child, full).but(inherited_constraints=inherited))
    return catalog


def _add_not_null(catalog: Catalog, owner: Table, constraint: NotNull) -> Catalog:
    column = owner.column(constraint.column)
    if column is None:
        return put(catalog, _with(owner, named(catalog, owner, constraint)))
    only = constraint.no_inherit
    # What inherits it takes the name from the parent.
    full = constraint.but(name=named(catalog, owner, constraint).name)

    def changed(table: Table) -> Table:
        return with_not_null(catalog, table, full)

    return change_family(catalog, owner.name, changed, only=only)


def with_not_null(catalog: Catalog, table: Table, constraint: NotNull) -> Table:
    """Return the table with the column NOT NULL; a valid one that is there stays as it is."""
    column = table.column(constraint.column)
    if column is None or (column.not_null and column.not_null.is_validated):
        return table
    if column.not_null is not None:
        constraint = column.not_null.but(is_validated=constraint.is_validated)
    full = named(catalog, table, constraint)
    return with_column(table, column.but(not_null=full))


def with_column(table: Table, column: ColumnFact) -> Table:
    """Return the table with the column of that name replaced."""
    columns = (column if each.name == column.name else each for each in table.columns)
    return table.but(columns=tuple(columns))


def _add_key(
    catalog: Catalog, owner: Table, constraint: PrimaryKey | Unique | Exclusion
) -> Catalog:
    if not isinstance(constraint, Exclusion) and constraint.using_index is not None:
        return _adopt_index(catalog, owner, constraint)
    full = named(catalog, owner, constraint)
    catalog = put(catalog, _with(owner, full))
    if isinstance(full, PrimaryKey):
        catalog = _require_values(catalog, owner.name, full.columns)
    return _create_key_index(catalog, owner, full, parent=None)


def _create_key_index(
    catalog: Catalog, table: Table, constraint: Constraint, parent: Name | None
) -> Catalog:
    """Create the index of a key, and of the keys its partitions get."""
    index = key_index(table, constraint, parent)
    catalog = create(catalog, index)
    current = catalog.table(table.name) or table
    catalog = put(catalog, current.but(indexes=(*current.indexes, index.name)))
    for child_name in current.children if current.partition_by else ():
        child = catalog.table(child_name)
        if child is not None:
            catalog = add_partition_key(catalog, child, constraint, index.name)
    return catalog


def add_partition_key(
    catalog: Catalog, child: Table, constraint: Constraint, parent_index: Name
) -> Catalog:
    """Return the catalog with the parent's key on a partition too; an equal one is taken over."""
    template = key_index(child, constraint.but(name="template"), parent_index)
    for index in catalog.indexes_of(child.name):
        if index.constraint and index.parent is None and _serves(index, template):
            return put(catalog, index.but(parent=parent_index))
    words = parent.words if (parent := catalog.index(parent_index)) else ()
    label = LABELS[type(constraint)]
    addition = "" if isinstance(constraint, PrimaryKey) else "_".join(words)
    own_name = free_relation_name(catalog, child.name, addition, label).name
    full = constraint.but(name=own_name)
    inherited = child.inherited_constraints | {str(full.name)}
    catalog = put(catalog, _with(child, full).but(inherited_constraints=inherited))
    return _create_key_index(catalog, catalog.table(child.name) or child, full, parent_index)


def _serves(index: Index, template: Index) -> bool:
    return (
        index.columns == template.columns
        and index.is_unique == template.is_unique
        and index.predicate == template.predicate
    )


def key_index(table: Table, constraint: Constraint, parent: Name | None) -> Index:
    """Return the index that serves a PRIMARY KEY, UNIQUE or EXCLUDE constraint."""
    columns: tuple[IndexColumn, ...] = ()
    include: tuple[str, ...] = ()
    method, predicate = "btree", None
    if isinstance(constraint, Exclusion):
        columns, method, predicate = constraint.columns, constraint.method, constraint.predicate
    elif isinstance(constraint, PrimaryKey | Unique):
        columns, include = _keys(constraint.columns), constraint.include
        method = "gist" if constraint.without_overlaps else "btree"
    return Index(
        words=index_name_parts((*columns, *_keys(include))),
        name=Name(table.name.schema, str(constraint.name)),
        serial=0,
        table=table.name,
        columns=columns,
        include=include,
        method=method,
        is_unique=isinstance(constraint, PrimaryKey | Unique) and method == "btree",
        is_primary=isinstance(constraint, PrimaryKey),
        nulls_not_distinct=isinstance(constraint, Unique) and constraint.nulls_not_distinct,
        predicate=predicate,
        constraint=constraint.name,
        parent=parent,
    )


def _require_values(catalog: Catalog, table: Name, columns: tuple[str, ...]) -> Catalog:
    for column in columns:
        owner = known_table(catalog, table)
        if owner is not None:
            catalog = _add_not_null(catalog, owner, NotNull(column=column))
    return catalog


def _adopt_index(catalog: Catalog, owner: Table, constraint: PrimaryKey | Unique) -> Catalog:
    """Make an index that exists serve the constraint; it takes the constraint's name."""
    old = Name(owner.name.schema, str(constraint.using_index))
    index = catalog.index(old)
    name = constraint.name or old.name
    columns = index.plain_columns or () if index else ()
    full = constraint.but(name=name, columns=columns, include=index.include if index else ())
    catalog = put(catalog, _with(owner, full))
    if index is not None:
        serving = index.but(
            name=Name(old.schema, name),
            constraint=name,
            is_primary=isinstance(constraint, PrimaryKey),
        )
        catalog = put(remove(catalog, old), serving)
        current = catalog.table(owner.name) or owner
        names = tuple(serving.name if each == old else each for each in current.indexes)
        catalog = put(catalog, current.but(indexes=names))
    if isinstance(constraint, PrimaryKey):
        catalog = _require_values(catalog, owner.name, columns)
    return catalog


def _add_foreign_key(catalog: Catalog, owner: Table, constraint: ForeignKey) -> Catalog:
    full = named(catalog, owner, resolved_key(catalog, owner, constraint))
    catalog = put(catalog, _with(owner, full))
    if owner.partition_by is not None:
        for child in catalog.descendants(owner.name):
            catalog = add_partition_foreign_key(catalog, child, full)
    return catalog


def add_partition_foreign_key(catalog: Catalog, child: Table, key: Constraint) -> Catalog:
    """Return the catalog with the parent's foreign key on a partition too."""
    bare = key.but(name=None)
    for known in child.foreign_keys:
        if known.but(name=None) == bare:
            inherited = child.inherited_constraints | {str(known.name)}
            return put(catalog, child.but(inherited_constraints=inherited))
    own = key if child.constraint(str(key.name)) is None else named(catalog, child, bare)
    inherited = child.inherited_constraints | {str(own.name)}
    return put(catalog, _with(child, own).but(inherited_constraints=inherited))


def resolved_key(catalog: Catalog, owner: Table, key: ForeignKey) -> ForeignKey:
    """Return the foreign key with its table qualified and its referenced columns spelled out."""
    name = catalog.qualified(key.references)
    target = owner if name == owner.name else catalog.table(name)
    primary = target.primary_key if target else None
    referenced = key.referenced or (primary.columns if primary else ())
    return key.but(references=name, referenced=referenced)


def validate(catalog: Catalog, op: ops.ValidateConstraint) -> Catalog:
    """Return the catalog after VALIDATE CONSTRAINT."""

    def changed(table: Table) -> Table:
        return _changed(table, op.constraint, is_validated=True)

    table = known_table(catalog, op.table)
    if table is None or table.constraint(op.constraint) is None:
        return catalog
    return change_family(catalog, op.table, changed, only=op.only)


def _changed(table: Table, called: str, /, **changes: object) -> Table:
    constraints = tuple(
        each.but(**changes) if each.name == called else each for each in table.constraints
    )
    columns = tuple(
        column.but(not_null=column.not_null.but(**changes))
        if column.not_null and column.not_null.name == called
        else column
        for column in table.columns
    )
    return table.but(constraints=constraints, columns=columns)


def alter(catalog: Catalog, op: ops.AlterConstraint) -> Catalog:
    """Return the catalog after ALTER CONSTRAINT; enforcing again also validates."""
    changes: dict[str, object] = {
        field: value
        for field in ("is_deferrable", "is_initially_deferred", "is_enforced")
        if (value := getattr(op, field)) is not None
    }
    if op.is_enforced is not None:
        changes["is_validated"] = op.is_enforced
    owner = catalog.table(op.table)
    altered = owner.constraint(op.constraint) if owner is not None else None
    if op.no_inherit is not None and isinstance(altered, NotNull):
        changes["no_inherit"] = op.no_inherit
    return change_family(catalog, op.table, lambda table: _changed(table, op.constraint, **changes))


def drop(catalog: Catalog, op: ops.DropConstraint) -> Catalog:
    """Return the catalog after DROP CONSTRAINT."""
    table = catalog.table(op.table)
    return catalog if table is None else drop_constraint(catalog, table, op.constraint)


def drop_constraint(catalog: Catalog, table: Table, name: str) -> Catalog:
    """Return the catalog without the constraint, its index, and what inherited or needed it."""
    constraint = table.constraint(name)
    if constraint is None:
        return catalog
    index = catalog.index(Name(table.name.schema, name))
    catalog = put(catalog, _without(table, name))
    if isinstance(constraint, PrimaryKey | Unique):
        catalog = _drop_keys_to(catalog, table, constraint.columns)
    for child in catalog.descendants(table.name):
        if name in child.inherited_constraints:
            catalog = put(catalog, _without(child, name))
    if index is not None and index.constraint == name:
        catalog = drop_index(catalog, index)
    return catalog


def _without(table: Table, name: str) -> Table:
    columns = tuple(
        column.but(not_null=None)
        if column.not_null is not None and column.not_null.name == name
        else column
        for column in table.columns
    )
    return table.but(
        constraints=tuple(each for each in table.constraints if each.name != name),
        columns=columns,
        inherited_constraints=table.inherited_constraints - {name},
    )


def _drop_keys_to(catalog: Catalog, table: Table, columns: tuple[str, ...]) -> Catalog:
    """Drop the foreign keys that need this key, as CASCADE does."""
    remaining = catalog.table(table.name) or table
    if any(set(key.columns) == set(columns) for key in remaining.keys if hasattr(key, "include")):
        return catalog
    for user, key in catalog.foreign_keys_to(table.name):
        if set(key.referenced) == set(columns):
            current = catalog.table(user.name) or user
            catalog = put(catalog, _without(current, str(key.name)))
    return catalog


def rename(catalog: Catalog, op: ops.RenameConstraint) -> Catalog:
    """Return the catalog after RENAME CONSTRAINT; a key's index takes the name too."""
    table = catalog.table(op.table)
    if table is None:
        return catalog
    catalog = change_family(
        catalog, op.table, lambda member: _changed(member, op.constraint, name=op.new_name)
    )
    index = catalog.index(Name(table.name.schema, op.constraint))
    if index is None or index.constraint != op.constraint:
        return catalog
    renamed = index.but(name=Name(table.name.schema, op.new_name), constraint=op.new_name)
    for child in table.children:
        for own in catalog.indexes_of(child):
            if own.parent == index.name:
                catalog = put(catalog, own.but(parent=renamed.name))
    catalog = put(remove(catalog, index.name), renamed)
    current = catalog.table(table.name) or table
    names = tuple(renamed.name if each == index.name else each for each in current.indexes)
    return put(catalog, current.but(indexes=names))

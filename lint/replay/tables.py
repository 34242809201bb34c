"""Tables as wholes: created in every way, dropped, renamed, moved, and their switches."""

from collections.abc import Callable

from lint import ops
from lint.catalog import Catalog
from lint.definitions import (
    Check,
    Constraint,
    ForeignKey,
    KeyConstraint,
    Like,
    Persistence,
    PrimaryKey,
    Query,
    Unique,
)
from lint.expressions import Cast
from lint.facts import (
    ColumnFact,
    CompositeType,
    MaterializedView,
    Policy,
    Relation,
    Sequence,
    Table,
    Trigger,
    View,
)
from lint.names import Name, TypeName
from lint.replay.columns import (
    IDENTITY_IN_PARTITIONS,
    drop_sequence,
    drop_view,
    fact_of,
    finish_column,
    own_sequence,
    resolved_type,
)
from lint.replay.constraints import LABELS, add_constraint
from lint.replay.edit import change_table, create, free_relation_name, put, remove
from lint.replay.indexes import add_index
from lint.replay.partitions import adopt_parent
from lint.replay.rewrite import renamed_everywhere


def create_table(catalog: Catalog, op: ops.CreateTable) -> Catalog:
    """Return the catalog after CREATE TABLE."""
    name = new_table_name(catalog, op.name, op.persistence)
    if op.if_not_exists and name in catalog.relations:
        return catalog
    table = Table(
        name=name,
        serial=0,
        columns=_columns(catalog, op),
        is_foreign=op.is_foreign,
        persistence=op.persistence,
        partition_by=op.partition_by,
        options=op.options,
        access_method=op.access_method,
        tablespace=op.tablespace,
        is_complete=_is_complete(catalog, op),
        of_type=catalog.qualified(op.of_type.name) if op.of_type else None,
    )
    catalog = create(catalog, table)
    parents = (*op.inherits, *((op.partition_of,) if op.partition_of else ()))
    for parent in parents:
        catalog = adopt_parent(catalog, name, parent, op.bound)
    for column in op.columns:
        rest = tuple(each for each in column.constraints if not isinstance(each, KeyConstraint))
        catalog = finish_column(catalog, name, column.but(constraints=rest))
    for constraint in _keys_first(op):
        catalog = add_constraint(catalog, name, constraint)
    for like in op.like:
        catalog = _copy_rest(catalog, name, like)
    return catalog


def _keys_first(op: ops.CreateTable) -> tuple[Constraint, ...]:
    """Return the table's constraints; of keys over the same columns PostgreSQL makes one."""
    inline = [each for column in op.columns for each in column.constraints]
    keys = [each for each in (*inline, *op.constraints) if isinstance(each, KeyConstraint)]
    # The primary key comes first, and takes in a UNIQUE over the same columns.
    keys.sort(key=lambda key: not isinstance(key, PrimaryKey))
    kept: dict[object, Constraint] = {}
    for key in keys:
        nulls = isinstance(key, Unique) and key.nulls_not_distinct
        mark = (key.columns, key.include, nulls, key.is_deferrable, key.is_initially_deferred)
        known = kept.get(mark)
        kept[mark] = key if known is None else known.but(name=known.name or key.name)
    rest = (each for each in op.constraints if not isinstance(each, KeyConstraint))
    return (*kept.values(), *rest)


def new_table_name(catalog: Catalog, name: Name, persistence: Persistence) -> Name:
    """Return the name a new relation gets; temporary ones live apart."""
    if persistence is Persistence.TEMPORARY:
        return Name("pg_temp", name.name)
    return catalog.new_name(name)


def _is_complete(catalog: Catalog, op: ops.CreateTable) -> bool:
    sources = [*op.inherits, *(like.table for like in op.like)]
    sources += [op.partition_of] if op.partition_of else []
    tables = [catalog.table(name) for name in sources]
    return all(table is not None and table.is_complete for table in tables)


def _columns(catalog: Catalog, op: ops.CreateTable) -> tuple[ColumnFact, ...]:
    found = {column.name: column for column in _inherited(catalog, op)}
    for like in op.like:
        found |= {column.name: column for column in _liked(catalog, like)}
    if op.of_type is not None:
        found |= {column.name: column for column in _typed(catalog, op.of_type)}
    for column in op.columns:
        fact = fact_of(catalog, column)
        known = found.get(column.name)
        if known is not None and not column.type.name.name:  # `column WITH OPTIONS …`
            fact = known.but(default=column.default or known.default)
        elif known is not None:
            fact = fact.but(is_inherited=known.is_inherited, not_null=known.not_null)
        found[column.name] = fact
    return tuple(found.values())


def _inherited(catalog: Catalog, op: ops.CreateTable) -> list[ColumnFact]:
    parents = (*op.inherits, *((op.partition_of,) if op.partition_of else ()))
    tables = [catalog.table(parent) for parent in parents]
    is_new_enough = catalog.pg_version >= IDENTITY_IN_PARTITIONS
    keeps_identity = op.partition_of is not None and is_new_enough
    return [
        column.but(
            is_inherited=True,
            identity=column.identity if keeps_identity else None,
            sequence=None,
        )
        for table in tables
        if table is not None
        for column in table.columns
    ]


def _liked(catalog: Catalog, like: Like) -> list[ColumnFact]:
    relation = catalog.relation(like.table)
    if not isinstance(relation, Table):
        return []
    return [
        column.but(
            default=column.default if "defaults" in like.including else None,
            generated=column.generated if "generated" in like.including else None,
            identity=column.identity if "identity" in like.including else None,
            is_inherited=False,
            sequence=None,
        )
        for column in relation.columns
    ]


def _typed(catalog: Catalog, type_name: TypeName) -> list[ColumnFact]:
    composite = catalog.type(type_name.name)
    attributes = composite.attributes if isinstance(composite, CompositeType) else ()
    return [fact_of(catalog, attribute) for attribute in attributes]


def _copy_rest(catalog: Catalog, name: Name, like: Like) -> Catalog:
    """Copy what LIKE copies besides columns: checks, indexes, identity sequences."""
    source, table = catalog.table(like.table), catalog.table(name)
    if source is None or table is None:
        return catalog
    for column in table.columns:
        if column.identity is not None and column.sequence is None:
            catalog = own_sequence(catalog, name, column.name, column.identity)
    if "constraints" in like.including:
        for check in source.constraints:
            if isinstance(check, Check):
                copied = check.but(is_validated=check.is_enforced)
                catalog = add_constraint(catalog, name, copied)
    return _copy_indexes(catalog, name, source) if "indexes" in like.including else catalog


def _copy_indexes(catalog: Catalog, name: Name, source: Table) -> Catalog:
    for index in catalog.indexes_of(source.name):
        key = source.constraint(index.constraint) if index.constraint else None
        label = LABELS[type(key)] if key else "idx"
        words = "" if index.is_primary else "_".join(index.words)
        own = free_relation_name(catalog, name, words, label)
        table = catalog.table(name)
        if key is not None:
            catalog = add_constraint(catalog, name, key.but(name=own.name))
        elif table is not None:
            catalog = add_index(catalog, table, index.but(name=own, table=name, parent=None))
    return catalog


def create_table_as(catalog: Catalog, op: ops.CreateTableAs) -> Catalog:
    """Return the catalog after CREATE TABLE AS; the types of its columns are not worked out."""
    name = new_table_name(catalog, op.name, op.persistence)
    if op.if_not_exists and name in catalog.relations:
        return catalog
    known = _query_columns(catalog, op.query)
    names = (*op.columns, *(each.name for each in known[len(op.columns) :]))
    columns = tuple(fact.but(name=given) for fact, given in zip(known, names, strict=False))
    is_complete = len(columns) == len(op.query.columns) and bool(columns)
    table = Table(
        name=name, serial=0, columns=columns, persistence=op.persistence, is_complete=is_complete
    )
    return create(catalog, table)


def _query_columns(catalog: Catalog, query: Query) -> tuple[ColumnFact, ...]:
    """Return the columns whose type is written in the query: those that are casts."""
    found: list[ColumnFact] = []
    for name, value in zip(query.columns, query.outputs, strict=False):
        if name is None or not isinstance(value, Cast):
            return tuple(found)
        found.append(ColumnFact(name=name, type=resolved_type(catalog, value.type)))
    return tuple(found)


def drop_tables(catalog: Catalog, op: ops.Drop) -> Catalog:
    """Return the catalog after DROP TABLE."""
    for name in op.names:
        found = catalog.relation(name)
        if isinstance(found, Table):
            catalog = drop_table(catalog, found)
        elif found is None and not catalog.is_complete:
            catalog = remove(catalog, catalog.qualified(name))
    return catalog


def drop_table(catalog: Catalog, table: Table) -> Catalog:
    """Return the catalog without the table and all that cannot be without it."""
    for child in catalog.descendants(table.name):
        if child.name in catalog.relations:
            catalog = drop_table(catalog, catalog.table(child.name) or child)
    for user in tuple(catalog.users_of(table.name)):
        catalog = _release(catalog, table, user)
    for index in table.indexes:
        catalog = remove(catalog, index)
    for parent_name in table.parents:
        parent = catalog.table(parent_name)
        if parent is not None:
            left = tuple(child for child in parent.children if child != table.name)
            catalog = put(catalog, parent.but(children=left))
    return remove(catalog, table.name)


def _release(catalog: Catalog, table: Table, user: Relation) -> Catalog:
    """Drop or change what leans on a table that goes."""
    current = catalog.relations.get(user.name)
    match current:
        case View() | MaterializedView():
            return drop_view(catalog, current)
        case Sequence():
            return drop_sequence(catalog, current.name)
        case Table() if current.name != table.name:
            kept = tuple(
                each
                for each in current.constraints
                if not (isinstance(each, ForeignKey) and each.references == table.name)
            )
            return put(catalog, current.but(constraints=kept))
        case _:
            return catalog


def rename_relation(catalog: Catalog, old: Name, new: Name) -> Catalog:
    """Return the catalog in which the relation has another name, everywhere."""
    relation = catalog.relations.get(old)
    if relation is None:
        if not catalog.is_complete:
            catalog = remove(catalog, old)
            table = Table(name=new, serial=0, is_complete=False)
            return put(catalog, table)
        return catalog
    users = tuple(catalog.users_of(old))
    kin = _kin(catalog, relation)
    catalog = remove(catalog, old)
    catalog = put(catalog, _renamed(relation, old, new))
    for user in (*users, *kin):
        current = catalog.relations.get(user.name)
        if current is not None:
            catalog = put(catalog, _renamed(current, old, new))
    gone = catalog.gone.without(new)
    return catalog.but(gone=gone)


def _kin(catalog: Catalog, relation: Relation) -> tuple[Relation, ...]:
    """Return relations that name this one without leaning on it."""
    names: tuple[Name, ...] = ()
    if isinstance(relation, Table):
        names = relation.parents
    elif hasattr(relation, "table"):
        names = (relation.table,)
        names += tuple(
            index.name
            for child in getattr(catalog.table(relation.table), "children", ())
            for index in catalog.indexes_of(child)
            if index.parent == relation.name
        )
    elif isinstance(relation, Sequence) and relation.owned_by:
        names = (relation.owned_by[0],)
    found = (catalog.relations.get(name) for name in names)
    return tuple(each for each in found if each is not None)


def _renamed(relation: Relation, old: Name, new: Name) -> Relation:
    renamed = renamed_everywhere(relation, old, new)
    constraint = getattr(renamed, "constraint", None)
    is_key_index = isinstance(constraint, str) and renamed.name == new and constraint == old.name
    if is_key_index:
        return renamed.but(constraint=new.name)
    if isinstance(renamed, Table) and new in renamed.indexes:
        keys = tuple(_renamed_key(each, old.name, new.name) for each in renamed.constraints)
        return renamed.but(constraints=keys)
    return renamed


def _renamed_key(constraint: Constraint, old: str, new: str) -> Constraint:
    if isinstance(constraint, PrimaryKey | Unique) and constraint.name == old:
        return constraint.but(name=new)
    return constraint


def rename(catalog: Catalog, op: ops.RenameRelation) -> Catalog:
    """Return the catalog after RENAME TO."""
    old = catalog.qualified(op.table)
    return rename_relation(catalog, old, Name(old.schema, op.new_name))


def set_schema(catalog: Catalog, op: ops.SetRelationSchema) -> Catalog:
    """Return the catalog after SET SCHEMA; indexes and owned sequences move too."""
    old = catalog.qualified(op.table)
    relation = catalog.relations.get(old)
    catalog = rename_relation(catalog, old, Name(op.new_schema, old.name))
    if isinstance(relation, Table):
        owned = (column.sequence for column in relation.columns)
        for name in (*relation.indexes, *owned):
            if name is not None:
                catalog = rename_relation(catalog, name, Name(op.new_schema, name.name))
    return catalog


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


def create_trigger(catalog: Catalog, op: ops.CreateTrigger) -> Catalog:
    """Return the catalog after CREATE TRIGGER; row triggers of a partitioned table spread."""
    trigger = Trigger(
        name=op.name,
        function=_function_name(catalog, op.function),
        timing=op.timing,
        events=op.events,
        for_each_row=op.for_each_row,
        columns=op.columns,
        when=op.when,
        is_constraint=op.is_constraint,
    )
    relation = catalog.relation(op.table)
    if isinstance(relation, View):
        return put(catalog, relation.but(triggers=(*relation.triggers, trigger)))
    catalog = change_table(catalog, op.table, lambda table: _with_trigger(table, trigger))
    is_spread = isinstance(relation, Table) and relation.partition_by and op.for_each_row
    for child in catalog.descendants(op.table) if is_spread else ():
        catalog = put(catalog, _with_trigger(child, trigger))
    return catalog


def _function_name(catalog: Catalog, name: Name) -> Name:
    known = catalog.functions_named(name)
    return known[0].name if known else name


def _with_trigger(table: Table, trigger: Trigger) -> Table:
    others = (each for each in table.triggers if each.name != trigger.name)
    return table.but(triggers=(*others, trigger))


def drop_trigger(catalog: Catalog, op: ops.DropTrigger) -> Catalog:
    """Return the catalog after DROP TRIGGER."""
    family = (catalog.relation(op.table), *catalog.descendants(op.table))
    for relation in family:
        if isinstance(relation, Table | View):
            left = tuple(each for each in relation.triggers if each.name != op.name)
            catalog = put(catalog, relation.but(triggers=left))
    return catalog


def enable_trigger(catalog: Catalog, op: ops.EnableTrigger) -> Catalog:
    """Return the catalog after ENABLE TRIGGER."""
    return _fire(catalog, op, op.mode)


def disable_trigger(catalog: Catalog, op: ops.DisableTrigger) -> Catalog:
    """Return the catalog after DISABLE TRIGGER."""
    return _fire(catalog, op, None)


def _fire(
    catalog: Catalog, op: ops.EnableTrigger | ops.DisableTrigger, mode: ops.FiringMode | None
) -> Catalog:
    def changed(table: Table) -> Table:
        triggers = (
            each.but(firing=mode) if op.names_all or each.name == op.trigger else each
            for each in table.triggers
        )
        return table.but(triggers=tuple(triggers))

    return change_table(catalog, op.table, changed)


def create_rule(catalog: Catalog, op: ops.CreateRule) -> Catalog:
    """Return the catalog after CREATE RULE."""
    if catalog.table(op.table) is None:
        return catalog
    return change_table(
        catalog,
        op.table,
        lambda table: table.but(rules=tuple(dict.fromkeys((*table.rules, op.name)))),
    )


def drop_rule(catalog: Catalog, op: ops.DropRule) -> Catalog:
    """Return the catalog after DROP RULE."""
    if catalog.table(op.table) is None:
        return catalog
    return change_table(
        catalog,
        op.table,
        lambda table: table.but(rules=tuple(each for each in table.rules if each != op.name)),
    )


def create_policy(catalog: Catalog, op: ops.CreatePolicy) -> Catalog:
    """Return the catalog after CREATE POLICY."""
    policy = Policy(
        name=op.name,
        command=op.command,
        is_permissive=op.is_permissive,
        roles=op.roles,
        using=op.using,
        check=op.check,
    )
    return change_table(
        catalog, op.table, lambda table: table.but(policies=(*table.policies, policy))
    )


def alter_policy(catalog: Catalog, op: ops.AlterPolicy) -> Catalog:
    """Return the catalog after ALTER POLICY."""

    def altered(policy: Policy) -> Policy:
        if policy.name != op.name:
            return policy
        return policy.but(
            roles=op.roles or policy.roles,
            using=op.using or policy.using,
            check=op.check or policy.check,
        )

    return change_table(
        catalog,
        op.table,
        lambda table: table.but(policies=tuple(altered(each) for each in table.policies)),
    )


def drop_policy(catalog: Catalog, op: ops.DropPolicy) -> Catalog:
    """Return the catalog after DROP POLICY."""
    return change_table(
        catalog,
        op.table,
        lambda table: table.but(
            policies=tuple(each for each in table.policies if each.name != op.name)
        ),
    )

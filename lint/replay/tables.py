"""Tables: created in every way, and dropped with all that cannot be without them."""

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
    Relation,
    Sequence,
    Table,
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
from lint.replay.edit import create, free_relation_name, put, remove
from lint.replay.indexes import add_index
from lint.replay.partitions import adopt_parent


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
        holds_rows=False,
    )
    catalog = create(catalog, table)
    parents = (*op.inherits, *((op.partition_of,) if op.partition_of else ()))
    for parent in parents:
        catalog = adopt_parent(catalog, name, parent, op.bound)
    for column in op.columns:
        rest = tuple(each for each in column.constraints if not isinstance(each, KeyConstraint))
        catalog = finish_column(catalog, name, column.but(constraints=rest))
    for constraint in _keys_first(op):
        # There are no rows yet: NOT VALID means nothing here.
        valid = constraint.but(is_validated=True) if constraint.is_enforced else constraint
        catalog = add_constraint(catalog, name, valid)
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


def fill(catalog: Catalog, op: ops.ChangesData) -> Catalog:
    """Return the catalog after rows may have been written to a table, or to its partitions."""
    table = catalog.table(op.table)
    if table is None:
        return catalog
    for each in (table, *(catalog.descendants(table.name) if table.partition_by else ())):
        if not each.holds_rows:
            catalog = put(catalog, each.but(holds_rows=True))
    return catalog


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

"""Columns: added, dropped, changed and renamed, in a table and in what inherits from it."""

from lint import ops
from lint.catalog import Catalog
from lint.definitions import (
    Check,
    Column,
    Constraint,
    Exclusion,
    ForeignKey,
    Identity,
    NotNull,
    PrimaryKey,
    Query,
    Read,
    Unique,
)
from lint.expressions import Cast as CastTo
from lint.expressions import Constant, ConstantKind, Expression, FunctionCall, columns_in
from lint.facts import ColumnFact, Index, MaterializedView, Sequence, Table, View
from lint.names import Name, TypeName
from lint.replay.constraints import add_constraint, with_column, with_not_null
from lint.replay.edit import (
    change_family,
    create,
    free_relation_name,
    known_table,
    put,
    remove,
    replaced,
    sequence_in,
)
from lint.replay.indexes import drop_index, rebuilt
from lint.replay.rewrite import renamed_column


def resolved_type(catalog: Catalog, type_name: TypeName) -> TypeName:
    """Return the type with its schema when it is a user's type that is known."""
    known = catalog.type(type_name.name)
    return type_name if known is None else type_name._replace(name=known.name)


def fact_of(catalog: Catalog, column: Column) -> ColumnFact:
    """Return the fact a definition makes; NOT NULL and sequences are added by the table."""
    real = SERIAL_TYPES.get(column.type.name, column.type)
    return ColumnFact(
        name=column.name,
        type=resolved_type(catalog, real),
        default=meant_default(column.default),
        generated=column.generated,
        identity=column.identity,
        collation=column.collation,
        storage=column.storage,
        compression=column.compression,
        serial=catalog.next_serial,
    )


SERIAL_TYPES = {
    Name(None, name): TypeName(Name(None, real))
    for real, names in {
        "int2": ("smallserial", "serial2"),
        "int4": ("serial", "serial4"),
        "int8": ("bigserial", "serial8"),
    }.items()
    for name in names
}


def finish_column(catalog: Catalog, table: Name, column: Column) -> Catalog:
    """Return the catalog with the sequence, NOT NULL and constraints the definition asks for."""
    if column.is_serial or column.identity is not None:
        catalog = own_sequence(catalog, table, column.name, column.identity)
    written = [each for each in column.constraints if isinstance(each, NotNull)]
    if column.is_not_null and not written:
        catalog = add_constraint(catalog, table, NotNull(column=column.name))
    for constraint in column.constraints:
        catalog = add_constraint(catalog, table, constraint)
    return catalog


def own_sequence(catalog: Catalog, table: Name, column: str, identity: Identity | None) -> Catalog:
    """Return the catalog with the sequence of a serial or identity column."""
    owner = catalog.table(table)
    fact = owner.column(column) if owner else None
    if owner is None or fact is None:
        return catalog
    name = free_relation_name(catalog, owner.name, column, "seq")
    sequence = Sequence(
        name=name, serial=0, owned_by=(owner.name, column), is_identity=identity is not None
    )
    catalog = create(catalog, sequence)
    default = fact.default if identity is not None else next_value(name)
    return put(catalog, with_column(owner, fact.but(sequence=name, default=default)))


def next_value(sequence: Name) -> Expression:
    """Return `nextval('sequence'::regclass)`."""
    text = Constant(str(sequence), ConstantKind.STRING)
    regclass = TypeName(Name(None, "regclass"))
    return FunctionCall(Name(None, "nextval"), (CastTo(text, regclass),))


def add(catalog: Catalog, op: ops.AddColumn) -> Catalog:
    """Return the catalog after ADD COLUMN."""
    owner = known_table(catalog, op.table)
    if owner is None or (op.if_not_exists and owner.column(op.column.name)):
        return catalog
    fact = fact_of(catalog, op.column)
    catalog = put(catalog, _with_new(owner, fact))
    catalog = catalog.but(next_serial=catalog.next_serial + 1)
    for child in () if op.only else catalog.descendants(owner.name):
        if child.column(fact.name) is None:
            catalog = put(catalog, _with_new(child, fact.but(is_inherited=True)))
    catalog = finish_column(catalog, owner.name, op.column)
    return _share_default(catalog, op) if op.column.is_serial else catalog


def _share_default(catalog: Catalog, op: ops.AddColumn) -> Catalog:
    """Return the catalog in which children take their numbers from the parent's sequence too."""
    owner = catalog.table(op.table)
    fact = owner.column(op.column.name) if owner else None
    for child in catalog.descendants(op.table) if fact else ():
        own = child.column(op.column.name)
        if own is not None and fact is not None and own.is_inherited:
            catalog = put(catalog, with_column(child, own.but(default=fact.default)))
    return catalog


def _with_new(table: Table, fact: ColumnFact) -> Table:
    return table.but(columns=(*table.columns, fact), gone_columns=table.gone_columns - {fact.name})


def drop(catalog: Catalog, op: ops.DropColumn) -> Catalog:
    """Return the catalog after DROP COLUMN."""
    owner = known_table(catalog, op.table)
    if owner is None:
        return catalog
    family = (owner, *(() if op.only else catalog.descendants(owner.name)))
    catalog = _drop_from(catalog, owner, op.column)
    for member in family[1:]:
        column = member.column(op.column)
        if column is not None and column.is_inherited:
            catalog = _drop_from(catalog, catalog.table(member.name) or member, op.column)
    return catalog


def _drop_from(catalog: Catalog, table: Table, column: str) -> Catalog:
    fact = table.column(column)
    for view in catalog.views_reading(table.name, column):
        catalog = drop_view(catalog, view)
    for index in catalog.indexes_of(table.name):
        if column in index_columns(index) and index.name in catalog.relations:
            catalog = drop_index(catalog, index)
    catalog = _drop_keys_to(catalog, table, column)
    if fact is not None and fact.sequence is not None:
        catalog = drop_sequence(catalog, fact.sequence)
    current = catalog.table(table.name) or table
    return put(catalog, _without_column(current, column))


def _without_column(table: Table, column: str) -> Table:
    dependent = tuple(
        each.name
        for each in table.columns
        if each.generated is not None and column in columns_in(each.generated.expression)
    )
    gone = {column, *dependent}
    return table.but(
        columns=tuple(each for each in table.columns if each.name not in gone),
        constraints=tuple(
            each for each in table.constraints if not gone.intersection(constrained(each))
        ),
        gone_columns=table.gone_columns if table.is_complete else table.gone_columns | gone,
        triggers=tuple(
            each
            for each in table.triggers
            if not gone.intersection((*each.columns, *_columns_of(each.when)))
        ),
        policies=tuple(
            each
            for each in table.policies
            if not gone.intersection((*_columns_of(each.using), *_columns_of(each.check)))
        ),
    )


def _columns_of(value: Expression | None) -> tuple[str, ...]:
    return () if value is None else columns_in(value)


def _drop_keys_to(catalog: Catalog, table: Table, column: str) -> Catalog:
    for user, key in catalog.foreign_keys_to(table.name):
        if column in key.referenced:
            current = catalog.table(user.name) or user
            kept = tuple(each for each in current.constraints if each.name != key.name)
            catalog = put(catalog, current.but(constraints=kept))
    return catalog


def drop_sequence(catalog: Catalog, name: Name) -> Catalog:
    """Return the catalog without the sequence and the defaults that take numbers from it."""
    for user in tuple(catalog.users_of(name)):
        if isinstance(user, Table):
            columns = tuple(
                each.but(default=None) if sequence_in(each.default) == name else each
                for each in user.columns
            )
            own = (each.but(sequence=None) if each.sequence == name else each for each in columns)
            catalog = put(catalog, user.but(columns=tuple(own)))
    return remove(catalog, name)


def drop_view(catalog: Catalog, view: View | MaterializedView) -> Catalog:
    """Return the catalog without the view, its indexes, and the views that read it."""
    for reader in catalog.views_of(view.name):
        if reader.name in catalog.relations:
            catalog = drop_view(catalog, reader)
    for index in catalog.indexes_of(view.name):
        catalog = remove(catalog, index.name)
    return remove(catalog, view.name)


def index_columns(index: Index) -> frozenset[str]:
    """Return every column the index needs, in keys, expressions, INCLUDE and predicate."""
    expressions = [each.expression for each in index.columns if each.expression is not None]
    expressions += [index.predicate] if index.predicate is not None else []
    plain = (each.column for each in index.columns if each.column is not None)
    used = (name for expression in expressions for name in columns_in(expression))
    return frozenset((*plain, *index.include, *used))


def constrained(constraint: Constraint) -> tuple[str, ...]:
    """Return the columns of its own table that the constraint needs."""
    match constraint:
        case Check(expression=expression):
            return columns_in(expression)
        case NotNull(column=column):
            return (column,)
        case (
            PrimaryKey(columns=columns, include=include) | Unique(columns=columns, include=include)
        ):
            return (*columns, *include)
        case ForeignKey(columns=columns):
            return columns
        case Exclusion(columns=keys, predicate=predicate):
            used = [each.column for each in keys if each.column is not None]
            trees = [each.expression for each in keys if each.expression is not None]
            trees += [predicate] if predicate is not None else []
            return (*used, *(name for tree in trees for name in columns_in(tree)))
        case _:
            return ()


def _change(catalog: Catalog, op: ops.AlterTable, column: str, **changes: object) -> Catalog:
    """Return the catalog with fields of the column changed, in the whole family."""

    def changed(table: Table) -> Table:
        fact = table.column(column)
        return table if fact is None else with_column(table, fact.but(**changes))

    owner = catalog.table(op.table)
    if owner is None or owner.column(column) is None:
        return catalog
    return change_family(catalog, op.table, changed, only=op.only)


def set_default(catalog: Catalog, op: ops.SetDefault) -> Catalog:
    """Return the catalog after SET DEFAULT; DEFAULT NULL is no default."""
    return _change(catalog, op, op.column, default=meant_default(op.default))


def meant_default(default: Expression | None) -> Expression | None:
    """Return the default; NULL, cast or not, is none."""
    bare = default
    while isinstance(bare, CastTo):
        bare = bare.argument
    is_null = isinstance(bare, Constant) and bare.kind is ConstantKind.NULL
    return None if is_null else default


def drop_default(catalog: Catalog, op: ops.DropDefault) -> Catalog:
    """Return the catalog after DROP DEFAULT."""
    return _change(catalog, op, op.column, default=None)


def set_not_null(catalog: Catalog, op: ops.SetNotNull) -> Catalog:
    """Return the catalog after SET NOT NULL."""
    constraint = NotNull(column=op.column)
    owner = known_table(catalog, op.table)
    if owner is None or not op.only:
        return add_constraint(catalog, op.table, constraint)
    return put(catalog, with_not_null(catalog, owner, constraint))


def drop_not_null(catalog: Catalog, op: ops.DropNotNull) -> Catalog:
    """Return the catalog after DROP NOT NULL."""
    catalog = _change(catalog, op, op.column, not_null=None)
    owner = catalog.table(op.table)
    if owner is None:
        return catalog
    kept = tuple(
        each
        for each in owner.constraints
        if not (isinstance(each, NotNull) and each.column == op.column)
    )
    return put(catalog, owner.but(constraints=kept)) if kept != owner.constraints else catalog


def alter_type(catalog: Catalog, op: ops.AlterColumnType) -> Catalog:
    """Return the catalog after ALTER COLUMN TYPE."""
    new = resolved_type(catalog, op.type)
    catalog = _change(catalog, op, op.column, type=new, collation=op.collation)
    owner = catalog.table(op.table)
    for member in (owner, *catalog.descendants(op.table)) if owner else ():
        catalog = rebuilt(catalog, member, lambda index: op.column in index_columns(index))
    return catalog


def set_expression(catalog: Catalog, op: ops.SetGeneratedExpression) -> Catalog:
    """Return the catalog after SET EXPRESSION."""
    owner = catalog.table(op.table)
    fact = owner.column(op.column) if owner else None
    if fact is None or fact.generated is None:
        return catalog
    generated = fact.generated.but(expression=op.expression)
    return _change(catalog, op, op.column, generated=generated)


def drop_expression(catalog: Catalog, op: ops.DropGeneratedExpression) -> Catalog:
    """Return the catalog after DROP EXPRESSION."""
    return _change(catalog, op, op.column, generated=None)


def add_identity(catalog: Catalog, op: ops.AddIdentity) -> Catalog:
    """Return the catalog after ADD GENERATED AS IDENTITY."""
    identity = Identity(op.is_always, op.options)
    owner = catalog.table(op.table)
    catalog = _change(catalog, _for_partitions(catalog, op), op.column, identity=identity)
    return catalog if owner is None else own_sequence(catalog, owner.name, op.column, identity)


def _for_partitions(catalog: Catalog, op: ops.AlterTable) -> ops.AlterTable:
    """Return the operation as it spreads: identity goes to partitions, from PostgreSQL 17 on."""
    owner = catalog.table(op.table)
    is_spread = catalog.pg_version >= IDENTITY_IN_PARTITIONS and owner and owner.partition_by
    return op if is_spread else op.but(only=True)


IDENTITY_IN_PARTITIONS = 17


def drop_identity(catalog: Catalog, op: ops.DropIdentity) -> Catalog:
    """Return the catalog after DROP IDENTITY."""
    owner = catalog.table(op.table)
    fact = owner.column(op.column) if owner else None
    if fact is None or fact.identity is None:
        return catalog
    if fact.sequence is not None:
        catalog = remove(catalog, fact.sequence)
    gone = _for_partitions(catalog, op)
    return _change(catalog, gone, op.column, identity=None, sequence=None)


def set_storage(catalog: Catalog, op: ops.SetStorage) -> Catalog:
    """Return the catalog after SET STORAGE."""
    return _change(catalog, op, op.column, storage=op.storage)


def set_compression(catalog: Catalog, op: ops.SetCompression) -> Catalog:
    """Return the catalog after SET COMPRESSION."""
    return _change(catalog, op, op.column, compression=op.compression)


def rename(catalog: Catalog, op: ops.RenameColumn) -> Catalog:
    """Return the catalog after RENAME COLUMN: everything that names the column follows."""
    relation = catalog.relation(op.table)
    if isinstance(relation, View | MaterializedView):
        columns = replaced(relation.columns, op.column, op.new_name)
        catalog = put(catalog, relation.but(columns=columns))
        return _rename_reads(catalog, relation.name, op.column, op.new_name)
    owner = known_table(catalog, op.table)
    if owner is None:
        return catalog
    family = (owner, *(() if op.only else catalog.descendants(owner.name)))
    for member in family:
        catalog = _rename_in(catalog, member, op.column, op.new_name)
    return catalog


def _rename_in(catalog: Catalog, table: Table, old: str, new: str) -> Catalog:
    renamed = renamed_column(table, old, new)
    if not table.is_complete:
        renamed = renamed.but(gone_columns=renamed.gone_columns | {old})
    catalog = put(catalog, renamed)
    for index in catalog.indexes_of(table.name):
        if old in index_columns(index):
            catalog = put(catalog, renamed_column(index, old, new))
    for user, key in catalog.foreign_keys_to(table.name):
        if old in key.referenced:
            own = key.but(referenced=replaced(key.referenced, old, new))
            current = catalog.table(user.name) or user
            keys = tuple(own if each.name == key.name else each for each in current.constraints)
            catalog = put(catalog, current.but(constraints=keys))
    return _rename_reads(catalog, table.name, old, new)


def _rename_reads(catalog: Catalog, relation: Name, old: str, new: str) -> Catalog:
    def renamed(query: Query) -> Query:
        was, becomes = Read(relation, old), Read(relation, new)
        return query.but(reads=tuple(becomes if each == was else each for each in query.reads))

    for view in catalog.views_reading(relation, old):
        catalog = put(catalog, view.but(query=renamed(view.query)))
    for user, rule in catalog.rules_reading(relation, old):
        current = catalog.relations.get(user.name)
        if isinstance(current, Table | View):
            changed = rule.but(query=renamed(rule.query))
            rules = tuple(changed if each == rule else each for each in current.rules)
            catalog = put(catalog, current.but(rules=rules))
    return catalog

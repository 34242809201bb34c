"""What ALTER COLUMN TYPE does, to the rows and to all that leans on the column.

When the bytes of the rows stay, what stands on the column is still made again: an index can keep
its storage if its operator classes and collations stay and it has neither expression nor
predicate; a CHECK is verified again; a foreign key is made again, which locks the other table. A
view, rule, trigger, policy or generated column that names the column forbids the change.
"""

from collections.abc import Iterator

from lint.definitions import SERIALS, Check, ForeignKey, PrimaryKey
from lint.effects.builtins import is_collatable
from lint.effects.coercion import Context, Cost, coerced
from lint.effects.column_users import users_of_column
from lint.effects.columns import column_missing
from lint.effects.comparisons import comparison_refusal
from lint.effects.defaults import unsteady_function
from lint.effects.dropping import index_columns
from lint.effects.effect import Effects, combined, on, refused, uncertain
from lint.effects.foreign_keys import comparable
from lint.effects.lock import Lock
from lint.effects.moment import Moment
from lint.effects.operator_classes import class_refusal, default_class
from lint.effects.partition_keys import partition_columns
from lint.effects.rewriting import family_rewritten, locked, rewritten, scanned
from lint.effects.type_change import TypeChange, type_change
from lint.effects.type_names import is_missing_type
from lint.effects.volatility import is_null
from lint.expressions import Star, columns_in, walk
from lint.facts import ColumnFact, EnumType, Index, Table
from lint.names import Name, TypeName
from lint.ops import AlterColumnType, SetGeneratedExpression

AX = Lock.ACCESS_EXCLUSIVE


def alter_column_type(op: AlterColumnType, moment: Moment) -> Effects:
    """Return the effects of ALTER COLUMN TYPE."""
    if (missing := column_missing(op.table, op.column, moment)) is not None:
        return missing
    if is_missing_type(op.type, moment.catalog) or op.type.name in SERIALS:
        return refused(f'type "{op.type}" does not exist')
    table = moment.table(op.table)
    column = table.column(op.column) if table is not None else None
    if table is None or column is None:
        unknown = uncertain(f"the type of {op.table.name}.{op.column}")
        return combined([unknown, family_rewritten(op, moment, "may have to convert the column")])
    change = type_change(op, column, moment)
    refusal = _refusal(op, table, column, change, moment)
    if refusal is not None:
        return refused(refusal)
    unknown = uncertain(change.unknown) if change.unknown else Effects()
    if column.identity is not None and column.sequence is not None:
        # The sequence of an identity column takes its type along.
        sequence = on(column.sequence, Lock.SHARE_ROW_EXCLUSIVE, rewrites=True)
        unknown = combined([unknown, sequence])
    family = moment.family(op.table, only=op.only)
    return combined([unknown, *(_changed(op, each, change, moment) for each in family)])


def _changed(op: AlterColumnType, table: Table, change: TypeChange, moment: Moment) -> Effects:
    column = table.column(op.column)
    if column is None:
        return on(table.name, AX)
    if change.rewrites:
        why = f"converts {op.column} to {op.type}"
        replaced = indexes_on(table, op.column, moment)
        rows = rewritten(table, moment, why)
        if not moment.stored(table):
            rows = combined([rows, *(on(name, AX) for name in sorted(replaced))])
    else:
        rows = combined([on(table.name, AX), *_kept_or_built(op, table, column, moment)])
    return combined([rows, *_checked(op, table, moment), *_foreign_keys(op, table, change, moment)])


def indexes_on(table: Table, column: str, moment: Moment) -> frozenset[Name]:
    """Return the indexes that read the column: they are dropped and made again with it."""
    return frozenset(
        index.name for index in moment.indexes(table) if column in index_columns(index)
    )


def indexes_replaced(
    op: AlterColumnType | SetGeneratedExpression, moment: Moment
) -> frozenset[Name]:
    """Return the indexes of the table and its children that the clause drops and makes again."""
    family = moment.family(op.table, only=op.only)
    return frozenset(name for each in family for name in indexes_on(each, op.column, moment))


def _kept_or_built(
    op: AlterColumnType, table: Table, column: ColumnFact, moment: Moment
) -> Iterator[Effects]:
    for index in moment.indexes(table):
        if op.column not in index_columns(index):
            continue
        yield on(index.name, AX)
        if not keeps_storage(op, index, column, moment) and moment.stored(table):
            why = f"builds {index.name.name} again"
            yield on(table.name, AX, scans=True, builds=[index.name.name], because=why)


def keeps_storage(op: AlterColumnType, index: Index, column: ColumnFact, moment: Moment) -> bool:
    """Tell if the index serves the new type as it is."""
    if index.predicate is not None or index.plain_columns is None or not index.is_valid:
        return False
    # A partitioned index is made again, and makes its parts from nothing. Of arrays, GIN stores the
    # elements, and the server compares their type with the array's.
    stores_elements = index.method == "gin" and moment.catalog.base_type(op.type).array
    if index.parent is not None or stores_elements:
        return False
    keys = [each for each in index.columns if each.column == op.column]
    if not keys:
        return True
    collations_stay = all(each.collation is not None for each in keys) or _same_collation(
        op, column, moment
    )
    if not collations_stay:
        return False
    if all(each.operator_class is not None for each in keys):
        return not _is_polymorphic(op.type, moment)
    old = default_class(column.type, index.method, moment)
    new = default_class(op.type, index.method, moment)
    return old is not None and old == new


def _same_collation(op: AlterColumnType, column: ColumnFact, moment: Moment) -> bool:
    if not any(_has_collation(each, moment) for each in (column.type, op.type)):
        return True
    return _collation(column.collation, column.type, moment) == _collation(
        op.collation, op.type, moment
    )


def _has_collation(type_name: TypeName, moment: Moment) -> bool:
    return is_collatable(moment.catalog.base_type(type_name).name.name)


def _collation(given: Name | None, type_name: TypeName, moment: Moment) -> str | None:
    if given is not None:
        return given.name if given.name != "default" else "default"
    if not _has_collation(type_name, moment):
        return None
    domain = None if type_name.array else moment.catalog.domain(type_name.name)
    if domain is not None and domain.collation is not None:
        return domain.collation.name
    return "C" if moment.catalog.base_type(type_name).name.name == "name" else "default"


def _is_polymorphic(type_name: TypeName, moment: Moment) -> bool:
    base = moment.catalog.base_type(type_name)
    return base.array or isinstance(moment.catalog.type(base.name), EnumType)


def _checked(op: AlterColumnType, table: Table, moment: Moment) -> Iterator[Effects]:
    """Yield the scans of the CHECK constraints that are made, and so verified, again."""
    for each in table.constraints:
        if not isinstance(each, Check) or not each.is_validated or not each.is_enforced:
            continue
        if op.column in columns_in(each.expression) or _uses_row(each, table):
            yield scanned(table, moment, AX, f"checks {each.name or each.expression} again")


def _uses_row(check: Check, table: Table) -> bool:
    names = {table.name.name}
    return any(isinstance(node, Star) for node in walk(check.expression)) or bool(
        names & set(columns_in(check.expression))
    )


def _foreign_keys(
    op: AlterColumnType, table: Table, change: TypeChange, moment: Moment
) -> Iterator[Effects]:
    """Yield the effects on the tables at the other ends of the column's foreign keys."""
    for key in table.foreign_keys:
        if op.column in key.columns:
            yield from _redone(table, key, change, moment)
    for other, key in moment.catalog.foreign_keys_to(table.name):
        if op.column in _referenced_columns(table, key):
            yield from _redone(other, key, change, moment)


def _referenced_columns(table: Table, key: ForeignKey) -> tuple[str, ...]:
    if key.referenced:
        return key.referenced
    primary = next((each for each in table.constraints if isinstance(each, PrimaryKey)), None)
    return primary.columns if primary is not None else ()


def _redone(table: Table, key: ForeignKey, change: TypeChange, moment: Moment) -> Iterator[Effects]:
    other = moment.table(key.references)
    ends = (table, *([other] if other is not None else []))
    if other is None:
        yield locked(moment, key.references, AX)
    for end in ends:
        for each in (end, *(p for p in moment.catalog.descendants(end.name) if p.is_partition)):
            if change.rewrites and key.is_validated and key.is_enforced:
                yield scanned(each, moment, AX, f"checks the foreign key {key.name or ''} again")
            else:
                yield on(each.name, AX)


# --- refusals --------------------------------------------------------------------------------


def _refusal(
    op: AlterColumnType, table: Table, column: ColumnFact, change: TypeChange, moment: Moment
) -> str | None:
    if change.fails is not None:
        return change.fails
    if column.is_inherited:
        return f'cannot alter inherited column "{op.column}"'
    for each in moment.family(op.table):
        if op.column in partition_columns(each):
            return (
                f'cannot alter column "{op.column}" because it is part of the partition key of '
                f'relation "{each.name.name}"'
            )
    if op.only and table.children:
        return f'type of inherited column "{op.column}" must be changed in child tables too'
    if column.generated is not None and op.using is not None:
        return "cannot specify USING when altering type of generated column"
    return (
        _use_refusal(op, table, moment)
        or comparison_refusal(op, table, column, moment)
        or _default_refusal(op, column, moment)
        or _index_refusal(op, table, moment)
        or _foreign_key_refusal(op, table, moment)
    )


def _foreign_key_refusal(op: AlterColumnType, table: Table, moment: Moment) -> str | None:
    """Return that a foreign key of the column would compare what cannot be compared."""
    for key in table.foreign_keys:
        other = moment.table(key.references)
        if other is None or op.column not in key.columns:
            continue
        theirs = _partner(key.columns, _referenced_columns(other, key), op.column, other)
        if theirs is not None and not comparable(op.type, theirs.type, moment):
            return f'foreign key constraint "{key.name}" cannot be implemented'
    for other, key in moment.catalog.foreign_keys_to(table.name):
        mine = _partner(_referenced_columns(table, key), key.columns, op.column, other)
        if mine is not None and not comparable(mine.type, op.type, moment):
            return f'foreign key constraint "{key.name}" cannot be implemented'
    return None


def _partner(
    columns: tuple[str, ...], others: tuple[str, ...], column: str, table: Table
) -> ColumnFact | None:
    """Return the column of the table that stands opposite in a foreign key."""
    if column not in columns or len(columns) != len(others):
        return None
    return table.column(others[columns.index(column)])


def _use_refusal(op: AlterColumnType, table: Table, moment: Moment) -> str | None:
    for user in users_of_column(table, op.column, moment):
        return f"cannot alter type of a column used {user.use}: {user.label}"
    return None


def _index_refusal(op: AlterColumnType, table: Table, moment: Moment) -> str | None:
    """Return that an index cannot hold the new type, or would compute something unsteady."""
    changed = moment.catalog.after(op).table(table.name)
    for index in moment.indexes(table):
        if op.column not in index_columns(index):
            continue
        for key in index.columns:
            if key.column == op.column and key.operator_class is None:
                refusal = class_refusal(op.type, index.method, moment)
                if refusal is not None:
                    return refusal
            elif key.column == op.column and not _accepts(key.operator_class, op.type, moment):
                return f'operator class "{key.operator_class}" does not accept data type {op.type}'
        for expression in (*(each.expression for each in index.columns), index.predicate):
            if expression is not None and unsteady_function(expression, changed, moment.catalog):
                return "functions in index expression must be marked IMMUTABLE"
    return None


# Named classes, and the only types that they are for.
_CLASSES = {
    "jsonb_ops": {"jsonb"},
    "jsonb_path_ops": {"jsonb"},
    "text_pattern_ops": {"text", "varchar"},
    "varchar_pattern_ops": {"text", "varchar"},
    "bpchar_pattern_ops": {"bpchar"},
    "inet_ops": {"inet", "cidr"},
}


def _accepts(operator_class: Name | None, type_name: TypeName, moment: Moment) -> bool:
    """Tell if the named class can hold the type, as far as the class is known."""
    base = moment.catalog.base_type(type_name)
    accepted = _CLASSES.get(operator_class.name) if operator_class is not None else None
    return accepted is None or (base.name.name in accepted and not base.array)


_INTEGERS = frozenset({"int2", "int4", "int8"})


def _default_refusal(op: AlterColumnType, column: ColumnFact, moment: Moment) -> str | None:
    if column.identity is not None and op.type.name.name not in _INTEGERS:
        return "identity column type must be smallint, integer, or bigint"
    if column.default is None or is_null(column.default):
        return None
    if column.type == op.type:
        return None
    if coerced(column.type, op.type, Context.ASSIGNMENT, moment) is Cost.IMPOSSIBLE:
        return f'default for column "{op.column}" cannot be cast automatically to type {op.type}'
    return None

"""What adding, altering, validating and dropping a constraint does."""

from collections.abc import Iterator

from lint.definitions import (
    Check,
    Constraint,
    Exclusion,
    ForeignKey,
    KeyConstraint,
    NotNull,
    PrimaryKey,
    Unique,
)
from lint.effects.columns import column_missing
from lint.effects.dropping import Dropped
from lint.effects.effect import Effects, combined, on, refused
from lint.effects.foreign_keys import foreign_key_added, referenced
from lint.effects.index_choice import using_index_refusal
from lint.effects.indexes import attached_indexes
from lint.effects.lock import Lock
from lint.effects.moment import Moment
from lint.effects.operator_classes import class_refusal
from lint.effects.partition_keys import partition_columns
from lint.effects.proof import proves_not_null
from lint.effects.rewriting import (
    family_locked,
    family_scanned,
    locked,
    new_indexes,
    scanned,
)
from lint.effects.version import (
    ADD_CONSTRAINT_LOCKS_CHILDREN,
    NOT_ENFORCED,
    NOT_NULL_CONSTRAINTS,
    PARTITIONED_EXCLUSION,
)
from lint.expressions import Subquery, columns_in, walk
from lint.facts import ColumnFact, Table
from lint.names import Name
from lint.ops import AddConstraint, AlterConstraint, DropConstraint, ValidateConstraint
from lint.truth import Truth

AX = Lock.ACCESS_EXCLUSIVE


def add_constraint(op: AddConstraint, moment: Moment) -> Effects:
    """Return the effects of ADD CONSTRAINT."""
    constraint, table = op.constraint, moment.table(op.table)
    if table is not None and constraint.name and table.constraint(constraint.name) is not None:
        return refused(
            f'constraint "{constraint.name}" for relation "{table.name.name}" already exists'
        )
    match constraint:
        case Check():
            return _add_check(op, constraint, moment)
        case NotNull():
            return _add_not_null(op, constraint, moment)
        case ForeignKey():
            return _add_foreign_key(op, constraint, moment)
        case KeyConstraint() | Exclusion():
            return _add_key(op, constraint, moment)
    return family_locked(op, moment, AX)


def _add_check(op: AddConstraint, check: Check, moment: Moment) -> Effects:
    refusal = _check_refusal(op, check, moment)
    if refusal is not None:
        return refused(refusal)
    if not check.is_validated or not check.is_enforced:
        return _locked_for(op, moment, only=check.no_inherit)
    why = f"checks {check.name or check.expression}"
    if not check.no_inherit:
        return family_scanned(op, moment, AX, why)
    table = moment.table(op.table)
    own = on(moment.name(op.table), AX, scans=True, because=why)
    return combined(
        [
            _locked_for(op, moment, only=True),
            own if table is None else scanned(table, moment, AX, why),
        ]
    )


def _locked_for(op: AddConstraint, moment: Moment, *, only: bool) -> Effects:
    """Return the lock on the table, and on its children where the version locks them all."""
    locks_children = moment.version >= ADD_CONSTRAINT_LOCKS_CHILDREN or not only
    return family_locked(op, moment, AX, only=not locks_children)


def _check_refusal(op: AddConstraint, check: Check, moment: Moment) -> str | None:
    return next(_check_refusals(op, check, moment), None)


def _check_refusals(op: AddConstraint, check: Check, moment: Moment) -> Iterator[str]:
    if not check.is_enforced and moment.version < NOT_ENFORCED:
        yield "NOT ENFORCED constraints need PostgreSQL 18"
    if any(isinstance(node, Subquery) for node in walk(check.expression)):
        yield "cannot use subquery in check constraint"
    for column in columns_in(check.expression):
        is_row = column == op.table.name
        if not is_row and moment.catalog.has_column(op.table, column) is Truth.DISPROVEN:
            yield f'column "{column}" does not exist'
    table = moment.table(op.table)
    if op.only and table is not None and table.children and not check.no_inherit:
        yield "constraint must be added to child tables too"
    if check.no_inherit and table is not None and table.partition_by is not None:
        yield f'cannot add NO INHERIT constraint to partitioned table "{table.name.name}"'
    if str(check.expression).isidentifier() and table is not None:
        column_fact = table.column(str(check.expression))
        if column_fact is not None and column_fact.type.name.name != "bool":
            base = moment.catalog.base_type(column_fact.type)
            if base.name.name != "bool":
                yield f"argument of CHECK must be type boolean, not type {column_fact.type}"


def _add_not_null(op: AddConstraint, constraint: NotNull, moment: Moment) -> Effects:
    if moment.version < NOT_NULL_CONSTRAINTS:
        return refused("NOT NULL as a table constraint needs PostgreSQL 18")
    if (missing := column_missing(op.table, constraint.column, moment)) is not None:
        return missing
    table = moment.table(op.table)
    column = table.column(constraint.column) if table is not None else None
    refusal = _not_null_refusal(table, column, constraint) if table is not None else None
    if refusal is not None:
        return refused(refusal)
    if not constraint.is_validated or (column is not None and column.not_null is not None):
        return family_locked(op, moment, AX)
    family = moment.family(op.table, only=op.only or constraint.no_inherit)
    unproven = [each for each in family if not _proven(each, constraint.column)]
    return family_scanned(op, moment, AX, f"checks {constraint.column} for NULL", unproven)


def _not_null_refusal(table: Table, column: ColumnFact | None, constraint: NotNull) -> str | None:
    if constraint.no_inherit and table.partition_by is not None:
        return "not-null constraints on partitioned tables cannot be NO INHERIT"
    known = column.not_null if column is not None else None
    if known is not None and constraint.name not in {None, known.name}:
        return (
            f'cannot create not-null constraint "{constraint.name}" on column '
            f'"{constraint.column}" of table "{table.name.name}"'
        )
    return None


def _proven(table: Table, name: str) -> bool:
    column = table.column(name)
    if column is not None and column.not_null is not None and not column.not_null.is_validated:
        return False
    return proves_not_null(table, name)


def _add_foreign_key(op: AddConstraint, key: ForeignKey, moment: Moment) -> Effects:
    is_checked = key.is_validated and key.is_enforced
    table = moment.table(op.table)
    columns = [table.column(each) for each in key.columns] if table is not None else []
    is_empty = bool(columns) and all(
        each is not None and _is_all_null(each, moment) for each in columns
    )
    is_empty = is_empty or (table is not None and moment.is_empty(table))
    return foreign_key_added(
        op, key, moment, scans=is_checked, reads_other=is_checked and not is_empty
    )


def _is_all_null(column: ColumnFact, moment: Moment) -> bool:
    """Tell if the column is so new that it holds nothing but NULL."""
    is_new = column.serial >= moment.transaction.first_serial
    return is_new and not column.has_value_by_default


def _add_key(op: AddConstraint, key: KeyConstraint | Exclusion, moment: Moment) -> Effects:
    refusal = _key_refusal(op, key, moment)
    if refusal is not None:
        return refused(refusal)
    if isinstance(key, KeyConstraint) and key.using_index is not None:
        return _from_index(op, key, moment)
    if moment.table(op.table) is None:
        names = [key.name] if key.name else []
        return on(
            moment.name(op.table), AX, scans=True, builds=names, because="builds a unique index"
        )
    locks = family_locked(op, moment, AX, only=not _locks_children(op, key, moment))
    table_lock = on(moment.name(op.table), AX)
    built = new_indexes(op, moment, Lock.SHARE, "builds the index of the constraint")
    if op.only and _is_partitioned(op, moment):
        built = Effects()
    parts = [locks, table_lock, built]
    if isinstance(key, PrimaryKey):
        parts.append(_not_null_for(op, key, moment))
    return combined(parts)


def _is_partitioned(op: AddConstraint, moment: Moment) -> bool:
    table = moment.table(op.table)
    return table is not None and table.partition_by is not None


def _locks_children(op: AddConstraint, key: Constraint, moment: Moment) -> bool:
    if moment.version >= ADD_CONSTRAINT_LOCKS_CHILDREN:
        return True
    table = moment.table(op.table)
    if table is None or not isinstance(key, PrimaryKey):
        return False
    # The key sets its columns NOT NULL, in the partitions too, unless they are.
    facts = (table.column(name) for name in key.columns)
    return table.partition_by is None or any(
        fact is None or not fact.proves_not_null for fact in facts
    )


def _not_null_for(op: AddConstraint, key: PrimaryKey, moment: Moment) -> Effects:
    """Return the scans for the NOT NULL that a primary key brings with it."""
    parts: list[Effects] = []
    for table in moment.family(op.table, only=op.only):
        unproven = [each for each in key.columns if not _proven(table, each)]
        if unproven:
            why = f"checks {', '.join(unproven)} for NULL"
            parts.append(scanned(table, moment, AX, why))
    return combined(parts)


def _from_index(op: AddConstraint, key: KeyConstraint, moment: Moment) -> Effects:
    table, index = moment.table(op.table), moment.catalog.index(_beside(op, key))
    parts = [locked(moment, op.table, AX)]
    renamed = key.name is not None and key.name != key.using_index
    if renamed and index is not None:
        parts.append(on(index.name, Lock.SHARE_UPDATE_EXCLUSIVE))
    if not isinstance(key, PrimaryKey):
        return combined(parts)
    columns = index.plain_columns if index is not None else None
    if table is None or columns is None:
        why = "checks the columns of the key for NULL"
        parts.append(on(moment.name(op.table), AX, scans=True, because=why))
        return combined(parts)
    parts.append(_not_null_for(op, key.but(columns=columns), moment))
    if moment.version >= ADD_CONSTRAINT_LOCKS_CHILDREN:
        parts.append(family_locked(op, moment, AX))
    return combined(parts)


def _beside(op: AddConstraint, key: KeyConstraint) -> Name:
    return Name(op.table.schema, key.using_index or "")


def _key_refusal(op: AddConstraint, key: KeyConstraint | Exclusion, moment: Moment) -> str | None:
    return next(_key_refusals(op, key, moment), None)


def _key_refusals(
    op: AddConstraint, key: KeyConstraint | Exclusion, moment: Moment
) -> Iterator[str]:
    table = moment.table(op.table)
    if isinstance(key, PrimaryKey) and table is not None and table.primary_key is not None:
        yield f'multiple primary keys for table "{op.table.name}" are not allowed'
    if isinstance(key, KeyConstraint) and key.using_index is not None:
        refusal = using_index_refusal(op, key, moment)
        if refusal is not None:
            yield refusal
        return
    yield from _key_column_refusals(op, key, moment)
    if key.name is not None:
        taken = moment.name(op.table)._replace(name=key.name)
        if moment.catalog.relation(taken) is not None:
            yield f'relation "{key.name}" already exists'
    if table is not None and table.partition_by is not None:
        refusal = _partitioned_key_refusal(op, table, key, moment)
        if refusal is not None:
            yield refusal


def _key_column_refusals(
    op: AddConstraint, key: KeyConstraint | Exclusion, moment: Moment
) -> Iterator[str]:
    table = moment.table(op.table)
    method = key.method if isinstance(key, Exclusion) else "btree"
    for column in _key_columns(key):
        if moment.catalog.has_column(op.table, column) is Truth.DISPROVEN:
            yield f'column "{column}" named in key does not exist'
        found = table.column(column) if table is not None else None
        if found is not None and not _has_class(key, column):
            refusal = class_refusal(found.type, method, moment)
            if refusal is not None:
                yield refusal


def _key_columns(key: KeyConstraint | Exclusion) -> tuple[str, ...]:
    if isinstance(key, KeyConstraint):
        return key.columns
    return tuple(each.column for each in key.columns if each.column is not None)


def _has_class(key: KeyConstraint | Exclusion, column: str) -> bool:
    if isinstance(key, KeyConstraint):
        return False
    return any(each.column == column and each.operator_class for each in key.columns)


def _partitioned_key_refusal(
    op: AddConstraint, table: Table, key: KeyConstraint | Exclusion, moment: Moment
) -> str | None:
    if isinstance(key, Exclusion):
        if moment.version < PARTITIONED_EXCLUSION:
            return "exclusion constraints are not supported on partitioned tables"
        return None
    if op.only and table.children and isinstance(key, PrimaryKey):
        for name in key.columns:
            for each in (table, *moment.catalog.descendants(table.name)):
                if not _proven(each, name):
                    return f'column "{name}" of table "{each.name.name}" is not marked NOT NULL'
    for each in (table, *moment.catalog.descendants(table.name)):
        if not partition_columns(each) <= set(key.columns):
            return "unique constraint on partitioned table must include all partitioning columns"
    return None


# --- the other clauses -----------------------------------------------------------------------


def _named(
    op: ValidateConstraint | AlterConstraint | DropConstraint, moment: Moment
) -> tuple[Table | None, Constraint | None, str | None]:
    """Return the table and constraint of a clause, or that it is sure not to be there."""
    table = moment.table(op.table)
    constraint = table.constraint(op.constraint) if table is not None else None
    if table is not None and constraint is None and table.is_complete:
        return (
            table,
            None,
            f'constraint "{op.constraint}" of relation "{table.name.name}" does not exist',
        )
    return table, constraint, None


def validate_constraint(op: ValidateConstraint, moment: Moment) -> Effects:
    """Return the effects of VALIDATE CONSTRAINT: a scan that lets reads and writes go on."""
    lock = Lock.SHARE_UPDATE_EXCLUSIVE
    table, constraint, missing = _named(op, moment)
    if missing is not None:
        return refused(missing)
    why = f"validates {op.constraint}"
    if table is None or constraint is None:
        return on(moment.name(op.table), lock, scans=True, because=why)
    refusal = next(_validate_refusals(table, constraint), None)
    if refusal is not None:
        return refused(refusal)
    if constraint.is_validated:
        return on(table.name, lock)
    if not isinstance(constraint, ForeignKey):
        return family_scanned(op, moment, lock, why)
    is_partitioned = table.partition_by is not None
    own = (
        family_scanned(op, moment, lock, why)
        if is_partitioned
        else scanned(table, moment, lock, why)
    )
    return combined([own, referenced(constraint, moment, Lock.ROW_SHARE, scans=True)])


def _validate_refusals(table: Table, constraint: Constraint) -> Iterator[str]:
    if not constraint.is_enforced:
        yield "cannot validate NOT ENFORCED constraint"
    if isinstance(constraint, KeyConstraint | Exclusion):
        yield (
            f'constraint "{constraint.name}" of relation "{table.name.name}" is not a foreign key, '
            "check, or not-null constraint"
        )


def alter_constraint(op: AlterConstraint, moment: Moment) -> Effects:
    """Return the effects of ALTER CONSTRAINT."""
    table, constraint, missing = _named(op, moment)
    if op.is_enforced is not None and moment.version < NOT_ENFORCED:
        return refused("ALTER CONSTRAINT … [NOT] ENFORCED needs PostgreSQL 18")
    if missing is not None:
        return refused(missing)
    if constraint is None or table is None:
        return family_locked(op, moment, AX)
    refusal = _alter_refusal(op, table, constraint)
    if refusal is not None:
        return refused(refusal)
    if isinstance(constraint, ForeignKey) and op.is_enforced is not None:
        return _enforcement_changed(op, table, constraint, moment)
    return family_locked(op, moment, AX, only=not table.partition_by)


def _enforcement_changed(
    op: AlterConstraint, table: Table, key: ForeignKey, moment: Moment
) -> Effects:
    why, is_partitioned = f"checks {op.constraint}", table.partition_by is not None
    if op.is_enforced and not key.is_enforced:
        rows = scanned(table, moment, AX, why)
        if is_partitioned:
            rows = family_scanned(op, moment, AX, why)
        return combined([rows, referenced(key, moment, Lock.SHARE_ROW_EXCLUSIVE, scans=True)])
    own = family_locked(op, moment, AX, only=not is_partitioned)
    if not op.is_enforced and key.is_enforced:
        return combined([own, referenced(key, moment, AX, scans=False)])
    return own


def _alter_refusal(op: AlterConstraint, table: Table, constraint: Constraint) -> str | None:
    if op.no_inherit is not None and not isinstance(constraint, NotNull):
        return (
            f'constraint "{op.constraint}" of relation "{table.name.name}" is not a not-null '
            "constraint"
        )
    if isinstance(constraint, ForeignKey):
        return None
    if op.is_enforced is not None:
        return (
            f'cannot alter enforceability of constraint "{op.constraint}" of relation '
            f'"{table.name.name}"'
        )
    if op.no_inherit is not None and isinstance(constraint, NotNull):
        return None
    return (
        f'constraint "{op.constraint}" of relation "{table.name.name}" is not a foreign key '
        "constraint"
    )


def drop_constraint(op: DropConstraint, moment: Moment) -> Effects:
    """Return the effects of DROP CONSTRAINT."""
    table, constraint, missing = _named(op, moment)
    if missing is not None:
        return locked(moment, op.table, AX) if op.if_exists else refused(missing)
    if table is None or constraint is None:
        return family_locked(op, moment, AX)
    if op.constraint in table.inherited_constraints:
        return refused(
            f'cannot drop inherited constraint "{op.constraint}" of relation "{table.name.name}"'
        )
    dropped = Dropped(moment, cascade=op.cascade)
    dropped.constraint(table, constraint)
    for child in _children_with(op, table, constraint, moment):
        held = child.constraint(op.constraint)
        dropped.lock(child.name)
        if held is not None and isinstance(held, KeyConstraint):
            dropped.constraint(child, held)
    own = moment.catalog.index(Name(table.name.schema, op.constraint))
    for child in _partitions_with_key(table, constraint, moment):
        dropped.lock(child.name)
    for part in attached_indexes(own, moment) if own is not None else ():
        dropped.lock(part.name)
    return dropped.effects()


def _children_with(
    op: DropConstraint, table: Table, constraint: Constraint, moment: Moment
) -> tuple[Table, ...]:
    if isinstance(constraint, Check) and constraint.no_inherit:
        return ()
    if isinstance(constraint, KeyConstraint | Exclusion):
        return ()
    if isinstance(constraint, ForeignKey) and table.partition_by is None:
        return ()
    if op.only:
        children = (moment.table(each) for each in table.children)
        return tuple(each for each in children if each is not None)
    return moment.catalog.descendants(table.name)


def _partitions_with_key(table: Table, constraint: Constraint, moment: Moment) -> tuple[Table, ...]:
    if not isinstance(constraint, PrimaryKey | Unique | Exclusion) or table.partition_by is None:
        return ()
    return moment.catalog.descendants(table.name)

"""What dropping and altering a column does, its type apart."""

from collections.abc import Iterator

from lint.definitions import Check
from lint.effects.defaults import INTEGERS, default_refusal
from lint.effects.dropping import column_dropped
from lint.effects.effect import NOTHING, Effects, combined, on, refused
from lint.effects.lock import Lock
from lint.effects.moment import Moment
from lint.effects.partition_keys import partition_columns
from lint.effects.proof import proves_not_null
from lint.effects.rewriting import (
    family_locked,
    family_rewritten,
    family_scanned,
    locked,
    rewritten,
)
from lint.effects.version import NOT_NULL_CONSTRAINTS, PARTITIONED_IDENTITY, SET_EXPRESSION
from lint.facts import ColumnFact, Table
from lint.names import Name
from lint.ops import (
    AddIdentity,
    DropColumn,
    DropDefault,
    DropGeneratedExpression,
    DropIdentity,
    DropNotNull,
    SetDefault,
    SetGeneratedExpression,
    SetIdentity,
    SetNotNull,
)
from lint.truth import Truth

AX = Lock.ACCESS_EXCLUSIVE


def column_missing(table: Name, column: str, moment: Moment) -> Effects | None:
    """Return the refusal of a clause that names a column that is not there."""
    if not isinstance(moment.catalog.relation(table), Table | None):
        return None
    if moment.catalog.has_column(table, column) is Truth.DISPROVEN:
        return refused(f'column "{column}" of relation "{table.name}" does not exist')
    return None


def _column(table: Name, column: str, moment: Moment) -> ColumnFact | None:
    found = moment.table(table)
    return found.column(column) if found is not None else None


def drop_column(op: DropColumn, moment: Moment) -> Effects:
    """Return the effects of DROP COLUMN: a lock, and on all that goes with the column."""
    if moment.catalog.has_column(op.table, op.column) is Truth.DISPROVEN:
        if op.if_exists:
            return locked(moment, op.table, AX)
        return refused(f'column "{op.column}" of relation "{op.table.name}" does not exist')
    table = moment.table(op.table)
    if table is None:
        return locked(moment, op.table, AX)
    refusal = next(_drop_refusals(op, table), None)
    if refusal is not None:
        return refused(refusal)
    children = table.children if op.only else ()
    family = moment.family(op.table, only=op.only)
    return combined(
        [family_locked(op, moment, AX)]
        + [locked(moment, child, AX) for child in children]
        + [column_dropped(each, op.column, moment, cascade=op.cascade) for each in family]
    )


def _drop_refusals(op: DropColumn, table: Table) -> Iterator[str]:
    column = table.column(op.column)
    if column is not None and column.is_inherited:
        yield f'cannot drop inherited column "{op.column}"'
    if op.column in partition_columns(table):
        yield (
            f'cannot drop column "{op.column}" because it is part of the partition key of relation '
            f'"{table.name.name}"'
        )
    if op.only and table.partition_by is not None and table.children:
        yield "cannot drop column from only the partitioned table when partitions exist"


def set_default(op: SetDefault, moment: Moment) -> Effects:
    """Return the effects of SET DEFAULT: rows that are there do not change."""
    if (missing := column_missing(op.table, op.column, moment)) is not None:
        return missing
    column = _column(op.table, op.column, moment)
    if column is not None:
        if column.identity is not None:
            return refused(f'column "{op.column}" is an identity column')
        if column.generated is not None:
            return refused(f'column "{op.column}" is a generated column')
        refusal = default_refusal(op.default, column.type, moment)
        if refusal is not None:
            return refused(refusal)
    return family_locked(op, moment, AX)


def drop_default(op: DropDefault, moment: Moment) -> Effects:
    """Return the effects of DROP DEFAULT."""
    if (missing := column_missing(op.table, op.column, moment)) is not None:
        return missing
    column = _column(op.table, op.column, moment)
    if column is not None and column.identity is not None:
        return refused(f'column "{op.column}" is an identity column')
    if column is not None and column.generated is not None:
        return refused(f'column "{op.column}" is a generated column')
    return family_locked(op, moment, AX)


def set_not_null(op: SetNotNull, moment: Moment) -> Effects:
    """Return the effects of SET NOT NULL: a scan, unless constraints prove it already."""
    if (missing := column_missing(op.table, op.column, moment)) is not None:
        return missing
    family = moment.family(op.table, only=op.only)
    if op.only and family and family[0].partition_by is not None and family[0].children:
        return refused("constraint must be added to child tables too")
    own = family[0].column(op.column) if family else None
    if own is not None and own.proves_not_null:
        recurses = moment.version < NOT_NULL_CONSTRAINTS and family[0].partition_by is None
        return family_locked(op, moment, AX, only=not recurses)
    unproven = [each for each in family if not _is_proven(each, op.column)]
    if not family and moment.catalog.is_complete:
        return locked(moment, op.table, AX)
    return family_scanned(op, moment, AX, f"checks {op.column} for NULL", unproven)


def _is_proven(table: Table, column: str) -> bool:
    found = table.column(column)
    if found is not None and found.generated is not None and not found.generated.is_stored:
        # A virtual column is computed anew: no constraint on stored rows is asked.
        return found.proves_not_null
    if found is not None and found.not_null is not None and not found.not_null.is_validated:
        return False
    return proves_not_null(table, column)


def drop_not_null(op: DropNotNull, moment: Moment) -> Effects:
    """Return the effects of DROP NOT NULL."""
    if (missing := column_missing(op.table, op.column, moment)) is not None:
        return missing
    table, column = moment.table(op.table), _column(op.table, op.column, moment)
    if column is None or table is None:
        return family_locked(op, moment, AX)
    refusal = next(_drop_not_null_refusals(table, column, moment), None)
    if refusal is not None:
        return refused(refusal)
    if moment.version >= NOT_NULL_CONSTRAINTS and column.not_null is None:
        return family_locked(op, moment, AX, only=True)
    if moment.version < NOT_NULL_CONSTRAINTS or not op.only:
        return family_locked(op, moment, AX)
    # The children's constraints become their own.
    children = (moment.table(each) for each in table.children)
    return combined([on(table.name, AX), *(on(each.name, AX) for each in children if each)])


def _drop_not_null_refusals(table: Table, column: ColumnFact, moment: Moment) -> Iterator[str]:
    if column.identity is not None:
        yield f'column "{column.name}" of relation "{table.name.name}" is an identity column'
    if table.primary_key is not None and column.name in table.primary_key.columns:
        yield f'column "{column.name}" is in a primary key'
    if column.is_inherited and _parent_forbids(table, column.name, moment):
        yield f'column "{column.name}" is marked NOT NULL in parent table'


def _parent_forbids(table: Table, column: str, moment: Moment) -> bool:
    """Tell if a parent's NOT NULL holds for the table too: for partitions always, else from 18."""
    if not table.is_partition and moment.version < NOT_NULL_CONSTRAINTS:
        return False
    parents = (moment.table(each) for each in table.parents)
    found = (parent.column(column) for parent in parents if parent is not None)
    return any(each is not None and each.not_null is not None for each in found)


def set_expression(op: SetGeneratedExpression, moment: Moment) -> Effects:
    """Return the effects of SET EXPRESSION: a stored column is computed anew for every row."""
    if moment.version < SET_EXPRESSION:
        return refused("SET EXPRESSION needs PostgreSQL 17")
    if (missing := column_missing(op.table, op.column, moment)) is not None:
        return missing
    column, table = _column(op.table, op.column, moment), moment.table(op.table)
    why = "computes a generated column"
    if column is None or table is None:
        return family_rewritten(op, moment, why)
    refusal = next(_expression_refusals(column, table), None)
    if refusal is not None:
        return refused(refusal)
    if column.generated is None or not column.generated.is_stored:
        return family_locked(op, moment, AX)
    return combined(rewritten(each, moment, why) for each in moment.family(op.table, only=op.only))


def _expression_refusals(column: ColumnFact, table: Table) -> Iterator[str]:
    if column.generated is None:
        yield f'column "{column.name}" of relation "{table.name.name}" is not a generated column'
        return
    has_check = any(isinstance(each, Check) for each in table.constraints)
    if has_check and not column.generated.is_stored:
        yield (
            "ALTER TABLE / SET EXPRESSION is not supported for virtual generated columns in "
            "tables with check constraints"
        )


def drop_expression(op: DropGeneratedExpression, moment: Moment) -> Effects:
    """Return the effects of DROP EXPRESSION."""
    if (missing := column_missing(op.table, op.column, moment)) is not None:
        return missing
    column = _column(op.table, op.column, moment)
    if column is not None and column.generated is None and not op.if_exists:
        return refused(
            f'column "{op.column}" of relation "{op.table.name}" is not a generated column'
        )
    if column is not None and column.generated is not None and not column.generated.is_stored:
        return refused(
            "ALTER TABLE / DROP EXPRESSION is not supported for virtual generated columns"
        )
    return family_locked(op, moment, AX)


def add_identity(op: AddIdentity, moment: Moment) -> Effects:
    """Return the effects of ADD GENERATED AS IDENTITY: rows that are there keep their values."""
    if (missing := column_missing(op.table, op.column, moment)) is not None:
        return missing
    column = _column(op.table, op.column, moment)
    refusal = next(_identity_refusals(column, op.table.name), None) if column is not None else None
    return refused(refusal) if refusal is not None else _identity_locked(op, moment)


def _identity_refusals(column: ColumnFact, table: str) -> Iterator[str]:
    name = f'column "{column.name}" of relation "{table}"'
    if column.type.name.name not in INTEGERS:
        yield "identity column type must be smallint, integer, or bigint"
    if column.identity is not None:
        yield f"{name} is already an identity column"
    if column.default is not None:
        yield f"{name} already has a default value"
    if not column.rejects_null:
        yield f"{name} must be declared NOT NULL before identity can be added"


def set_identity(op: SetIdentity, moment: Moment) -> Effects:
    """Return the effects of altering an identity column's sequence."""
    if (missing := column_missing(op.table, op.column, moment)) is not None:
        return missing
    column = _column(op.table, op.column, moment)
    if column is None:
        return locked(moment, op.table, AX)
    if column.identity is None:
        return refused(
            f'column "{op.column}" of relation "{op.table.name}" is not an identity column'
        )
    sequence = NOTHING
    if column.sequence is not None:
        is_stored = any(name != "generated" for name, _ in op.options)
        sequence = on(column.sequence, Lock.SHARE_ROW_EXCLUSIVE, rewrites=is_stored)
    return combined([locked(moment, op.table, AX), sequence])


def drop_identity(op: DropIdentity, moment: Moment) -> Effects:
    """Return the effects of DROP IDENTITY: the sequence goes."""
    if (missing := column_missing(op.table, op.column, moment)) is not None:
        return missing
    column = _column(op.table, op.column, moment)
    if column is not None and column.identity is None and not op.if_exists:
        return refused(
            f'column "{op.column}" of relation "{op.table.name}" is not an identity column'
        )
    parts = [_identity_locked(op, moment)]
    if column is not None and column.identity is not None and column.sequence is not None:
        parts.append(on(column.sequence, AX))
    return combined(parts)


def _identity_locked(op: AddIdentity | DropIdentity, moment: Moment) -> Effects:
    """Return the locks; partitions have the identity of their parent since PostgreSQL 17."""
    table = moment.table(op.table)
    is_shared = table is not None and table.partition_by is not None
    return family_locked(
        op, moment, AX, only=not is_shared or moment.version < PARTITIONED_IDENTITY
    )

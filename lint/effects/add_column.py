"""What ADD COLUMN does: only a value that is computed for every row rewrites the table.

A constant or stable default is stored once, in the catalog. A volatile default, a stored generated
column, an identity or serial, and a domain with constraints are computed row by row.
"""

from collections.abc import Iterator

from lint.definitions import Check, Column, ForeignKey, PrimaryKey, Unique
from lint.effects.coercion import has_constraints
from lint.effects.defaults import default_refusal, domain_default, generation_refusal
from lint.effects.effect import Effects, combined, on, refused, uncertain
from lint.effects.foreign_keys import foreign_key_checked, foreign_key_refusal
from lint.effects.lock import Lock
from lint.effects.moment import Moment
from lint.effects.nextval import sequences_drawn
from lint.effects.partition_keys import partition_columns
from lint.effects.rewriting import (
    family_locked,
    family_rewritten,
    family_scanned,
    locked,
    new_indexes,
)
from lint.effects.type_names import is_missing_type, is_unknown_type
from lint.effects.version import PARTITIONED_IDENTITY, VIRTUAL_GENERATED
from lint.effects.volatility import Volatility, calls_unknown, is_null, volatility_of
from lint.expressions import Expression, columns_in
from lint.facts import Table
from lint.ops import AddColumn
from lint.record import KeywordRecord
from lint.truth import Truth

AX = Lock.ACCESS_EXCLUSIVE
SYSTEM_COLUMNS = frozenset({"tableoid", "cmax", "xmax", "cmin", "xmin", "ctid"})


def add_column(op: AddColumn, moment: Moment) -> Effects:
    """Return the effects of ADD COLUMN: only a value computed per row rewrites the table."""
    column = op.column
    if moment.catalog.has_column(op.table, column.name) is Truth.PROVEN:
        if op.if_not_exists:
            return locked(moment, op.table, AX)
        return refused(f'column "{column.name}" of relation "{op.table.name}" already exists')
    refusal = next(_refusals(op, moment), None)
    if refusal is not None:
        return refused(refusal)
    value = _value_of(column, moment)
    return combined(
        [family_locked(op, moment, AX), *_filled(op, value, moment), *_inline(op, value, moment)]
    )


class _Value(KeywordRecord):
    """How the new column gets its value in the rows that are there.

    `computed` says what is computed for every row, when it is; `is_absent`: the rows have NULL.
    """

    computed: str | None = None
    is_absent: bool = False
    unknown: tuple[str, ...] = ()


def _filled(op: AddColumn, value: _Value, moment: Moment) -> Iterator[Effects]:
    """Yield the effects of giving the rows that are there their value."""
    yield uncertain(*value.unknown)
    if value.computed is not None:
        yield family_rewritten(op, moment, value.computed)
        yield from _drawn(op.column.default, moment)


def _drawn(default: Expression | None, moment: Moment) -> Iterator[Effects]:
    """Yield the locks on sequences from which every row draws a value."""
    for sequence in sequences_drawn(default, moment.catalog) if default is not None else ():
        if moment.catalog.sequence(sequence) is not None:
            yield on(moment.name(sequence), Lock.ROW_EXCLUSIVE)


def _value_of(column: Column, moment: Moment) -> _Value:
    catalog = moment.catalog
    if column.generated is not None:
        is_stored = column.generated.is_stored
        computed = "computes a stored generated column" if is_stored else None
        return _Value(computed=computed, is_absent=not is_stored)
    if column.identity is not None or column.is_serial:
        return _Value(computed="draws a value from a sequence for every row")
    domain = None if column.type.array else catalog.domain(column.type.name)
    if domain is not None and has_constraints(domain, catalog):
        return _Value(computed="checks the constraints of a domain for every row")
    default = column.default if column.default is not None else domain_default(domain, catalog)
    return _default_value(column, default, moment)


def _default_value(column: Column, default: Expression | None, moment: Moment) -> _Value:
    is_unknown = is_unknown_type(column.type, moment.catalog)
    unknown = (f"the type {column.type}",) if is_unknown else ()
    if default is None or is_null(default):
        return _Value(is_absent=True, unknown=unknown)
    found = volatility_of(default, moment.catalog)
    if found is Volatility.UNKNOWN:
        names = calls_unknown(default, moment.catalog)
        return _Value(
            computed="computes a default that may be volatile",
            unknown=tuple(f"the function {each}" for each in names),
        )
    if found is Volatility.VOLATILE:
        return _Value(computed="computes a volatile default for every row")
    return _Value(unknown=unknown)


# --- constraints written with the column -----------------------------------------------------


def _inline(op: AddColumn, value: _Value, moment: Moment) -> tuple[Effects, ...]:
    """Return the effects of the constraints written with the column."""
    parts: list[Effects] = []
    if op.column.is_not_null and value.computed is None and value.is_absent:
        parts.append(family_scanned(op, moment, AX, f"checks {op.column.name} for NULL"))
    for each in op.column.constraints:
        match each:
            case Check() if each.is_enforced:
                parts.append(family_scanned(op, moment, AX, f"checks {each.expression}"))
            case ForeignKey():
                parts.append(_inline_foreign_key(op, each, value, moment))
            case Unique() | PrimaryKey():
                parts.append(new_indexes(op, moment, AX, "builds a unique index"))
            case _:
                pass
    return tuple(parts)


def _inline_foreign_key(op: AddColumn, key: ForeignKey, value: _Value, moment: Moment) -> Effects:
    given = op.column.default is not None or value.computed is not None
    is_scanned = given and key.is_enforced
    is_filled = is_scanned and not (op.column.default is not None and is_null(op.column.default))
    refusal = foreign_key_refusal(
        op.table,
        key.but(columns=(op.column.name,)),
        moment.but(catalog=moment.catalog.after(op)),
    )
    if refusal is not None:
        return refused(refusal)
    return foreign_key_checked(op, key, moment, scans=is_scanned, reads_other=is_filled)


# --- refusals --------------------------------------------------------------------------------


def _refusals(op: AddColumn, moment: Moment) -> Iterator[str]:
    column, table = op.column, moment.table(op.table)
    if column.name in SYSTEM_COLUMNS:
        yield f'column name "{column.name}" conflicts with a system column name'
    if is_missing_type(column.type, moment.catalog):
        yield f'type "{column.type}" does not exist'
    if column.generated and not column.generated.is_stored and moment.version < VIRTUAL_GENERATED:
        yield "virtual generated columns need PostgreSQL 18"
    if table is not None:
        yield from _table_refusals(op, table, moment)
    if column.default is not None:
        refusal = default_refusal(column.default, column.type, moment)
    elif column.generated is not None:
        refusal = generation_refusal(column.generated.expression, table, moment)
    else:
        refusal = None
    if refusal is not None:
        yield refusal


def _table_refusals(op: AddColumn, table: Table, moment: Moment) -> Iterator[str]:
    column = op.column
    if table.is_partition:
        yield "cannot add column to a partition"
    if op.only and table.children:
        yield "column must be added to child tables too"
    has_key = any(isinstance(each, PrimaryKey) for each in column.constraints)
    if has_key and table.primary_key is not None:
        yield f'multiple primary keys for table "{table.name.name}" are not allowed'
    is_unique = any(isinstance(each, Unique | PrimaryKey) for each in column.constraints)
    if is_unique and partition_columns(table):
        yield "unique constraint on partitioned table must include all partitioning columns"
    recurses = table.partition_by is not None and moment.version >= PARTITIONED_IDENTITY
    if column.identity is not None and table.children and not recurses:
        yield "cannot recursively add identity column to table that has child tables"
    if column.generated is not None and table.is_complete:
        for name in columns_in(column.generated.expression):
            if table.column(name) is None and name != column.name:
                yield f'column "{name}" does not exist'

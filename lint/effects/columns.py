"""What adding, dropping and altering a column does, its type apart."""

from lint.catalog import Catalog
from lint.definitions import SERIALS, Check, Column, ForeignKey, PrimaryKey, Unique
from lint.effects.builtins import is_type
from lint.effects.coercion import Context, Cost, coerced, has_constraints
from lint.effects.dropping import column_dropped
from lint.effects.effect import NOTHING, Effects, combined, on, refused, uncertain
from lint.effects.foreign_keys import foreign_key_checked, foreign_key_refusal
from lint.effects.lock import Lock
from lint.effects.moment import Moment
from lint.effects.nextval import sequences_drawn
from lint.effects.partition_keys import partition_columns
from lint.effects.proof import proves_not_null
from lint.effects.rewriting import (
    family_locked,
    family_rewritten,
    family_scanned,
    locked,
    new_indexes,
    rewritten,
)
from lint.effects.version import (
    NOT_NULL_CONSTRAINTS,
    PARTITIONED_IDENTITY,
    SET_EXPRESSION,
    VIRTUAL_GENERATED,
)
from lint.effects.volatility import Volatility, calls_unknown, is_null, volatility_of
from lint.expressions import (
    Cast,
    ColumnReference,
    Constant,
    ConstantKind,
    Expression,
    FunctionCall,
    Subquery,
    columns_in,
    walk,
)
from lint.facts import ColumnFact, Domain, EnumType, Table
from lint.names import Name, TypeName
from lint.ops import (
    AddColumn,
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

SYSTEM_COLUMNS = frozenset({"tableoid", "cmax", "xmax", "cmin", "xmin", "ctid"})
_EXTENSION_TYPES = frozenset(
    [
        "citext",
        "hstore",
        "ltree",
        "lquery",
        "ltxtquery",
        "cube",
        "seg",
        "isbn",
        "isbn13",
        "geometry",
        "geography",
        "vector",
        "halfvec",
        "sparsevec",
        "h3index",
        "semver",
        "tdigest",
        "hll",
        "roaringbitmap",
        "ean13",
        "box2d",
        "box3d",
        "raster",
    ]
)
AX = Lock.ACCESS_EXCLUSIVE


def column_missing(table: Name, column: str, moment: Moment) -> Effects | None:
    """Return the refusal of a clause that names a column that is not there."""
    if not isinstance(moment.catalog.relation(table), Table | None):
        return None
    if moment.catalog.has_column(table, column) is Truth.DISPROVEN:
        return refused(f'column "{column}" of relation "{table.name}" does not exist')
    return None


# --- ADD COLUMN ------------------------------------------------------------------------------


def add_column(op: AddColumn, moment: Moment) -> Effects:
    """Return the effects of ADD COLUMN: only a value computed per row rewrites the table."""
    column = op.column
    if moment.catalog.has_column(op.table, column.name) is Truth.PROVEN:
        if op.if_not_exists:
            return locked(moment, op.table, AX)
        return refused(f'column "{column.name}" of relation "{op.table.name}" already exists')
    refusal = _add_refusal(op, moment)
    if refusal is not None:
        return refused(refusal)
    stored = _stored_value(column, moment)
    return combined(
        [family_locked(op, moment, AX), *stored.effects(op, moment), *_inline(op, stored, moment)]
    )


class _Value:
    """How the new column gets its value in the rows that are there."""

    def __init__(
        self, reason: str | None, *, is_absent: bool = False, unknown: tuple[str, ...] = ()
    ) -> None:
        self.reason = reason
        self.is_absent = is_absent
        self.unknown = unknown

    def effects(self, op: AddColumn, moment: Moment) -> tuple[Effects, ...]:
        if self.reason is None:
            return (uncertain(*self.unknown),)
        work = family_rewritten(op, moment, self.reason)
        return (uncertain(*self.unknown), work, *_sequences(op.column.default, moment))


def _sequences(default: Expression | None, moment: Moment) -> tuple[Effects, ...]:
    """Return the locks on sequences from which every row draws a value."""
    if default is None:
        return ()
    return tuple(
        locked(moment, sequence, Lock.ROW_EXCLUSIVE)
        for sequence in sequences_drawn(default)
        if moment.catalog.sequence(sequence) is not None
    )


def _stored_value(column: Column, moment: Moment) -> _Value:
    catalog = moment.catalog
    if column.generated is not None:
        return (
            _Value("computes a stored generated column")
            if column.generated.is_stored
            else (_Value(None, is_absent=True))
        )
    if column.identity is not None or column.is_serial:
        return _Value("draws a value from a sequence for every row")
    domain = None if column.type.array else catalog.domain(column.type.name)
    if domain is not None and has_constraints(domain, catalog):
        return _Value("checks the constraints of a domain for every row")
    default = column.default if column.default is not None else domain_default(domain, catalog)
    if default is None or is_null(default):
        return _Value(None, is_absent=True, unknown=_unknown_type(column.type, moment))
    found = volatility_of(default, catalog)
    names = tuple(f"the function {each}" for each in calls_unknown(default, catalog))
    if found is Volatility.UNKNOWN:
        return _Value("computes a default that may be volatile", unknown=names)
    if found is Volatility.VOLATILE:
        return _Value("computes a volatile default for every row")
    return _Value(None, unknown=_unknown_type(column.type, moment))


def domain_default(domain: Domain | None, catalog: Catalog) -> Expression | None:
    """Return the default that a column gets from its domain, or from the one below."""
    if domain is None or domain.default is not None:
        return domain.default if domain else None
    inner = None if domain.base.array else catalog.domain(domain.base.name)
    return domain_default(inner, catalog)


def _unknown_type(type_name: TypeName, moment: Moment) -> tuple[str, ...]:
    return (f"the type {type_name}",) if is_unknown_type(type_name, moment.catalog) else ()


def is_unknown_type(type_name: TypeName, catalog: Catalog) -> bool:
    """Tell if nothing is known of the type; types of well-known extensions are no domains."""
    name = type_name.name
    if name.schema in {None, "pg_catalog"} and (is_type(name.name) or name in SERIALS):
        return False
    if name.name in _EXTENSION_TYPES or type_name.of_column:
        return False
    return catalog.type(name) is None and catalog.relation(name) is None


def is_missing_type(type_name: TypeName, catalog: Catalog) -> bool:
    """Tell if it is sure that there is no such type."""
    return (
        is_unknown_type(type_name, catalog)
        and catalog.is_complete
        and len(catalog.extensions) == 0
        and type_name.name.schema in {None, "public"}
        and not _is_pseudo(type_name)
    )


_PSEUDO = frozenset(
    [
        "record",
        "void",
        "trigger",
        "event_trigger",
        "any",
        "anyelement",
        "anyarray",
        "anynonarray",
        "anyenum",
        "anyrange",
        "anymultirange",
        "anycompatible",
        "anycompatiblearray",
        "anycompatiblenonarray",
        "anycompatiblerange",
        "anycompatiblemultirange",
        "cstring",
        "internal",
        "language_handler",
        "fdw_handler",
        "table_am_handler",
        "index_am_handler",
        "tsm_handler",
        "unknown",
        "pg_ddl_command",
    ]
)


def _is_pseudo(type_name: TypeName) -> bool:
    return type_name.name.name in _PSEUDO


def _add_refusal(op: AddColumn, moment: Moment) -> str | None:
    column, table = op.column, moment.table(op.table)
    if column.name in SYSTEM_COLUMNS:
        return f'column name "{column.name}" conflicts with a system column name'
    if is_missing_type(column.type, moment.catalog):
        return f'type "{column.type}" does not exist'
    if column.generated and not column.generated.is_stored and moment.version < VIRTUAL_GENERATED:
        return "virtual generated columns need PostgreSQL 18"
    if table is not None and table.is_partition:
        return "cannot add column to a partition"
    if table is not None and (refusal := _partitioned_refusal(column, table, moment)) is not None:
        return refusal
    if table is not None and op.only and table.children:
        return "column must be added to child tables too"
    has_key = any(isinstance(each, PrimaryKey) for each in column.constraints)
    if table is not None and has_key and table.primary_key is not None:
        return f'multiple primary keys for table "{table.name.name}" are not allowed'
    if column.default is not None:
        return default_refusal(column.default, column.type, moment)
    if column.generated is not None:
        return _generation_refusal(column.generated.expression, moment)
    return None


def _partitioned_refusal(column: Column, table: Table, moment: Moment) -> str | None:
    """Return why a table with children or partitions cannot get the column."""
    is_key = any(isinstance(each, Unique | PrimaryKey) for each in column.constraints)
    if is_key and partition_columns(table):
        return "unique constraint on partitioned table must include all partitioning columns"
    recurses = table.partition_by is not None and moment.version >= PARTITIONED_IDENTITY
    if column.identity is not None and table.children and not recurses:
        return "cannot recursively add identity column to table that has child tables"
    if column.generated is not None and table.is_complete:
        for name in columns_in(column.generated.expression):
            if table.column(name) is None and name != column.name:
                return f'column "{name}" does not exist'
    return None


def _generation_refusal(expression: Expression, moment: Moment) -> str | None:
    found = volatility_of(expression, moment.catalog)
    if found in {Volatility.STABLE, Volatility.VOLATILE} and _is_surely_unsteady(
        expression, moment.catalog
    ):
        return "generation expression is not immutable"
    return None


def _is_surely_unsteady(expression: Expression, catalog: Catalog) -> bool:
    """Tell if some function has no immutable form at all: others depend on argument types."""
    return unsteady_function(expression, catalog) is not None


def unsteady_function(expression: Expression, catalog: Catalog) -> str | None:
    """Return a function or word of the expression that is certainly not immutable."""
    from lint.effects.builtins import function_volatilities  # noqa: PLC0415 - read on demand

    for node in walk(expression):
        if type(node).__name__ == "SqlValue":
            return str(node)
        if not isinstance(node, FunctionCall):
            continue
        built_in = function_volatilities(node.function.name)
        if built_in and "immutable" not in built_in and "aggregate" not in built_in:
            return node.function.name
        if not built_in and volatility_of(node, catalog) in {
            Volatility.STABLE,
            Volatility.VOLATILE,
        }:
            declared = [
                f.definition.volatility.value for f in catalog.functions_named(node.function)
            ]
            if declared and "immutable" not in declared:
                return node.function.name
    return None


def default_refusal(default: Expression, type_name: TypeName, moment: Moment) -> str | None:
    """Return why an expression cannot be the default of a column of the type, if so."""
    from lint.effects.builtins import function_volatilities  # noqa: PLC0415 - read on demand

    for node in walk(default):
        if isinstance(node, Subquery):
            return "cannot use subquery in DEFAULT expression"
        if isinstance(node, ColumnReference):
            return "cannot use column reference in DEFAULT expression"
        if isinstance(node, FunctionCall) and "aggregate" in function_volatilities(
            node.function.name
        ):
            return "aggregate functions are not allowed in DEFAULT expressions"
    return literal_refusal(default, type_name, moment)


_INTEGERS = frozenset({"int2", "int4", "int8"})


def literal_refusal(value: Expression, type_name: TypeName, moment: Moment) -> str | None:
    """Return why a literal cannot be read as the type, where that is plain to see."""
    if isinstance(value, Cast) and value.type.name == type_name.name:
        value = value.argument
    if not isinstance(value, Constant) or type_name.array:
        return None
    base = moment.catalog.base_type(type_name)
    enum = moment.catalog.enum(base.name)
    if enum is not None and value.kind is ConstantKind.STRING:
        return label_refusal(value.value, enum)
    if value.kind is ConstantKind.STRING:
        return _string_refusal(value.value, base)
    if value.kind in {ConstantKind.INTEGER, ConstantKind.BOOLEAN} and _refuses_kind(value, base):
        return f"the default cannot become a value of type {type_name}"
    return None


def label_refusal(text: str, enum: EnumType) -> str | None:
    """Return why the text cannot be read as a label of the enum, if so."""
    if enum.is_complete and text not in enum.labels:
        return f'invalid input value for enum {enum.name.name}: "{text}"'
    return None


def _refuses_kind(value: Constant, base: TypeName) -> bool:
    name = base.name.name if base.name.schema is None else ""
    if value.kind is ConstantKind.INTEGER:
        return name in {"bool", "date", "timestamp", "timestamptz", "uuid", "jsonb", "json"}
    return name in {"int2", "int4", "int8", "numeric", "date", "timestamptz", "uuid", "jsonb"}


def _string_refusal(text: str, base: TypeName) -> str | None:
    name = base.name.name if base.name.schema is None else ""
    if name in _INTEGERS and not text.strip().lstrip("+-").replace("_", "").isalnum():
        return f'invalid input syntax for type {base}: "{text}"'
    if name in _INTEGERS and not any(each.isdigit() for each in text):
        return f'invalid input syntax for type {base}: "{text}"'
    limit = base.typmods[0] if name in {"varchar", "bpchar"} and base.typmods else None
    if isinstance(limit, int) and len(text.rstrip(" ")) > limit:
        return f"value too long for type {base}"
    return None


def _inline(op: AddColumn, value: _Value, moment: Moment) -> tuple[Effects, ...]:
    """Return the effects of the constraints written with the column."""
    parts: list[Effects] = []
    if op.column.is_not_null and value.reason is None and value.is_absent:
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
    given = op.column.default is not None or value.reason is not None
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


# --- the other clauses -----------------------------------------------------------------------


def drop_column(op: DropColumn, moment: Moment) -> Effects:
    """Return the effects of DROP COLUMN: a lock, and on all that goes with the column."""
    if moment.catalog.has_column(op.table, op.column) is Truth.DISPROVEN:
        if op.if_exists:
            return locked(moment, op.table, AX)
        return refused(f'column "{op.column}" of relation "{op.table.name}" does not exist')
    table = moment.table(op.table)
    if table is None:
        return locked(moment, op.table, AX)
    column = table.column(op.column)
    if column is not None and column.is_inherited:
        return refused(f'cannot drop inherited column "{op.column}"')
    if op.column in partition_columns(table):
        return refused(
            f'cannot drop column "{op.column}" because it is part of the partition key of relation '
            f'"{table.name.name}"'
        )
    if op.only and table.partition_by is not None and table.children:
        return refused("cannot drop column from only the partitioned table when partitions exist")
    children = table.children if op.only else ()
    family = moment.family(op.table, only=op.only)
    return combined(
        [family_locked(op, moment, AX)]
        + [locked(moment, child, AX) for child in children]
        + [column_dropped(each, op.column, moment, cascade=op.cascade) for each in family]
    )


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
    if column is not None and table is not None:
        if column.identity is not None:
            return refused(
                f'column "{op.column}" of relation "{op.table.name}" is an identity column'
            )
        key = table.primary_key
        if key is not None and op.column in key.columns:
            return refused(f'column "{op.column}" is in a primary key')
        if column.is_inherited and _parent_forbids(table, op.column, moment):
            return refused(f'column "{op.column}" is marked NOT NULL in parent table')
        if moment.version >= NOT_NULL_CONSTRAINTS and column.not_null is None:
            return locked(moment, op.table, AX)
    return family_locked(op, moment, AX)


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
    if column is None or table is None:
        return family_rewritten(op, moment, "computes a generated column")
    if column.generated is None:
        return refused(
            f'column "{op.column}" of relation "{op.table.name}" is not a generated column'
        )
    if not column.generated.is_stored:
        if any(isinstance(each, Check) for each in table.constraints):
            return refused(
                "ALTER TABLE / SET EXPRESSION is not supported for virtual generated columns in "
                "tables with check constraints"
            )
        return family_locked(op, moment, AX)
    why = "computes a generated column"
    return combined(rewritten(each, moment, why) for each in moment.family(op.table, only=op.only))


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
    if column is None:
        return locked(moment, op.table, AX)
    if column.type.name not in {Name(None, each) for each in _INTEGERS}:
        return refused("identity column type must be smallint, integer, or bigint")
    if column.identity is not None:
        return refused(
            f'column "{op.column}" of relation "{op.table.name}" is already an identity column'
        )
    if column.default is not None:
        return refused(
            f'column "{op.column}" of relation "{op.table.name}" already has a default value'
        )
    if not column.rejects_null:
        return refused(
            f'column "{op.column}" of relation "{op.table.name}" must be declared NOT NULL before '
            "identity can be added"
        )
    return locked(moment, op.table, AX)


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
    parts = [locked(moment, op.table, AX)]
    if column is not None and column.identity is not None and column.sequence is not None:
        parts.append(on(column.sequence, AX))
    return combined(parts)


def _column(table: Name, column: str, moment: Moment) -> ColumnFact | None:
    found = moment.table(table)
    return found.column(column) if found is not None else None


def default_coercible(old: TypeName, new: TypeName, moment: Moment) -> bool:
    """Tell if a default of the old type becomes one of the new type by itself."""
    return coerced(old, new, Context.ASSIGNMENT, moment) is not Cost.IMPOSSIBLE

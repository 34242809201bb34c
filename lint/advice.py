"""SQL for the fixes that rules propose, with the user's own names.

A fix is what to write instead. Where it takes more than one migration, the parts are divided by a
comment that says so, in the words of `LATER` and `OUTSIDE`.
"""

import re

from lint.catalog import Catalog
from lint.definitions import (
    Action,
    Check,
    Column,
    Constraint,
    Exclusion,
    ForeignKey,
    IndexColumn,
    KeyConstraint,
    NotNull,
    PrimaryKey,
    Unique,
)
from lint.exposure import shown_name
from lint.expressions import columns_in
from lint.names import Name, quoted
from lint.ops import AddColumn, AddConstraint, CreateIndex

LATER = "-- then, in a migration of its own:"
OUTSIDE = "-- in a migration of its own, outside a transaction:"
IN_QUIET = (
    "-- there is no online way: in a quiet hour, and with a limit\nset local lock_timeout = '2s';"
)
BATCHES = "-- then, from outside the migration, in batches of some thousand rows:"
THEN_OUTSIDE = "-- then, in a migration of its own, outside a transaction:"

LONGEST_NAME = 63
NOT_NULL_CONSTRAINTS = 18

_CREATE_INDEX = re.compile(r"\b(create\s+(?:unique\s+)?index)\b", re.IGNORECASE)
_KEYS = re.compile(r"\bon\s+", re.IGNORECASE)


def steps(*parts: str) -> str:
    """Return SQL for several migrations, one after the other."""
    first, *others = parts
    lines = [first]
    for part in others:
        is_outside = part.startswith(OUTSIDE)
        lines += [THEN_OUTSIDE + part.removeprefix(OUTSIDE)] if is_outside else [LATER, part]
    return "\n".join(lines)


def made_name(table: Name, columns: tuple[str, ...], suffix: str) -> str:
    """Return a name as PostgreSQL would make it, in quotes where it needs them."""
    stem = "_".join((table.name, *columns))
    return quoted(f"{stem[: LONGEST_NAME - 1 - len(suffix)]}_{suffix}")


def column_list(columns: tuple[str, ...]) -> str:
    """Return the columns in parentheses."""
    return f"({', '.join(map(quoted, columns))})"


def constraint_name(table: Name, constraint: Constraint) -> str:
    """Return the constraint's name, or the one that PostgreSQL would give it."""
    if constraint.name is not None:
        return quoted(constraint.name)
    return made_name(table, *_parts_of_name(constraint))


def _parts_of_name(constraint: Constraint) -> tuple[tuple[str, ...], str]:
    match constraint:
        case ForeignKey(columns=columns):
            parts = columns, "fkey"
        case Unique(columns=columns):
            parts = columns, "key"
        case PrimaryKey():
            parts = (), "pkey"
        case Exclusion(columns=keys):
            parts = tuple(each.column for each in keys if each.column is not None), "excl"
        case NotNull(column=column):
            parts = (column,), "not_null"
        case Check(expression=expression):
            parts = columns_in(expression)[:1], "check"
        case _:
            parts = (), "check"
    return parts


def constraint_sql(constraint: Constraint) -> str:
    """Return what the constraint demands, as ADD CONSTRAINT takes it after the name."""
    match constraint:
        case Check(expression=expression):
            return f"check ({expression})" + " no inherit" * constraint.no_inherit
        case NotNull(column=column):
            return f"not null {quoted(column)}"
        case ForeignKey():
            return _foreign_key(constraint) + _timing(constraint)
        case Unique(columns=columns):
            distinct = " nulls not distinct" * constraint.nulls_not_distinct
            return f"unique{distinct} {column_list(columns)}" + _timing(constraint)
        case PrimaryKey(columns=columns):
            return f"primary key {column_list(columns)}" + _timing(constraint)
    return str(constraint)


def _foreign_key(key: ForeignKey) -> str:
    return f"foreign key {column_list(key.columns)} {_references(key)}"


def _references(key: ForeignKey) -> str:
    words = [f"references {key.references}"]
    words += [column_list(key.referenced)] if key.referenced else []
    words += ["match full"] if key.is_match_full else []
    for event, action in (("update", key.on_update), ("delete", key.on_delete)):
        if action is not Action.NO_ACTION:
            words.append(f"on {event} {action.value}")
    return " ".join(words)


def _timing(constraint: Constraint) -> str:
    deferrable = " deferrable" * constraint.is_deferrable
    return deferrable + " initially deferred" * constraint.is_initially_deferred


def column_sql(column: Column, *, with_default: bool = True) -> str:
    """Return the column with as much as can be added at once without a look at the rows."""
    words = [quoted(column.name), str(column.type)]
    words += [f"collate {column.collation}"] if column.collation else []
    if with_default and column.default is not None:
        words += [f"default {column.default}"] + ["not null"] * column.is_not_null
    if column.default is None:
        keys = (each for each in column.constraints if isinstance(each, ForeignKey))
        words += [_references(each) for each in keys]
    return " ".join(words)


def added_not_valid(table: Name, constraint: Constraint) -> str:
    """Return the constraint added without a look at the rows, then validated."""
    name = constraint_name(table, constraint)
    return steps(
        f"alter table {table} add constraint {name} {constraint_sql(constraint)} not valid;",
        f"alter table {table} validate constraint {name};",
    )


def made_required(table: Name, column: str, pg_version: int) -> str:
    """Return how a column with rows becomes NOT NULL while reads and writes go on."""
    name = made_name(table, (column,), "not_null")
    required = f"alter table {table} alter column {quoted(column)} set not null;"
    if pg_version >= NOT_NULL_CONSTRAINTS:
        return steps(
            f"alter table {table} add constraint {name} not null {quoted(column)} not valid;",
            f"alter table {table} validate constraint {name};",
        )
    check = f"check ({quoted(column)} is not null)"
    return steps(
        f"alter table {table} add constraint {name} {check} not valid;",
        f"alter table {table} validate constraint {name};",
        f"{required}\nalter table {table} drop constraint {name};",
    )


def numbered(op: AddColumn, integer: str, pg_version: int) -> str:
    """Return how a table gets a numbered column without numbering its rows under a lock."""
    sequence = made_name(op.table, (op.column.name,), "seq")
    column, draw = quoted(op.column.name), f"nextval('{sequence}')"
    lines = [
        f"create sequence {sequence} as {integer};",
        f"alter table {op.table} add column {column} {integer},",
        f"  alter column {column} set default {draw};",
        f"alter sequence {sequence} owned by {op.table}.{column};",
        filled_in_batches(op.table, op.column.name, draw),
    ]
    return steps("\n".join(lines), made_required(op.table, op.column.name, pg_version))


def filled_in_batches(table: Name, column: str, value: str) -> str:
    """Return the advice to give old rows their value without one long transaction."""
    missing = f"{quoted(column)} = {value} where {quoted(column)} is null and …"
    return f"{BATCHES}\n-- update {table} set {missing};"  # noqa: S608 - shown, never run


def index_concurrently(op: CreateIndex) -> str:
    """Return the CREATE INDEX of the user with CONCURRENTLY."""
    return _CREATE_INDEX.sub(r"\1 concurrently", op.statement.sql, count=1) + ";"


def index_keys(columns: tuple[IndexColumn, ...]) -> str:
    """Return the keys of an index in parentheses."""
    return f"({', '.join(map(_index_key, columns))})"


def _index_key(key: IndexColumn) -> str:
    words = [quoted(key.column) if key.column is not None else f"({key.expression})"]
    words += [f"collate {key.collation}"] if key.collation else []
    words += [str(key.operator_class)] if key.operator_class else []
    words += ["desc"] if key.is_descending else []
    if key.nulls_first is not None:
        words.append("nulls first" if key.nulls_first else "nulls last")
    return " ".join(words)


def unique_index(table: Name | str, name: str, columns: tuple[str, ...]) -> str:
    """Return a unique index built while reads and writes go on."""
    return f"{OUTSIDE}\ncreate unique index concurrently {name} on {table} {column_list(columns)};"


def view_over(view: Name | str, source: Name | str, columns: str = "*") -> str:
    """Return a view that offers the source's columns under another name."""
    return f"create view {view} as\n" + " ".join(("select", columns, "from", f"{source};"))


def index_by_partitions(op: CreateIndex, catalog: Catalog) -> str:
    """Return how a partitioned table gets an index while reads and writes go on."""
    keys = index_keys(op.columns)
    columns = tuple(each.column for each in op.columns if each.column is not None)
    parent = quoted(op.name) if op.name else made_name(op.table, columns, "idx")
    lines = [f"create index {parent} on only {op.table} {keys};"]
    for child in catalog.descendants(op.table):
        part = made_name(child.name, columns, "idx")
        partition = shown_name(child.name, catalog)
        lines += [THEN_OUTSIDE, f"create index concurrently {part} on {partition} {keys};"]
        lines += [LATER, f"alter index {parent} attach partition {part};"]
    return "\n".join(lines)


def key_by_partitions(op: AddConstraint, key: KeyConstraint, catalog: Catalog) -> str:
    """Return how a partitioned table gets a key: it takes over those of its partitions unread."""
    kind = "primary key" if isinstance(key, PrimaryKey) else "unique"
    parts = []
    for child in catalog.descendants(op.table):
        name, table = (
            constraint_name(child.name, key.but(name=None)),
            shown_name(child.name, catalog),
        )
        parts.append(unique_index(table, name, key.columns))
        parts.append(f"alter table {table} add constraint {name} {kind} using index {name};")
    return steps(*parts, f"{op.statement.sql};")

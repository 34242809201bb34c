"""How much of a table a statement that changes data may touch."""

from lint.catalog import BOOKKEEPING
from lint.exposure import is_exposed
from lint.expressions import (
    And,
    ColumnReference,
    Constant,
    ConstantKind,
    Expression,
    InList,
    Operator,
)
from lint.names import Name
from lint.ops import ChangesData, CopyFrom, Delete, Insert, Merge, Update
from lint.rule import Before


def is_everything(op: Update | Delete) -> bool:
    """Tell if the statement has no condition, or one that always holds."""
    joins = op.has_from if isinstance(op, Update) else op.has_using
    return not joins and (op.where is None or op.where == Constant("true", ConstantKind.BOOLEAN))


def reaches_many_rows(op: ChangesData, before: Before) -> bool:
    """Tell if the statement may read or write rows in proportion to a table that others use."""
    if before.effects.fails is not None or op.table.name in BOOKKEEPING:
        return False
    match op:
        case Update() | Delete():
            return _is_used(op.table, before) and not _is_lookup(op.table, op.where, before)
        case Insert(from_query=True):
            return any(_is_used(each, before) for each in op.query.relations)
        case Merge() | CopyFrom():
            return _is_used(op.table, before)
    return False


def _is_used(name: Name, before: Before) -> bool:
    return is_exposed(before.catalog.qualified(name), before)


def _is_lookup(table: Name, where: Expression | None, before: Before) -> bool:
    """Tell if the condition names rows by a key: a few, found by an index."""
    parts = where.arguments if isinstance(where, And) else (where,)
    named = {column for part in parts if (column := _named_by(part)) is not None}
    return any(key <= named for key in _keys(table, before))


def _named_by(part: Expression | None) -> str | None:
    match part:
        case Operator("=", ColumnReference(column), Constant()):
            return column
        case InList(ColumnReference(column), items) if all(isinstance(i, Constant) for i in items):
            return column
    return None


def _keys(table: Name, before: Before) -> list[set[str]]:
    known = before.catalog.table(table)
    if known is None or not known.is_complete:
        return [{"id"}]
    indexes = before.catalog.indexes_of(table)
    unique = [each for each in indexes if each.is_unique and each.predicate is None]
    return [set(each.plain_columns) for each in unique if each.plain_columns]

"""How much of a table a statement that changes data may touch."""

from lint.catalog import BOOKKEEPING
from lint.effects.proof import proves
from lint.effects.reading import is_given
from lint.exposure import is_exposed
from lint.expressions import (
    And,
    BooleanTest,
    Cast,
    ColumnReference,
    Constant,
    ConstantKind,
    Expression,
    InList,
    IsNotNull,
    Not,
    Operator,
    Or,
)
from lint.facts import Table
from lint.names import Name
from lint.ops import ChangesData, CopyFrom, Delete, Insert, Merge, Update
from lint.rule import Before


def is_everything(op: Update | Delete, before: Before) -> bool:
    """Tell if the statement has no condition, or one that always holds.

    A second table in FROM or USING chooses rows only by a condition that ties it to the first.
    """
    if op.where is None or always_holds(op.where):
        return True
    joins = op.has_from if isinstance(op, Update) else op.has_using
    return not joins and _is_known_to_hold(op.where, before.catalog.table(op.table))


def _is_known_to_hold(where: Expression, table: Table | None) -> bool:
    """Tell if the table's own constraints say that every row fulfils the condition."""
    return table is not None and proves(table, where)


_TRUE = Constant("true", ConstantKind.BOOLEAN)


def always_holds(condition: Expression) -> bool:  # noqa: PLR0911 - one per construct
    """Tell if the condition is true whatever the row, as far as constants say so."""
    match condition:
        case And(arguments):
            return all(always_holds(each) for each in arguments)
        case Or(arguments):
            return any(always_holds(each) for each in arguments)
        case Not(argument):
            return argument == Constant("false", ConstantKind.BOOLEAN)
        case Operator("=", Constant() as left, Constant() as right):
            return left == right and left.kind is not ConstantKind.NULL
        case Operator("<>", Constant() as left, Constant() as right):
            return left.kind is right.kind and left != right
        case Cast(argument=Constant(value=text), type=type_name):
            return type_name.name.name == "bool" and text in {"t", "true", "1"}
        case BooleanTest(Constant() as constant, "true"):
            return constant == _TRUE
        case IsNotNull(Constant(kind=kind)):
            return kind is not ConstantKind.NULL
    return condition == _TRUE


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
    known = before.catalog.table(table)
    parts = where.arguments if isinstance(where, And) else (where,)
    named = {column for part in parts if (column := _named_by(part, known)) is not None}
    return any(key <= named for key in _keys(table, before))


def _named_by(part: Expression | None, table: Table | None) -> str | None:
    match part:
        case Operator("=", ColumnReference(column), right) if is_given(right, table):
            return column
        case InList(ColumnReference(column), items) if all(is_given(i, table) for i in items):
            return column
    return None


def _keys(table: Name, before: Before) -> list[set[str]]:
    known = before.catalog.table(table)
    if known is None or not known.is_complete:
        return [{"id"}]
    indexes = before.catalog.indexes_of(table)
    unique = [each for each in indexes if each.is_unique and each.predicate is None]
    return [set(each.plain_columns) for each in unique if each.plain_columns]

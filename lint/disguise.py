"""Columns that one migration drops and adds: a rename, or a change of type, in disguise."""

from lint.clients import column_of
from lint.names import Name
from lint.ops import AddColumn, DropColumn
from lint.rule import Before


def recreated(op: DropColumn, before: Before) -> AddColumn | None:
    """Return what adds a column of the same name again."""
    added = _added(op, before)
    return next((each for each in added if each.column.name == op.column), None)


def renamed(op: DropColumn, before: Before) -> AddColumn | None:
    """Return what adds a column of the same type under another name."""
    fact = column_of(before.catalog, op.table, op.column)
    if fact is None or recreated(op, before) is not None:
        return None
    added = _added(op, before)
    return next((each for each in added if each.column.type == fact.type), None)


def _added(op: DropColumn, before: Before) -> tuple[AddColumn, ...]:
    table = before.catalog.qualified(op.table)
    return tuple(
        step.operation
        for step in before.run.steps
        if isinstance(step.operation, AddColumn) and _is(step.operation.table, table, before)
    )


def _is(name: Name, table: Name, before: Before) -> bool:
    return before.catalog.qualified(name) == table

"""Which functions a change of data sets off: those of the triggers that are made for it."""

from collections.abc import Iterator

from lint.catalog import Catalog
from lint.effects.updatable import below, is_acted_for, is_updatable
from lint.facts import Table, Trigger, View
from lint.names import Name
from lint.ops import ChangesData, CopyFrom, Delete, Insert, Merge, Operation, Truncate, Update


def fired_by(operation: Operation, catalog: Catalog) -> Iterator[Name]:
    """Yield the functions of the triggers that the operation fires, each once."""
    match operation:
        case ChangesData():
            operation = _reaching_a_table(operation, catalog)
            names: tuple[Name, ...] = (operation.table,)
        case Truncate(tables=names):
            pass
        case _:
            return
    fired: dict[Name, None] = {}
    for name in names:
        relation = catalog.relation(name)
        for trigger in relation.triggers if isinstance(relation, Table | View) else ():
            if trigger.firing is not None and _is_made_for(trigger, operation):
                fired[trigger.function] = None
    yield from fired


def _reaching_a_table(op: ChangesData, catalog: Catalog) -> ChangesData:
    """Return the operation as it goes through views to a table, or to what acts for a view."""
    view = catalog.relation(op.table)
    while isinstance(view, View) and is_updatable(view) and not is_acted_for(view):
        op = below(op, view)
        view = catalog.relation(op.table)
    return op


def _is_made_for(trigger: Trigger, operation: Operation) -> bool:
    if isinstance(operation, Update) and trigger.columns:
        return any(column in trigger.columns for column, _ in operation.assignments)
    return any(event in trigger.events for event in _events(operation))


def _events(operation: Operation) -> tuple[str, ...]:
    match operation:
        case Insert(updates_on_conflict=True):
            return ("insert", "update")
        case Insert() | CopyFrom():
            return ("insert",)
        case Update():
            return ("update",)
        case Delete():
            return ("delete",)
        case Merge():
            return ("insert", "update", "delete")
    return ("truncate",)

"""What writing to a view does: to the table it stands for, when it stands for one.

A view of one table, row by row, is written through. Else a trigger INSTEAD OF or a rule must say
what is meant.
"""

from collections.abc import Callable

from lint.effects.builtins import function_volatilities
from lint.effects.effect import Effects, combined, on, refused
from lint.effects.lock import Lock
from lint.effects.moment import Moment
from lint.expressions import ColumnReference, FunctionCall, Star, walk
from lint.facts import View
from lint.ops import ChangesData, CopyFrom, Delete, Insert, Merge, Update

_VERBS: dict[type[ChangesData], str] = {
    Insert: "insert into",
    CopyFrom: "copy to",
    Update: "update",
    Delete: "delete from",
    Merge: "merge into",
}

Write = Callable[[ChangesData, Moment], Effects]


def written_through(op: ChangesData, view: View, moment: Moment, write: Write) -> Effects:
    """Return the effects of changing the rows of a view; `write` tells those of a table."""
    own = on(view.name, Lock.ROW_EXCLUSIVE)
    if is_acted_for(view):
        return own
    if not is_updatable(view):
        verb = _VERBS.get(type(op), "write to")
        return refused(f'cannot {verb} view "{view.name.name}"')
    return combined([own, write(below(op, view), moment)])


def is_acted_for(view: View) -> bool:
    """Tell if rules or triggers say what writing to the view means."""
    return bool(view.rules) or any(each.timing == "instead of" for each in view.triggers)


def below(op: ChangesData, view: View) -> ChangesData:
    """Return the operation as it reaches the table that the view stands for."""
    return op.but(table=view.query.relations[0], **_renamed(op, view))


def is_updatable(view: View) -> bool:
    """Tell if PostgreSQL writes through the view by itself."""
    calls = (node for each in view.query.outputs for node in walk(each))
    groups = any(
        isinstance(node, FunctionCall)
        and (node.is_window or "aggregate" in function_volatilities(node.function.name))
        for node in calls
    )
    return view.query.is_simple and not groups


def _renamed(op: ChangesData, view: View) -> dict[str, object]:
    """Return the columns that the operation names, as the table calls them."""
    outputs = view.query.outputs
    if any(isinstance(each, Star) for each in outputs) or len(outputs) != len(view.columns):
        return {}
    names = {
        name: output.column
        for name, output in zip(view.columns, outputs, strict=True)
        if isinstance(output, ColumnReference)
    }
    match op:
        case Insert(columns=columns):
            written = columns or tuple(view.columns)
            return {"columns": tuple(names.get(each, each) for each in written)}
        case Update(assignments=assignments):
            return {"assignments": tuple((names.get(name, name), v) for name, v in assignments)}
    return {}

"""What creating and dropping functions does: to the triggers, indexes, views that call them."""

from lint.definitions import Argument, Routine
from lint.effects.callers import callers_of
from lint.effects.dropping import Dropped
from lint.effects.effect import NOTHING, Effects, combined, refused
from lint.effects.lock import Lock
from lint.effects.moment import Moment
from lint.effects.queries import body_refusal
from lint.effects.rewriting import locked
from lint.facts import Function, Index, Table
from lint.names import Name
from lint.ops import ChangesData, CreateFunction, DropRoutine


def create_function(op: CreateFunction, moment: Moment) -> Effects:
    """Return the effects of CREATE FUNCTION."""
    refusal = body_refusal(op, moment)
    if refusal is not None:
        return refused(refusal)
    existing = _same_arguments(op, moment)
    if existing is None:
        return _analysed(op, moment)
    if not op.or_replace:
        return refused(f'function "{op.name.name}" already exists with same argument types')
    old, new = existing.definition.returns, op.returns
    if old is not None and new is not None and old.name != new.name:
        return refused("cannot change return type of existing function")
    for was, becomes in zip(_inputs(existing.definition), _inputs(op), strict=False):
        if was.name and was.name != becomes.name:
            return refused(f'cannot change name of input parameter "{was.name}"')
    return _analysed(op, moment)


def _analysed(op: CreateFunction, moment: Moment) -> Effects:
    """Return the locks of analysing a body in SQL: those of the tables that it would write."""
    if op.language != "sql":
        return NOTHING
    written = (each.table for each in op.operations if isinstance(each, ChangesData))
    return combined(locked(moment, each, Lock.ROW_EXCLUSIVE) for each in written)


def _inputs(definition: CreateFunction) -> list[Argument]:
    return [each for each in definition.arguments if each.mode not in {"out", "table"}]


def _same_arguments(op: CreateFunction, moment: Moment) -> Function | None:
    def inputs(definition: CreateFunction) -> tuple[tuple[Name, bool], ...]:
        return tuple((each.type.name, each.type.array) for each in _inputs(definition))

    name = moment.catalog.new_name(op.name)
    found = moment.catalog.functions.get(name) or ()
    return next((each for each in found if inputs(each.definition) == inputs(op)), None)


def drop_routine(op: DropRoutine, moment: Moment) -> Effects:
    """Return the effects of DROP FUNCTION: with CASCADE its triggers go."""
    dropped = Dropped(moment, cascade=op.cascade)
    for routine in op.routines:
        found = _matching(routine, moment)
        if routine.arguments is None and len(found) > 1:
            return refused(f'{op.kind} name "{routine.name}" is not unique')
        if not found:
            if moment.catalog.is_complete and not op.if_exists and not moment.catalog.extensions:
                return refused(f"{op.kind} {routine.name} does not exist")
            continue
        for function in found:
            function_dropped(function, moment, dropped)
    return dropped.effects()


def _matching(routine: Routine, moment: Moment) -> tuple[Function, ...]:
    named = moment.catalog.functions_named(routine.name)
    if routine.arguments is None:
        return named
    wanted = [each.name for each in routine.arguments]
    return tuple(
        each
        for each in named
        if [a.type.name for a in each.definition.arguments if a.mode not in {"out", "table"}]
        == wanted
    )


def function_dropped(function: Function, moment: Moment, dropped: Dropped) -> None:
    """Follow the drop of a function."""
    label = f"function {function.name.name}"
    for user in moment.catalog.users_of(function.name):
        if not isinstance(user, Table):
            if not dropped.needs_cascade(label, f"{user.name.name}"):
                dropped.relation(user)
            continue
        if not dropped.needs_cascade(label, f"table {user.name.name}"):
            dropped.lock(user.name)
    for caller in callers_of(function, moment.catalog):
        if dropped.needs_cascade(label, f"{caller.name.name}"):
            return
        if isinstance(caller, Index):
            dropped.lock(caller.table)
        if isinstance(caller, Table):
            dropped.lock(caller.name)
        else:
            dropped.relation(caller)

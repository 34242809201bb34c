"""Which calls of a function are answered before and after an operation."""

from lint.catalog import Catalog
from lint.clients import at_commit, is_new, is_refused
from lint.definitions import Argument
from lint.facts import Function
from lint.names import Name, TypeName
from lint.rule import Before

Types = tuple[TypeName, ...] | None
RESULTS = {"out", "table"}


def named(catalog: Catalog, name: Name, types: Types) -> tuple[Function, ...]:
    """Return the known functions that DROP or ALTER FUNCTION would mean by that."""
    found = catalog.functions_named(name)
    if types is None:
        return found
    return tuple(each for each in found if _types(each) == types)


def inputs(function: Function) -> tuple[Argument, ...]:
    """Return the arguments that a caller gives."""
    return tuple(each for each in function.definition.arguments if each.mode not in RESULTS)


def _types(function: Function) -> tuple[TypeName, ...]:
    return tuple(each.type for each in inputs(function))


def serves_calls(before: Before, name: Name, types: Types) -> bool:
    """Tell if running clients may call the function: it is there, and older than the migration."""
    found = named(before.catalog, name, types)
    if is_refused(before):
        return False
    if not found:
        return not before.catalog.is_complete
    return any(not is_new(before.run, each.serial) for each in found)


def is_answered(before: Before, name: Name, types: Types) -> bool:
    """Tell if calls that worked still find a function once the transaction has committed."""
    full = Name(name.schema or before.catalog.new_name(name).schema, name.name)
    later = at_commit(before).functions.get(full) or ()
    older = named(before.catalog, name, types)
    if not older:
        return any(_takes(new, types) for new in later)
    return all(any(answers(new, old) for new in later) for old in older)


def _takes(new: Function, types: Types) -> bool:
    """Tell if the function takes arguments of these types, as far as they are known."""
    given = _types(new)
    rest = inputs(new)[len(types or given) :]
    fits = types is None or given[: len(types)] == types
    return fits and all(each.default is not None for each in rest)


def answers(new: Function, old: Function) -> bool:
    """Tell if every call of the old function is a valid call of the new one, with a like result.

    Calls may name arguments, and leave out those with a default.
    """
    had, has = inputs(old), inputs(new)
    if len(has) < len(had) or any(each.default is None for each in has[len(had) :]):
        return False
    is_same = old.definition.returns in {None, new.definition.returns}
    return is_same and all(map(_takes_as_much, has, had))


def _takes_as_much(new: Argument, old: Argument) -> bool:
    keeps_name = old.name in {None, new.name}
    keeps_default = old.default is None or new.default is not None
    return keeps_name and keeps_default and new.type == old.type

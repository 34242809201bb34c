"""Whether an expression may give another value each time, as PostgreSQL decides it.

PostgreSQL asks after constant folding: a branch that cannot be reached does not count, and a SQL
function that is one plain expression is replaced by that expression before anyone asks, so what it
was declared as no longer matters.
"""

from enum import IntEnum

from lint.catalog import Catalog
from lint.definitions import Volatility as Declared
from lint.effects.builtins import function_volatilities
from lint.expressions import (
    And,
    Case,
    Coalesce,
    Constant,
    ConstantKind,
    Expression,
    FunctionCall,
    Or,
    Subquery,
    children,
    walk,
)
from lint.facts import Function
from lint.names import Name


class Volatility(IntEnum):
    """How steady a value is; `UNKNOWN` counts as the worst."""

    IMMUTABLE = 0
    STABLE = 1
    VOLATILE = 2
    UNKNOWN = 3


_DECLARED = {
    Declared.IMMUTABLE: Volatility.IMMUTABLE,
    Declared.STABLE: Volatility.STABLE,
    Declared.VOLATILE: Volatility.VOLATILE,
}
_BUILT_IN = {
    "immutable": Volatility.IMMUTABLE,
    "stable": Volatility.STABLE,
    "volatile": Volatility.VOLATILE,
    "aggregate": Volatility.IMMUTABLE,
}
_MAX_INLINING = 8


def volatility_of(expression: Expression, catalog: Catalog, depth: int = 0) -> Volatility:
    """Return the volatility of the expression once PostgreSQL has simplified it."""
    simplified = folded(expression)
    own = Volatility.IMMUTABLE
    if isinstance(simplified, FunctionCall):
        own = _of_call(simplified, catalog, depth)
    inner = (volatility_of(child, catalog, depth) for child in children(simplified))
    return max([own, *inner], default=own)


def _of_call(call: FunctionCall, catalog: Catalog, depth: int) -> Volatility:
    name = call.function
    if name.schema in {None, "pg_catalog"}:
        found = function_volatilities(name.name)
        if found:
            return max(_BUILT_IN[each] for each in found)
    candidates = _matching(call, catalog)
    if not candidates:
        return Volatility.UNKNOWN
    return max(_of_function(each, catalog, depth) for each in candidates)


def _matching(call: FunctionCall, catalog: Catalog) -> tuple[Function, ...]:
    named = catalog.functions_named(call.function)
    given = len(call.arguments)
    return tuple(each for each in named if _accepts(each, given)) or named


def _accepts(function: Function, given: int) -> bool:
    inputs = [each for each in function.definition.arguments if each.mode in {"in", "inout"}]
    needed = [each for each in inputs if each.default is None]
    return len(needed) <= given <= len(inputs)


def _of_function(function: Function, catalog: Catalog, depth: int) -> Volatility:
    declared = _DECLARED[function.definition.volatility]
    body = inlined(function)
    if body is None or depth >= _MAX_INLINING:
        return declared
    inside = volatility_of(body, catalog, depth + 1)
    # PostgreSQL does not replace a function by a body that is less steady than was promised.
    return min(inside, declared)


def inlined(function: Function) -> Expression | None:
    """Return the expression that PostgreSQL puts in the place of a call, if it does so."""
    made = function.definition
    if made.language != "sql" or made.expression is None or made.returns_set:
        return None
    if made.is_security_definer or made.settings or made.is_procedure:
        return None
    if any(isinstance(node, Subquery) for node in walk(made.expression)):
        return None
    return made.expression


def folded(expression: Expression) -> Expression:
    """Return the expression without the branches that constants rule out."""
    match expression:
        case Coalesce(arguments):
            return Coalesce(_until_not_null(arguments))
        case Or(arguments) if any(_is(each, "true") for each in arguments):
            return TRUE
        case And(arguments) if any(_is(each, "false") for each in arguments):
            return FALSE
        case Case(None, branches, otherwise):
            return _reachable(branches, otherwise)
    return expression


TRUE = Constant("true", ConstantKind.BOOLEAN)
FALSE = Constant("false", ConstantKind.BOOLEAN)
NULL = Constant("", ConstantKind.NULL)


def is_null(expression: Expression) -> bool:
    """Tell if the expression is NULL itself, cast or not."""
    while hasattr(expression, "argument") and type(expression).__name__ == "Cast":
        expression = expression.argument
    return isinstance(expression, Constant) and expression.kind is ConstantKind.NULL


def _until_not_null(arguments: tuple[Expression, ...]) -> tuple[Expression, ...]:
    kept: list[Expression] = []
    for argument in arguments:
        if is_null(argument):
            continue
        kept.append(argument)
        if isinstance(argument, Constant):
            break
    return tuple(kept)


def _is(expression: Expression, word: str) -> bool:
    return (
        isinstance(expression, Constant)
        and expression.kind is ConstantKind.BOOLEAN
        and expression.value == word
    )


def _reachable(branches: tuple[Expression, ...], otherwise: Expression | None) -> Expression:
    kept: list[Expression] = []
    for condition, result in zip(branches[::2], branches[1::2], strict=True):
        if _is(condition, "false"):
            continue
        if _is(condition, "true"):
            return Case(None, tuple(kept), result) if kept else result
        kept += [condition, result]
    if not kept:
        return otherwise or NULL
    return Case(None, tuple(kept), otherwise)


def calls_unknown(expression: Expression, catalog: Catalog) -> tuple[Name, ...]:
    """Return the functions of the expression that neither PostgreSQL nor the catalog knows."""
    calls = (node for node in walk(expression) if isinstance(node, FunctionCall))
    return tuple(
        dict.fromkeys(
            call.function
            for call in calls
            if not function_volatilities(call.function.name)
            and not catalog.functions_named(call.function)
        )
    )

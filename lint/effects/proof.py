"""Whether what is known to hold for every row proves what is about to be checked.

PostgreSQL skips a scan when validated CHECK and NOT NULL constraints imply the new claim. This is
its `predicate_implied_by` in the weak sense that CHECK needs: NULL passes a CHECK, so `a > 0`
proves nothing about NULL. Claims are taken apart into AND and OR; single claims are compared as
text, as IS NOT NULL, or as comparisons of one column with constants.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation

from lint.definitions import Check
from lint.expressions import (
    And,
    Between,
    BooleanTest,
    Cast,
    ColumnReference,
    Constant,
    ConstantKind,
    Distinct,
    Expression,
    InList,
    IsNotNull,
    IsNull,
    Not,
    NotInList,
    Operator,
    Or,
    Quantified,
    RowLiteral,
)
from lint.facts import Table

_NEGATED = {"=": "<>", "<>": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_MIRRORED = {"=": "=", "<>": "<>", "<": ">", ">": "<", "<=": ">=", ">=": "<="}


def proves(table: Table, claim: Expression) -> bool:
    """Tell if the table's validated constraints imply the claim for every row."""
    return implied(premises(table), claim)


def proves_not_null(table: Table, column: str) -> bool:
    """Tell if no row of the table can hold NULL in the column, constraints considered."""
    return proves(table, IsNotNull(ColumnReference(column)))


def premises(table: Table) -> tuple[Expression, ...]:
    """Return what is known to hold for every row of the table."""
    checks = tuple(
        each.expression
        for each in table.constraints
        if isinstance(each, Check) and each.is_validated and each.is_enforced
    )
    present = tuple(
        IsNotNull(ColumnReference(each.name)) for each in table.columns if each.proves_not_null
    )
    return checks + present


def implied(known: Iterable[Expression], claim: Expression) -> bool:
    """Tell if the claim follows from what is known."""
    return _follows(And(tuple(normal(each) for each in known)), normal(claim))


def normal(expression: Expression) -> Expression:  # noqa: C901, PLR0911 - one case per construct
    """Return the claim as AND and OR of single claims, without NOT where that is possible."""
    match expression:
        case And(arguments):
            return And(tuple(normal(each) for each in arguments))
        case Or(arguments):
            return Or(tuple(normal(each) for each in arguments))
        case Not(argument):
            return _negated(argument)
        case IsNotNull(RowLiteral(elements)):
            return And(tuple(IsNotNull(each) for each in elements))
        case Between(argument, low, high, "between"):
            return And((_compare(argument, ">=", low), _compare(argument, "<=", high)))
        case InList(argument, values):
            return Or(tuple(_compare(argument, "=", each) for each in values))
        case NotInList(argument, values):
            return And(tuple(_compare(argument, "<>", each) for each in values))
        case Quantified(argument, "=", right, False) if (some := _elements(right)) is not None:
            return Or(tuple(_compare(argument, "=", each) for each in some))
        case Quantified(argument, "<>", right, True) if (some := _elements(right)) is not None:
            return And(tuple(_compare(argument, "<>", each) for each in some))
        case Distinct(left, Constant(_, ConstantKind.NULL)):
            return IsNotNull(left)
        case Operator("=", Expression() as left, Constant("true", ConstantKind.BOOLEAN)):
            return normal(left)
        case Operator(operator, Expression() as left, right) if operator in _MIRRORED:
            return _compare(left, operator, right)
    return expression


def _negated(expression: Expression) -> Expression:  # noqa: PLR0911 - one case per construct
    match expression:
        case And(arguments):
            return Or(tuple(_negated(each) for each in arguments))
        case Or(arguments):
            return And(tuple(_negated(each) for each in arguments))
        case Not(argument):
            return normal(argument)
        case IsNull(argument):
            return normal(IsNotNull(argument))
        case IsNotNull(argument):
            return IsNull(argument)
        case Between() | InList() | NotInList() | Quantified():
            inner = normal(expression)
            return Not(inner) if inner == expression else _negated(inner)
        case Operator(operator, Expression() as left, right) if operator in _NEGATED:
            return _compare(left, _NEGATED[operator], right)
        case BooleanTest(argument, "true"):
            return BooleanTest(argument, "not true")
    return Not(expression)


def _elements(right: Expression) -> tuple[Expression, ...] | None:
    bare = _bare(right)
    elements = getattr(bare, "elements", None)
    return elements if isinstance(elements, tuple) else None


def _compare(left: Expression, operator: str, right: Expression) -> Operator:
    left, right = _bare(left), _bare(right)
    if isinstance(left, Constant) and not isinstance(right, Constant):
        return Operator(_MIRRORED[operator], right, left)
    return Operator(operator, left, right)


def _bare(expression: Expression) -> Expression:
    while isinstance(expression, Cast):
        expression = expression.argument
    return expression


def _follows(known: Expression, claim: Expression) -> bool:
    """Tell if the claim follows from the known, both in normal form."""
    if isinstance(claim, And):
        return all(_follows(known, each) for each in claim.arguments)
    if isinstance(known, Or):
        return all(_follows(each, claim) for each in known.arguments)
    if isinstance(claim, Or):
        parts = known.arguments if isinstance(known, And) else ()
        return any(_follows(known, each) for each in claim.arguments) or any(
            _follows(part, claim) for part in parts
        )
    if isinstance(known, And):
        return any(_follows(each, claim) for each in known.arguments)
    return _single_follows(known, claim)


def _single_follows(known: Expression, claim: Expression) -> bool:
    if known == claim or str(known) == str(claim):
        return True
    match known, claim:
        case (
            Operator(first, left, Constant() as low),
            Operator(second, other, Constant() as high),
        ):
            return left == other and _comparison_follows(first, low, second, high)
    return False


Ordered = Callable[[int], bool]

# From `x first low` follows `x second high` when the order of low and high (-1, 0, 1) is so.
_RULES: dict[tuple[str, str], Ordered] = {
    ("=", "="): lambda order: order == 0,
    ("=", ">="): lambda order: order >= 0,
    (">=", ">="): lambda order: order >= 0,
    (">", ">="): lambda order: order >= 0,
    ("=", ">"): lambda order: order > 0,
    (">=", ">"): lambda order: order > 0,
    (">", ">"): lambda order: order >= 0,
    ("=", "<="): lambda order: order <= 0,
    ("<=", "<="): lambda order: order <= 0,
    ("<", "<="): lambda order: order <= 0,
    ("=", "<"): lambda order: order < 0,
    ("<=", "<"): lambda order: order < 0,
    ("<", "<"): lambda order: order <= 0,
    ("=", "<>"): lambda order: order != 0,
    ("<", "<>"): lambda order: order <= 0,
    ("<=", "<>"): lambda order: order < 0,
    (">", "<>"): lambda order: order >= 0,
    (">=", "<>"): lambda order: order > 0,
    ("<>", "<>"): lambda order: order == 0,
}


def _comparison_follows(first: str, low: Constant, second: str, high: Constant) -> bool:
    rule = _RULES.get((first, second))
    order = _order(low, high)
    if rule is None:
        return False
    if order is None:
        # Different texts are different values at least where both stand for the same type.
        return first == "=" and second == "<>" and low.kind is high.kind and low != high
    return rule(order)


def comparison(low: Expression, high: Expression) -> int | None:
    """Return -1, 0 or 1 as one constant is below, at or above the other; None if not known."""
    low, high = _bare(low), _bare(high)
    if isinstance(low, Constant) and isinstance(high, Constant):
        return _order(low, high)
    return None


def _order(low: Constant, high: Constant) -> int | None:
    """Return -1, 0 or 1, or None when only the server knows how the constants compare."""
    if low == high:
        return 0
    first, second = _number(low), _number(high)
    if first is not None and second is not None:
        return (first > second) - (first < second)
    if _is_date(low) and _is_date(high) and len(low.value) == len(high.value):
        return (low.value > high.value) - (low.value < high.value)
    return None


def _number(constant: Constant) -> Decimal | None:
    try:
        return Decimal(constant.value)
    except InvalidOperation:
        return None


def _is_date(constant: Constant) -> bool:
    parts = constant.value[:10].split("-")
    return [len(part) for part in parts] == [4, 2, 2] and all(part.isdigit() for part in parts)

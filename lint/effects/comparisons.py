"""Whether what compares a column with a literal still works when the column changes its type.

A stored CHECK, index or generated column keeps its literals as values of the type that the column
had: `status = 'open'` is stored as `status = 'open'::mood`, and `text = mood` has no operator.
"""

from collections.abc import Iterator

from lint.definitions import Check
from lint.effects.builtins import category
from lint.effects.moment import Moment
from lint.expressions import (
    Between,
    ColumnReference,
    Constant,
    ConstantKind,
    Expression,
    InList,
    NotInList,
    Operator,
    Quantified,
    walk,
)
from lint.facts import ColumnFact, Table
from lint.names import TypeName
from lint.ops import AlterColumnType

_COMPARING = frozenset({"=", "<>", "<", ">", "<=", ">="})


def comparison_refusal(
    op: AlterColumnType, table: Table, column: ColumnFact, moment: Moment
) -> str | None:
    """Return that a stored comparison would have no operator, if so."""
    base = moment.catalog.base_type(column.type)
    if base != column.type or base.name.name == "varchar":
        # Stored with a cast of the column to text, or to the domain's base, which stays possible.
        return None
    old, new = _kind(column.type, moment), _kind(op.type, moment)
    if old is None or new is None or old == new:
        return None
    for expression in _stored(table, moment):
        if any(_compares(node, op.column) for node in walk(expression)):
            return f"operator does not exist: {op.type} = {column.type}"
    return None


_DAYS = frozenset({"date", "timestamp", "timestamptz"})


def _kind(type_name: TypeName, moment: Moment) -> str | None:
    """Return a word that is the same for types that can be compared; None when not known."""
    base = moment.catalog.base_type(type_name)
    name = base.name.name
    if base.array:
        return f"{name}[]"
    if moment.catalog.type(base.name) is not None:
        return f"{base.name}"
    if name in _DAYS:
        return "day"
    letter = category(name)
    return {"N": "number", "S": "text", "I": "net", "V": "bits"}.get(letter or "", name)


def _stored(table: Table, moment: Moment) -> Iterator[Expression]:
    for each in table.constraints:
        if isinstance(each, Check):
            yield each.expression
    for index in moment.indexes(table):
        yield from (key.expression for key in index.columns if key.expression is not None)
        if index.predicate is not None:
            yield index.predicate


def _compares(node: Expression, column: str) -> bool:
    match node:
        case Operator(operator, Expression() as left, right) if operator in _COMPARING:
            return any(
                _is_column(one, column) and _is_literal(other)
                for one, other in ((left, right), (right, left))
            )
        case InList(argument, items) | NotInList(argument, items):
            return _is_column(argument, column) and any(map(_is_literal, items))
        case Between(argument, low, high):
            return _is_column(argument, column) and (_is_literal(low) or _is_literal(high))
        case Quantified(left, _, _):
            return _is_column(left, column)
    return False


def _is_column(node: Expression, column: str) -> bool:
    return isinstance(node, ColumnReference) and node.column == column


def _is_literal(node: Expression) -> bool:
    return isinstance(node, Constant) and node.kind is not ConstantKind.NULL

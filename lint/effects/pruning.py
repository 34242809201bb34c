"""Which partitions a statement leaves alone because its condition names the partition key.

PostgreSQL decides it when it plans: a partition that cannot hold a row that is asked for is neither
locked nor read. Told from constants compared with a key of one column.
"""

from collections.abc import Iterator

from lint.definitions import PartitionBound
from lint.effects.moment import Moment
from lint.effects.proof import comparison
from lint.expressions import And, Cast, ColumnReference, Constant, Expression, Operator
from lint.facts import Table

_MIRRORED = {"=": "=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}


def without_pruned(
    family: tuple[Table, ...], where: Expression | None, moment: Moment
) -> tuple[Table, ...]:
    """Return the table and those of its partitions that can hold what the condition asks for."""
    if where is None:
        return family
    asked = tuple(_compared(where))
    pruned: set[object] = set()
    for table in family[1:]:
        parent = moment.table(table.parents[0]) if table.is_partition else None
        if parent is not None and (
            parent.name in pruned or _is_pruned(table, parent, asked, moment)
        ):
            pruned.add(table.name)
    return tuple(each for each in family if each.name not in pruned)


def _compared(where: Expression) -> Iterator[tuple[str, str, Expression]]:
    """Yield column, operator and constant of each comparison that must hold."""
    match where:
        case And(arguments):
            for each in arguments:
                yield from _compared(each)
        case Operator(name, Expression() as left, right) if name in _MIRRORED:
            if isinstance(left, ColumnReference) and isinstance(_bare(right), Constant):
                yield left.column, name, right
            elif isinstance(right, ColumnReference) and isinstance(_bare(left), Constant):
                yield right.column, _MIRRORED[name], left


def _bare(expression: Expression) -> Expression:
    while isinstance(expression, Cast):
        expression = expression.argument
    return expression


def _is_pruned(
    table: Table, parent: Table, asked: tuple[tuple[str, str, Expression], ...], moment: Moment
) -> bool:
    keys = parent.partition_by.keys if parent.partition_by is not None else ()
    key = keys[0].column if len(keys) == 1 else None
    if key is None or table.bound is None:
        return False
    wanted = [(name, value) for column, name, value in asked if column == key]
    if table.bound.is_default:
        return any(name == "=" and _has_a_place(parent, value, moment) for name, value in wanted)
    return any(not _may_meet(table.bound, name, value) for name, value in wanted)


def _has_a_place(parent: Table, value: Expression, moment: Moment) -> bool:
    """Tell if a partition other than the default one is sure to be the value's."""
    children = [moment.table(each) for each in parent.children]
    bounds = [each.bound for each in children if each is not None and each.bound is not None]
    return any(_holds(each, value) for each in bounds if not each.is_default)


def _holds(bound: PartitionBound, value: Expression) -> bool:
    if bound.values:
        return any(comparison(value, each) == 0 for each in bound.values)
    if not bound.lower or not bound.upper:
        return False
    low, high = bound.lower[0], bound.upper[0]
    is_above = _is_open(low) or comparison(value, low) in {0, 1}
    return is_above and (_is_open(high) or comparison(value, high) == -1)


def _may_meet(bound: PartitionBound, name: str, value: Expression) -> bool:
    if name == "=" or bound.values or not bound.lower or not bound.upper:
        return name != "=" or may_hold(bound, value)
    low, high = bound.lower[0], bound.upper[0]
    if name in {"<", "<="}:
        allowed = {1, None} if name == "<" else {0, 1, None}
        return _is_open(low) or comparison(value, low) in allowed
    return _is_open(high) or comparison(value, high) in {-1, None}


def may_hold(bound: PartitionBound, value: Expression) -> bool:
    """Tell if a row with this value of the partition key can lie in the partition."""
    if bound.values:
        return any(comparison(value, each) in {0, None} for each in bound.values)
    if not bound.lower or not bound.upper:
        return True
    low, high = bound.lower[0], bound.upper[0]
    is_above = _is_open(low) or comparison(value, low) in {0, 1, None}
    return is_above and (_is_open(high) or comparison(value, high) in {-1, None})


def _is_open(end: Expression) -> bool:
    """Tell MINVALUE and MAXVALUE from a constant."""
    return isinstance(end, ColumnReference)

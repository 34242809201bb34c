"""Which partitions a statement leaves alone because it names values of the partition key.

PostgreSQL decides it when it plans: a partition that cannot hold a row that is asked for is neither
locked nor read. Told from constants compared with a key of one column.
"""

from collections.abc import Iterator

from lint.definitions import PartitionBound
from lint.effects.hashing import HASHED, remainder_of
from lint.effects.moment import Moment
from lint.effects.proof import comparison
from lint.expressions import (
    And,
    ArrayLiteral,
    Between,
    Cast,
    ColumnReference,
    Constant,
    ConstantKind,
    Expression,
    InList,
    IsNull,
    Operator,
    Or,
    Quantified,
)
from lint.facts import EnumType, Table
from lint.names import TypeName
from lint.record import Record

_MIRRORED = {"=": "=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
_NULL = Constant("", ConstantKind.NULL)
_TRUE = Constant("true", ConstantKind.BOOLEAN)
_FALSE = Constant("false", ConstantKind.BOOLEAN)
# Of these types, two texts that differ are two values.
_SPELLED_ONE_WAY = frozenset({"text", "varchar", "name"})


class Asked(Record):
    """What must hold of a column: it compares so with one of the values."""

    column: str
    operator: str
    values: tuple[Expression, ...]


class Key(Record):
    """The only column of a partitioned table's key."""

    column: str
    type: str
    is_spelled_one_way: bool

    def compared(self, value: Expression, other: Expression) -> int | None:
        """Return -1, 0 or 1; for texts, 1 when they differ; None when it is not known."""
        order = comparison(value, other)
        if order is None and _are_alike(value, other):
            is_boolean = _bare(value) in {_TRUE, _FALSE}
            return 1 if self.is_spelled_one_way or is_boolean else None
        return order


def without_pruned(
    family: tuple[Table, ...], where: Expression | None, moment: Moment
) -> tuple[Table, ...]:
    """Return the table and those of its partitions that can hold what the condition asks for."""
    if where is None:
        return family
    asked = tuple(_asked(where))
    pruned: set[object] = set()
    for table in family[1:]:
        parent = moment.table(table.parents[0]) if table.is_partition else None
        if parent is not None and (
            parent.name in pruned or _is_pruned(table, parent, asked, moment)
        ):
            pruned.add(table.name)
    return tuple(each for each in family if each.name not in pruned)


def _asked(where: Expression) -> Iterator[Asked]:  # noqa: C901 - one case per construct
    """Yield what must hold of single columns."""
    match where:
        case And(arguments):
            for each in arguments:
                yield from _asked(each)
        case Or(arguments):
            yield from _alternatives([tuple(_asked(each)) for each in arguments])
        case Operator(name, Expression() as left, right) if name in _MIRRORED:
            if isinstance(left, ColumnReference) and _is_constant(right):
                yield Asked(left.column, name, (right,))
            elif isinstance(right, ColumnReference) and _is_constant(left):
                yield Asked(right.column, _MIRRORED[name], (left,))
        case Between(ColumnReference(column), low, high, "between"):
            yield from (Asked(column, ">=", (low,)), Asked(column, "<=", (high,)))
        case InList(ColumnReference(column), items) if all(map(_is_constant, items)):
            yield Asked(column, "=", items)
        case Quantified(ColumnReference(column), "=", right, False):
            array = _bare(right)
            items = array.elements if isinstance(array, ArrayLiteral) else ()
            if items and all(map(_is_constant, items)):
                yield Asked(column, "=", items)
        case IsNull(ColumnReference(column)):
            yield Asked(column, "=", (_NULL,))


def _alternatives(branches: list[tuple[Asked, ...]]) -> Iterator[Asked]:
    """Yield what holds whichever branch does: a column has one of the values."""
    first = branches[0][0] if branches[0] else None
    if first is not None and all(
        len(branch) == 1 and (branch[0].column, branch[0].operator) == (first.column, "=")
        for branch in branches
    ):
        values = tuple(value for branch in branches for value in branch[0].values)
        yield Asked(first.column, "=", values)


def _is_constant(expression: Expression) -> bool:
    return isinstance(_bare(expression), Constant)


def _are_alike(value: Expression, other: Expression) -> bool:
    """Tell if both are constants written in the same way, quoted or not."""
    first, second = _bare(value), _bare(other)
    return (
        isinstance(first, Constant) and isinstance(second, Constant) and first.kind is second.kind
    )


def _bare(expression: Expression) -> Expression:
    while isinstance(expression, Cast):
        expression = expression.argument
    return expression


def key_of(parent: Table, moment: Moment) -> Key | None:
    """Return the key by which the table is partitioned, None when it is not one plain column."""
    keys = parent.partition_by.keys if parent.partition_by is not None else ()
    name = keys[0].column if len(keys) == 1 else None
    column = parent.column(name) if name is not None else None
    if column is None:
        return None
    base = moment.catalog.base_type(column.type)
    return Key(column.name, base.name.name, _is_spelled_one_way(base, moment))


def _is_spelled_one_way(base: TypeName, moment: Moment) -> bool:
    is_enum = isinstance(moment.catalog.type(base.name), EnumType)
    return not base.array and (is_enum or base.name.name in _SPELLED_ONE_WAY)


def _is_pruned(table: Table, parent: Table, asked: tuple[Asked, ...], moment: Moment) -> bool:
    key = key_of(parent, moment)
    if key is None or table.bound is None:
        return False
    wanted = [each for each in asked if each.column == key.column]
    if table.bound.is_default:
        return any(
            each.operator == "="
            and all(_has_a_place(parent, key, value, moment) for value in each.values)
            for each in wanted
        )
    bound = table.bound
    return any(
        not any(_may_meet(bound, key, each.operator, value) for value in each.values)
        for each in wanted
    )


def may_get(table: Table, parent: Table, value: Expression, moment: Moment) -> bool:
    """Tell if a new row with this value of the parent's key may go to the partition."""
    key = key_of(parent, moment)
    if key is None or table.bound is None or not _is_constant(value):
        return True
    if table.bound.is_default:
        return not _has_a_place(parent, key, value, moment)
    return _may_hold(table.bound, key, value)


def _has_a_place(parent: Table, key: Key, value: Expression, moment: Moment) -> bool:
    """Tell if a partition other than the default one is sure to be the value's."""
    children = [moment.table(each) for each in parent.children]
    bounds = [each.bound for each in children if each is not None and each.bound is not None]
    return any(_holds(each, key, value) for each in bounds if not each.is_default)


def _holds(bound: PartitionBound, key: Key, value: Expression) -> bool:
    if bound.values:
        return any(key.compared(value, each) == 0 for each in bound.values)
    if not bound.lower or not bound.upper or _is_null(value):
        return False
    low, high = bound.lower[0], bound.upper[0]
    is_above = _is_open(low) or comparison(value, low) in {0, 1}
    return is_above and (_is_open(high) or comparison(value, high) == -1)


def _may_meet(bound: PartitionBound, key: Key, operator: str, value: Expression) -> bool:
    if operator == "=":
        return _may_hold(bound, key, value)
    if bound.values or not bound.lower or not bound.upper:
        return True
    low, high = bound.lower[0], bound.upper[0]
    if operator in {"<", "<="}:
        allowed = {1, None} if operator == "<" else {0, 1, None}
        return _is_open(low) or comparison(value, low) in allowed
    return _is_open(high) or comparison(value, high) in {-1, None}


def _may_hold(bound: PartitionBound, key: Key, value: Expression) -> bool:
    if bound.values:
        if _is_null(value):
            return any(_is_null(each) for each in bound.values)
        return any(
            key.compared(value, each) in {0, None} for each in bound.values if not _is_null(each)
        )
    if bound.modulus is not None:
        return _may_hash_to(bound, key, value)
    if not bound.lower or not bound.upper:
        return True
    if _is_null(value):
        return False
    low, high = bound.lower[0], bound.upper[0]
    is_above = _is_open(low) or comparison(value, low) in {0, 1, None}
    return is_above and (_is_open(high) or comparison(value, high) in {-1, None})


def _may_hash_to(bound: PartitionBound, key: Key, value: Expression) -> bool:
    bare = _bare(value)
    text = bare.value if isinstance(bare, Constant) else ""
    if not text.isdecimal() or key.type not in HASHED or bound.modulus is None:
        return True
    return remainder_of(int(text), key.type, bound.modulus) == bound.remainder


def _is_null(value: Expression) -> bool:
    return _bare(value) == _NULL


def _is_open(end: Expression) -> bool:
    """Tell MINVALUE and MAXVALUE from a constant."""
    return isinstance(end, ColumnReference)

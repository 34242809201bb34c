"""Which table can be a partition or child of another: its columns, constraints and bound."""

from collections.abc import Iterator

from lint.definitions import Check, PartitionBound
from lint.effects.moment import Moment
from lint.effects.proof import comparison
from lint.expressions import ColumnReference, Expression
from lint.facts import ColumnFact, Table
from lint.names import Name


def attach_refusal(
    parent: Table, child: Table, bound: PartitionBound, moment: Moment
) -> str | None:
    """Return why the child cannot become that partition of the parent."""
    if parent.partition_by is None:
        return f'table "{parent.name.name}" is not partitioned'
    if child.is_partition:
        return f'"{child.name.name}" is already a partition'
    if parent.name in {each.name for each in moment.family(child.name)}:
        return "circular inheritance not allowed"
    if child.parents:
        return "cannot attach inheritance child as partition"
    if child.children and child.partition_by is None:
        return "cannot attach inheritance parent as partition"
    return shape_refusal(parent, child) or bound_refusal(parent, child.name, bound, moment)


def shape_refusal(parent: Table, child: Table) -> str | None:
    """Return what the child lacks, or has too much, to be a child of the parent."""
    return next(_shape_refusals(parent, child), None)


def _shape_refusals(parent: Table, child: Table) -> Iterator[str]:
    if not (parent.is_complete and child.is_complete):
        return
    for column in parent.columns:
        yield from _column_refusals(column, child)
    if parent.partition_by is not None:
        for own in child.columns:
            if parent.column(own.name) is None:
                yield (
                    f'table "{child.name.name}" contains column "{own.name}" not found in parent '
                    f'"{parent.name.name}"'
                )
    for each in parent.constraints:
        if isinstance(each, Check) and not each.no_inherit and each.name is not None:
            mine = child.constraint(each.name)
            if not isinstance(mine, Check):
                yield f'child table is missing constraint "{each.name}"'


def _column_refusals(column: ColumnFact, child: Table) -> Iterator[str]:
    found = child.column(column.name)
    if found is None:
        yield f'child table is missing column "{column.name}"'
        return
    if found.type != column.type:
        yield f'child table "{child.name.name}" has different type for column "{column.name}"'
    if column.not_null is not None and found.not_null is None:
        yield f'column "{column.name}" in child table must be marked NOT NULL'


def bound_refusal(parent: Table, child: Name, bound: PartitionBound, moment: Moment) -> str | None:
    """Return why the bound collides with a partition that is there."""
    for name in parent.children:
        sibling = moment.table(name)
        if sibling is None or sibling.bound is None:
            continue
        if bound.is_default and sibling.bound.is_default:
            return (
                f'partition "{child.name}" conflicts with existing default partition '
                f'"{sibling.name.name}"'
            )
        if _overlaps(bound, sibling.bound):
            return f'partition "{child.name}" would overlap partition "{sibling.name.name}"'
    return None


def _overlaps(one: PartitionBound, other: PartitionBound) -> bool:
    if one.is_default or other.is_default:
        return False
    if one.values and other.values:
        return bool({str(each) for each in one.values} & {str(each) for each in other.values})
    if one.lower and other.lower and len(one.lower) == len(other.lower) == 1:
        return _below(one.lower[0], other.upper[0]) and _below(other.lower[0], one.upper[0])
    if one.modulus is not None and other.modulus is not None:
        return one.modulus == other.modulus and one.remainder == other.remainder
    return False


def _below(low: Expression, high: Expression) -> bool:
    """Tell if it is sure that the one limit is below the other."""
    for limit, open_end in ((low, "minvalue"), (high, "maxvalue")):
        if isinstance(limit, ColumnReference) and limit.column == open_end:
            return True
    return comparison(low, high) == -1

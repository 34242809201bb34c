"""What INHERIT and NO INHERIT do: to the child, and to the parent."""

from lint.effects.effect import Effects, combined, refused
from lint.effects.lock import Lock
from lint.effects.moment import Moment
from lint.effects.partition_shapes import shape_refusal
from lint.effects.rewriting import locked
from lint.ops import Inherit, NoInherit

AX = Lock.ACCESS_EXCLUSIVE
SUX = Lock.SHARE_UPDATE_EXCLUSIVE


def inherit(op: Inherit, moment: Moment) -> Effects:
    """Return the effects of INHERIT: the child is locked, the parent only weakly."""
    parent, child = moment.table(op.parent), moment.table(op.table)
    if moment.lacks(op.parent):
        return refused(f'relation "{op.parent.name}" does not exist')
    if child is not None and child.is_partition:
        return refused("cannot change inheritance of a partition")
    if parent is not None and child is not None:
        below = {each.name for each in moment.catalog.descendants(child.name)}
        if parent.name in below or parent.name == child.name:
            return refused("circular inheritance not allowed")
        if parent.name in child.parents:
            return refused(f'"{parent.name.name}" would be inherited from more than once')
        refusal = shape_refusal(parent, child)
        if refusal is not None:
            return refused(refusal)
    return combined([locked(moment, op.table, AX), locked(moment, op.parent, SUX)])


def no_inherit(op: NoInherit, moment: Moment) -> Effects:
    """Return the effects of NO INHERIT: the parent is only looked at."""
    child, parent = moment.table(op.table), moment.table(op.parent)
    if moment.lacks(op.parent):
        return refused(f'relation "{op.parent.name}" does not exist')
    if child is not None and child.is_partition:
        return refused("cannot change inheritance of a partition")
    if child is not None and child.is_complete and parent and parent.name not in child.parents:
        return refused(f'relation "{parent.name.name}" is not a parent of relation')
    return locked(moment, op.table, AX)

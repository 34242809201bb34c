"""What attaching, detaching and creating partitions does: to parent, child and default partition.

A partition's rows must fulfil its bound, and the default partition must hold none that do. Both are
scanned under ACCESS EXCLUSIVE unless their validated constraints prove it.
"""

from collections.abc import Iterator

from lint.definitions import Check, IndexColumn, PartitionBound, PartitionBy
from lint.effects.alone import alone_refusal
from lint.effects.effect import Effects, combined, on, refused
from lint.effects.foreign_keys import referenced
from lint.effects.lock import Lock
from lint.effects.moment import Moment
from lint.effects.partition_shapes import attach_refusal
from lint.effects.proof import proves
from lint.effects.rewriting import locked
from lint.effects.version import NOT_VALID_ON_PARTITIONED
from lint.expressions import (
    And,
    ColumnReference,
    Constant,
    ConstantKind,
    Expression,
    IsNotNull,
    IsNull,
    Not,
    Operator,
    Or,
    columns_in,
)
from lint.facts import Table
from lint.ops import (
    AttachPartition,
    CreateTable,
    DetachPartition,
    FinalizeDetach,
)

AX = Lock.ACCESS_EXCLUSIVE
SUX = Lock.SHARE_UPDATE_EXCLUSIVE
SRX = Lock.SHARE_ROW_EXCLUSIVE


def claim_of(by: PartitionBy, bound: PartitionBound) -> Expression | None:
    """Return what the bound says of every row, or None when constraints cannot prove it."""
    if bound.modulus is not None or bound.is_default or len(by.keys) != 1:
        return None
    name = by.keys[0].column
    if name is None:
        return None
    key = ColumnReference(name)
    return _list_claim(key, bound) if bound.values else _range_claim(key, bound)


def _list_claim(key: ColumnReference, bound: PartitionBound) -> Expression:
    values = [each for each in bound.values if not _is_null(each)]
    some = Or(tuple(Operator("=", key, each) for each in values))
    if len(values) < len(bound.values):
        return Or((IsNull(key), some))
    return And((IsNotNull(key), some))


def _range_claim(key: ColumnReference, bound: PartitionBound) -> Expression:
    parts: list[Expression] = [IsNotNull(key)]
    if bound.lower and not isinstance(bound.lower[0], ColumnReference):
        parts.append(Operator(">=", key, bound.lower[0]))
    if bound.upper and not isinstance(bound.upper[0], ColumnReference):
        parts.append(Operator("<", key, bound.upper[0]))
    return And(tuple(parts))


def _is_null(expression: Expression) -> bool:
    return isinstance(expression, Constant) and expression.kind is ConstantKind.NULL


def attach(op: AttachPartition, moment: Moment) -> Effects:
    """Return the effects of ATTACH PARTITION."""
    for name in (op.table, op.partition):
        if moment.lacks(name):
            return refused(f'relation "{name.name}" does not exist')
    parent, child = moment.table(op.table), moment.table(op.partition)
    if parent is not None and child is not None:
        refusal = attach_refusal(parent, child, op.bound, moment)
        if refusal is not None:
            return refused(refusal)
    parts = [on(moment.name(op.table), SUX)]
    if child is None:
        why = "checks the bound of the partition"
        parts.append(on(moment.name(op.partition), AX, scans=True, because=why))
    if parent is None:
        if child is not None and not _fulfils(child, op.bound):
            parts += _checked(child, None, moment, "checks the bound of the partition")
        return combined(parts)
    parts += _parent_indexes(parent, moment)
    if child is not None:
        parts += _child(op, parent, child, moment)
    parts += default_checked(parent, op.bound, moment)
    return combined(parts)


def _fulfils(child: Table, bound: PartitionBound) -> bool:
    """Tell if the child's constraints prove the bound for a column, when the key is not known."""
    checks = (each.expression for each in child.constraints if isinstance(each, Check))
    columns = dict.fromkeys(column for each in checks for column in columns_in(each))
    keys = (PartitionBy("", (IndexColumn(column=each),)) for each in columns)
    claims = (claim_of(key, bound) for key in keys)
    return any(claim is not None and proves(child, claim) for claim in claims)


def _parent_indexes(parent: Table, moment: Moment) -> list[Effects]:
    """Return the locks on the parent's indexes, of which the partition's become parts."""
    return [on(index.name, SUX) for index in moment.indexes(parent)]


def _child(op: AttachPartition, parent: Table, child: Table, moment: Moment) -> list[Effects]:
    why = "checks the bound of the partition"
    parts = [on(each.name, AX) for each in moment.family(child.name)]
    claims = _claims(parent, op.bound, moment)
    if claims is None or claims:
        claim = None if claims is None else And(tuple(claims))
        parts += _checked(child, claim, moment, why)
    return [*parts, *_matched_indexes(op, child, moment), *_matched_keys(parent, child, moment)]


def _claims(parent: Table, bound: PartitionBound, moment: Moment) -> list[Expression] | None:
    """Return what must hold for the rows: the bound and those of all partitions above."""
    if parent.partition_by is None:
        return None
    if bound.is_default:
        own = _default_claims(parent, moment)
    else:
        single = claim_of(parent.partition_by, bound)
        own = None if single is None else [single]
    if own is None:
        return None
    for name in parent.parents:
        above = moment.table(name)
        if above is None or parent.bound is None:
            continue
        more = _claims(above, parent.bound, moment)
        if more is None:
            return None
        own += more
    return own


def _default_claims(parent: Table, moment: Moment) -> list[Expression] | None:
    claims: list[Expression] = []
    for name in parent.children:
        sibling = moment.table(name)
        if sibling is None or sibling.bound is None or parent.partition_by is None:
            return None
        claim = claim_of(parent.partition_by, sibling.bound)
        if claim is None:
            return None
        claims.append(Not(claim))
    return claims


def _checked(
    table: Table, claim: Expression | None, moment: Moment, because: str
) -> Iterator[Effects]:
    """Yield the scan of the table, or of its partitions, unless the claim is proven."""
    if claim is not None and proves(table, claim):
        return
    if table.partition_by is not None:
        for name in table.children:
            child = moment.table(name)
            if child is not None:
                yield on(child.name, AX)
                yield from _checked(child, claim, moment, because)
    elif moment.stored(table):
        yield on(table.name, AX, scans=True, because=because)


def _matched_indexes(op: AttachPartition, child: Table, moment: Moment) -> Iterator[Effects]:
    """Yield the builds of the parent's indexes that the child lacks."""
    after = moment.catalog.after(op)
    for table in moment.family(child.name):
        later = after.table(table.name)
        new = [each.name for each in (later.indexes if later else ()) if each not in table.indexes]
        if new and moment.stored(table):
            why = "builds the indexes of the parent"
            yield on(table.name, AX, scans=True, builds=new, because=why)


def _matched_keys(parent: Table, child: Table, moment: Moment) -> Iterator[Effects]:
    """Yield the effects of the parent's foreign keys, which the child gets."""
    for key in parent.foreign_keys:
        if _has_like(child, key.columns):
            # The two become one, and the child's own triggers on the other table go.
            yield referenced(key, moment, AX, scans=False)
            continue
        is_checked = key.is_validated and key.is_enforced
        if is_checked and moment.stored(child):
            yield on(child.name, AX, scans=True, because="checks the foreign key of the parent")
        looks_up = is_checked and not moment.is_empty(child)
        # Since 18 the parent takes over a key that is not valid yet, and validates it.
        has_own = any(own.columns == key.columns for own in child.foreign_keys)
        is_merged = has_own and moment.version >= NOT_VALID_ON_PARTITIONED
        yield referenced(key, moment, AX if is_merged else SRX, scans=looks_up)
    yield from _referencing(parent, moment)


def _referencing(parent: Table, moment: Moment) -> Iterator[Effects]:
    """Yield the locks on the tables whose foreign keys reference the parent, and so the child."""
    for name in (parent.name, *parent.parents):
        for other, _ in moment.catalog.foreign_keys_to(name):
            yield on(other.name, SRX)


def _has_like(child: Table, columns: tuple[str, ...]) -> bool:
    return any(key.columns == columns and key.is_validated for key in child.foreign_keys)


def default_checked(parent: Table, bound: PartitionBound, moment: Moment) -> Iterator[Effects]:
    """Yield the effects on the default partition, which must hold no row of the new one."""
    default = moment.catalog.default_partition(parent.name)
    if default is None or bound.is_default or parent.partition_by is None:
        return
    yield on(default.name, AX)
    claim = claim_of(parent.partition_by, bound)
    negated = None if claim is None else Not(claim)
    yield from _checked(default, negated, moment, "looks for rows of the new partition")


def partition_created(op: CreateTable, moment: Moment) -> Iterator[Effects]:
    """Yield the effects of CREATE TABLE … PARTITION OF on the parent and its relations."""
    if op.partition_of is None:
        return
    yield locked(moment, op.partition_of, AX)
    parent = moment.table(op.partition_of)
    if parent is None:
        return
    yield from _parent_indexes(parent, moment)
    if op.bound is not None:
        yield from default_checked(parent, op.bound, moment)
    for key in parent.foreign_keys:
        yield referenced(key, moment, SRX, scans=False)
    yield from _referencing(parent, moment)


def detach(op: DetachPartition, moment: Moment) -> Effects:
    """Return the effects of DETACH PARTITION."""
    for name in (op.table, op.partition):
        if moment.lacks(name):
            return refused(f'relation "{name.name}" does not exist')
    what = "ALTER TABLE ... DETACH CONCURRENTLY"
    if op.concurrently and (alone := alone_refusal(what, op, moment)) is not None:
        return refused(alone)
    parent, child = moment.table(op.table), moment.table(op.partition)
    refusal = _detach_refusal(op, parent, child, moment)
    if refusal is not None:
        return refused(refusal)
    parts = [on(moment.name(op.table), SUX if op.concurrently else AX)]
    family = moment.family(op.partition)
    parts += [on(each.name, AX) for each in family] or [on(moment.name(op.partition), AX)]
    parts += _unreferenced(op, family, moment)
    for key in parent.foreign_keys if parent is not None else ():
        parts.append(referenced(key, moment, SRX, scans=False))
    if op.concurrently:
        return combined(parts)
    if child is not None:
        parts += [on(i.name, AX) for i in moment.indexes(child) if i.parent is not None]
    default = moment.catalog.default_partition(op.table)
    if default is not None:
        parts.append(on(default.name, AX))
    return combined(parts)


def _unreferenced(
    op: DetachPartition, family: tuple[Table, ...], moment: Moment
) -> Iterator[Effects]:
    """Yield the effects of making sure that no row of the partition is referenced."""
    why = "looks for rows that reference the partition"
    bound = family[0].bound if family else None
    for other, _ in moment.catalog.foreign_keys_to(op.table):
        yield on(other.name, Lock.SHARE if op.concurrently else AX, scans=True, because=why)
        # Its bound leads into the key's index; the default partition has none.
        for each in family if bound is not None and bound.is_default else ():
            yield on(each.name, AX, scans=moment.stored(each), because=why)


def _detach_refusal(
    op: DetachPartition, parent: Table | None, child: Table | None, moment: Moment
) -> str | None:
    if parent is None or child is None:
        return None
    if parent.name not in child.parents:
        return f'relation "{child.name.name}" is not a partition of relation "{parent.name.name}"'
    if op.concurrently and moment.catalog.default_partition(parent.name) is not None:
        return "cannot detach partitions concurrently when a default partition exists"
    return None


def finalize(op: FinalizeDetach, moment: Moment) -> Effects:
    """Return the effects of DETACH PARTITION … FINALIZE of what CONCURRENTLY has left pending."""
    child = moment.table(op.partition)
    if child is not None and child.is_partition:
        return refused(f'cannot complete detaching partition "{child.name.name}"')
    return combined([locked(moment, op.table, SUX), locked(moment, op.partition, AX)])

"""What adding and validating a foreign key does, to the table and to the one it references."""

from collections.abc import Iterator

from lint.definitions import ForeignKey, Persistence, PrimaryKey, Unique
from lint.effects.coercion import Context, Cost, coerced
from lint.effects.effect import Effects, combined, on, refused
from lint.effects.lock import Lock
from lint.effects.moment import Moment
from lint.effects.rewriting import family_locked, family_scanned, locked, scanned
from lint.effects.version import (
    ADD_CONSTRAINT_LOCKS_CHILDREN,
    NOT_ENFORCED,
    NOT_VALID_ON_PARTITIONED,
)
from lint.facts import Table, View
from lint.names import Name, TypeName
from lint.ops import AlterTable
from lint.truth import Truth

SRX = Lock.SHARE_ROW_EXCLUSIVE


def foreign_key_added(
    op: AlterTable, key: ForeignKey, moment: Moment, *, scans: bool, reads_other: bool
) -> Effects:
    """Return the effects of a new foreign key; `scans` when the rows that are there are checked."""
    refusal = foreign_key_refusal(op.table, key, moment)
    if refusal is not None:
        return refused(refusal)
    refusal = _enforcement_refusal(op, key, moment)
    if refusal is not None:
        return refused(refusal)
    same = _same_keys(op, key, moment)
    if same:
        return _taken_over(op, key, same, moment)
    return foreign_key_checked(op, key, moment, scans=scans, reads_other=reads_other)


def _same_keys(
    op: AlterTable, key: ForeignKey, moment: Moment
) -> tuple[tuple[Table, ForeignKey], ...]:
    """Return the partitions that have the same foreign key already: the parent takes it over."""
    wanted = _meaning(key, moment)
    takes_unproven = moment.version >= NOT_VALID_ON_PARTITIONED
    return tuple(
        (each, own)
        for each in moment.family(op.table)[1:]
        for own in each.foreign_keys
        if each.is_partition and _meaning(own, moment) == wanted and own.is_enforced
        if own.name not in each.inherited_constraints
        if own.is_validated or takes_unproven
    )


def _enforcement_refusal(op: AlterTable, key: ForeignKey, moment: Moment) -> str | None:
    """Return that a partition's own key is enforced and the parent's would not be, or reversed."""
    wanted = _meaning(key, moment)
    for each in moment.family(op.table)[1:]:
        for own in each.foreign_keys if each.is_partition else ():
            if _meaning(own, moment) == wanted and own.is_enforced is not key.is_enforced:
                return (
                    f'constraint "{key.name}" enforceability conflicts with constraint '
                    f'"{own.name}" on relation "{each.name.name}"'
                )
    return None


def _meaning(key: ForeignKey, moment: Moment) -> tuple[object, ...]:
    other = moment.table(key.references)
    primary = other.primary_key if other is not None else None
    columns = key.referenced or (primary.columns if primary is not None else ())
    actions = (key.on_delete, key.on_update, key.is_match_full, key.set_columns)
    timing = (key.is_deferrable, key.is_initially_deferred)
    return (key.columns, moment.name(key.references), columns, actions, timing)


def _taken_over(
    op: AlterTable, key: ForeignKey, same: tuple[tuple[Table, ForeignKey], ...], moment: Moment
) -> Effects:
    """Return the effects where only some partitions are read; theirs lose their own triggers."""
    proven = [table for table, own in same if own.is_validated]
    unproven = [each for each in moment.family(op.table) if each not in proven]
    why = f"checks the foreign key to {key.references.name}"
    own = family_scanned(op, moment, SRX, why, unproven)
    is_read = any(moment.stored(each) for each in unproven)
    return combined([own, referenced(key, moment, Lock.ACCESS_EXCLUSIVE, scans=is_read)])


def foreign_key_checked(
    op: AlterTable, key: ForeignKey, moment: Moment, *, scans: bool, reads_other: bool
) -> Effects:
    """Return the effects of a new foreign key that PostgreSQL accepts."""
    why = f"checks the foreign key to {key.references.name}"
    table = moment.table(op.table)
    if table is not None and table.partition_by is None:
        # Only partitions get the foreign keys of their parent.
        locks_children = moment.version >= ADD_CONSTRAINT_LOCKS_CHILDREN
        rows = scanned(table, moment, SRX, why) if scans else on(table.name, SRX)
        own = combined([family_locked(op, moment, SRX, only=not locks_children), rows])
    else:
        own = family_scanned(op, moment, SRX, why) if scans else family_locked(op, moment, SRX)
    return combined([own, referenced(key, moment, SRX, scans=reads_other)])


def referenced(key: ForeignKey, moment: Moment, lock: Lock, *, scans: bool) -> Effects:
    """Return the effects on the referenced table and its partitions."""
    family = moment.family(key.references)
    why = "looks up the referenced rows"
    if not family:
        parts = [locked(moment, key.references, lock)]
        return combined(parts)
    # A key of several columns is read in its index, which is in the order of all of them; for one
    # column the planner reads both tables and compares.
    if not scans or len(key.columns) > 1:
        return combined(locked(moment, each.name, lock) for each in _locked_with(family))
    return combined(scanned(each, moment, lock, why) for each in _locked_with(family))


def _locked_with(family: tuple[Table, ...]) -> tuple[Table, ...]:
    """Return the referenced table and its partitions: inheriting tables are not referenced."""
    return family if family[0].partition_by is not None else family[:1]


def foreign_key_refusal(table: Name, key: ForeignKey, moment: Moment) -> str | None:
    """Return why PostgreSQL refuses the foreign key, if it is plain to see."""
    return next(_foreign_key_refusals(table, key, moment), None)


def _foreign_key_refusals(table: Name, key: ForeignKey, moment: Moment) -> Iterator[str]:
    own, other = moment.table(table), moment.catalog.relation(key.references)
    if moment.lacks(key.references):
        yield f'relation "{key.references.name}" does not exist'
    if isinstance(other, View):
        yield f'referenced relation "{key.references.name}" is not a table'
    if not key.is_enforced and moment.version < NOT_ENFORCED:
        yield "NOT ENFORCED foreign keys need PostgreSQL 18"
    if own is not None and isinstance(other, Table):
        yield from _persistence_refusals(own, other)
    is_partitioned = own is not None and own.partition_by is not None
    if is_partitioned and not key.is_validated and moment.version < NOT_VALID_ON_PARTITIONED:
        yield (
            f'cannot add NOT VALID foreign key on partitioned table "{table.name}" referencing '
            f'relation "{key.references.name}"'
        )
    for column in key.columns:
        if moment.catalog.has_column(table, column) is Truth.DISPROVEN:
            yield f'column "{column}" referenced in foreign key constraint does not exist'
    refusal = _key_refusal(own, other, key, moment) if isinstance(other, Table) else None
    if refusal is not None:
        yield refusal


def _persistence_refusals(own: Table, other: Table) -> Iterator[str]:
    """Yield that the referenced table lives shorter than the one that references it."""
    temporary, mine, theirs = Persistence.TEMPORARY, own.persistence, other.persistence
    if mine is temporary and theirs is not temporary:
        yield "constraints on temporary tables may reference only temporary tables"
    elif mine is Persistence.UNLOGGED and theirs is temporary:
        yield "constraints on unlogged tables may reference only permanent or unlogged tables"
    elif mine is Persistence.PERMANENT and theirs is not mine:
        yield "constraints on permanent tables may reference only permanent tables"


def _key_refusal(own: Table | None, other: Table, key: ForeignKey, moment: Moment) -> str | None:
    return next(_key_refusals(own, other, key, moment), None)


def _key_refusals(
    own: Table | None, other: Table, key: ForeignKey, moment: Moment
) -> Iterator[str]:
    if not other.is_complete:
        return
    referenced_columns = key.referenced
    if not referenced_columns:
        if other.primary_key is None:
            yield f'there is no primary key for referenced table "{other.name.name}"'
            return
        referenced_columns = other.primary_key.columns
    for column in referenced_columns:
        if other.column(column) is None:
            yield f'column "{column}" referenced in foreign key constraint does not exist'
    if len(referenced_columns) != len(key.columns):
        yield "number of referencing and referenced columns for foreign key disagree"
        return
    if not _is_key(other, referenced_columns, moment):
        yield (
            "there is no unique constraint matching given keys for referenced table "
            f'"{other.name.name}"'
        )
    pairs = zip(key.columns, referenced_columns, strict=True)
    if own is not None and any(not _comparable(own, a, other, b, moment) for a, b in pairs):
        yield f'foreign key constraint "{key.name or ""}" cannot be implemented'


def _is_key(table: Table, columns: tuple[str, ...], moment: Moment) -> bool:
    wanted = set(columns)
    by_constraint = any(
        set(each.columns) == wanted
        for each in table.constraints
        if isinstance(each, PrimaryKey | Unique) and not each.is_deferrable and each.columns
    )
    return by_constraint or any(
        set(index.plain_columns or ()) == wanted
        for index in moment.indexes(table)
        if index.is_unique and index.is_valid and index.predicate is None
    )


_NUMBERS = frozenset({"int2", "int4", "int8", "numeric", "float4", "float8"})


def _comparable(own: Table, column: str, other: Table, key: str, moment: Moment) -> bool:
    """Tell if the two columns have an equality operator of the key's index."""
    mine, theirs = own.column(column), other.column(key)
    if mine is None or theirs is None:
        return True
    return comparable(mine.type, theirs.type, moment)


def comparable(mine: TypeName, theirs: TypeName, moment: Moment) -> bool:
    """Tell if a column of one type may reference a column of the other."""
    first, second = (moment.catalog.base_type(each) for each in (mine, theirs))
    one, two = first.name.name, second.name.name
    if first.array != second.array:
        return False
    if one in _NUMBERS and two in _NUMBERS:
        integers = _NUMBERS - {"numeric", "float4", "float8"}
        return {one, two} <= integers or one == two or _casts(first, second, moment)
    bare = (TypeName(first.name, (), first.array), TypeName(second.name, (), second.array))
    return coerced(*bare, Context.ASSIGNMENT, moment) in {Cost.FREE, Cost.UNKNOWN} or (
        one == two or {one, two} in _FAMILIES
    )


_FAMILIES = (
    {"text", "bpchar"}, {"varchar", "bpchar"}, {"text", "name"}, {"date", "timestamp"},
    {"date", "timestamptz"}, {"timestamp", "timestamptz"},
)  # fmt: skip


def _casts(mine: TypeName, theirs: TypeName, moment: Moment) -> bool:
    """Tell if the referencing value turns into the key's type by itself: int to numeric does."""
    return coerced(mine, theirs, Context.ASSIGNMENT, moment) is not Cost.IMPOSSIBLE and (
        _rank(mine) <= _rank(theirs)
    )


def _rank(type_name: TypeName) -> int:
    order = ("int2", "int4", "int8", "numeric", "float4", "float8")
    return order.index(type_name.name.name)

"""What creating, dropping, renaming and rebuilding indexes does."""

from collections.abc import Iterable, Iterator

from lint.definitions import Exclusion
from lint.effects.alone import alone_refusal
from lint.effects.defaults import unsteady_function
from lint.effects.dropping import Dropped
from lint.effects.effect import NOTHING, Effects, combined, on, refused
from lint.effects.lock import Lock
from lint.effects.moment import Moment, is_system
from lint.effects.operator_classes import class_refusal
from lint.effects.partition_keys import partition_columns
from lint.effects.rewriting import new_indexes, rewritten
from lint.effects.tables import maintained
from lint.facts import Index, MaterializedView, Relation, Table, View
from lint.names import Name
from lint.ops import (
    AttachIndex,
    Cluster,
    CreateIndex,
    DropIndex,
    Reindex,
    ReindexTarget,
    Vacuum,
)
from lint.truth import Truth

AX = Lock.ACCESS_EXCLUSIVE
SUX = Lock.SHARE_UPDATE_EXCLUSIVE


def create_index(op: CreateIndex, moment: Moment) -> Effects:
    """Return the effects of CREATE INDEX: SHARE keeps writers out, CONCURRENTLY does not."""
    refusal = _create_refusal(op, moment)
    if refusal is not None:
        return refused(refusal)
    lock = SUX if op.concurrently else Lock.SHARE
    name = moment.name(op.table)
    taken = _taken(op, moment)
    if taken and op.if_not_exists:
        return on(name, lock)
    if taken:
        return refused(f'relation "{op.name}" already exists')
    relation = moment.catalog.relation(op.table)
    if relation is None:
        # ON ONLY is said of partitioned tables, which have no rows.
        names = [op.name] if op.name and not op.only else []
        return on(name, lock, scans=not op.only, builds=names, because=_WHY)
    if isinstance(relation, Table) and relation.partition_by is not None:
        return _partitioned(op, relation, moment)
    names = [op.name] if op.name else _new_names(op, relation, moment)
    return on(relation.name, lock, scans=True, builds=names, because=_WHY)


_WHY = "builds an index"


def _new_names(op: CreateIndex, relation: Relation, moment: Moment) -> list[str]:
    after = moment.catalog.after(op)
    known = {index.name for index in moment.indexes(relation)}
    return [each.name.name for each in after.indexes_of(relation.name) if each.name not in known]


def _partitioned(op: CreateIndex, table: Table, moment: Moment) -> Effects:
    if op.only:
        return on(table.name, Lock.SHARE)
    locks = [on(each.name, Lock.SHARE) for each in moment.family(table.name)]
    return combined([*locks, new_indexes(op, moment, Lock.SHARE, _WHY)])


def _taken(op: CreateIndex, moment: Moment) -> bool:
    if op.name is None:
        return False
    place = moment.name(op.table)._replace(name=op.name)
    return moment.catalog.relation(place) is not None


def _create_refusal(op: CreateIndex, moment: Moment) -> str | None:
    if op.concurrently and (alone := alone_refusal("CREATE INDEX CONCURRENTLY", op, moment)):
        return alone
    if moment.lacks(op.table):
        return f'relation "{op.table.name}" does not exist'
    relation = moment.catalog.relation(op.table)
    if isinstance(relation, View):
        return f'cannot create index on relation "{op.table.name}"'
    return _column_refusal(op, moment) or _partition_refusal(op, moment)


def _column_refusal(op: CreateIndex, moment: Moment) -> str | None:
    return next(_column_refusals(op, moment), None)


def _column_refusals(op: CreateIndex, moment: Moment) -> Iterator[str]:
    table = moment.table(op.table)
    if table is None:
        return
    for each in op.columns:
        if each.column is not None and _is_absent(op.table, each.column, moment):
            yield f'column "{each.column}" does not exist'
        if each.column is not None and each.operator_class is None:
            refusal = _class_refusal(op, each.column, moment)
            if refusal is not None:
                yield refusal
        if each.expression is not None and unsteady_function(
            each.expression, table, moment.catalog
        ):
            yield "functions in index expression must be marked IMMUTABLE"
    for column in op.include:
        if _is_absent(op.table, column, moment):
            yield f'column "{column}" does not exist'
    if op.predicate is not None and unsteady_function(op.predicate, table, moment.catalog):
        yield "functions in index predicate must be marked IMMUTABLE"


def _class_refusal(op: CreateIndex, name: str, moment: Moment) -> str | None:
    table = moment.table(op.table)
    column = table.column(name) if table is not None else None
    return None if column is None else class_refusal(column.type, op.method, moment)


def _is_absent(table: Name, column: str, moment: Moment) -> bool:
    return moment.catalog.has_column(table, column) is Truth.DISPROVEN


def _partition_refusal(op: CreateIndex, moment: Moment) -> str | None:
    table = moment.table(op.table)
    if table is None or table.partition_by is None:
        return None
    if op.concurrently:
        return f'cannot create index on partitioned table "{op.table.name}" concurrently'
    if op.is_unique:
        names = {each.column for each in op.columns}
        family = (table,) if op.only else moment.family(op.table)
        if any(not partition_columns(each) <= names for each in family):
            return "unique constraint on partitioned table must include all partitioning columns"
    return None


def drop_index(op: DropIndex, moment: Moment) -> Effects:
    """Return the effects of DROP INDEX: it takes its table with it into the lock."""
    if op.concurrently and (alone := alone_refusal("DROP INDEX CONCURRENTLY", op, moment)):
        return refused(alone)
    if op.concurrently and len(op.names) > 1:
        return refused("DROP INDEX CONCURRENTLY does not support dropping multiple objects")
    parts = []
    for name in op.names:
        if moment.lacks(name):
            if not op.if_exists:
                return refused(f'index "{name.name}" does not exist')
            continue
        parts.append(_dropped(op, name, moment))
    return combined(parts)


def _dropped(op: DropIndex, name: Name, moment: Moment) -> Effects:
    relation = moment.catalog.relation(name)
    if relation is None:
        return on(moment.name(name), SUX if op.concurrently else AX)
    if not isinstance(relation, Index):
        return refused(f'"{name.name}" is not an index')
    refusal = _drop_refusal(op, relation, moment)
    if refusal is not None:
        return refused(refusal)
    if op.concurrently:
        return combined([on(relation.table, SUX), on(relation.name, SUX)])
    dropped = Dropped(moment, cascade=op.cascade)
    for index in (relation, *attached_indexes(relation, moment)):
        dropped.lock(index.table)
        dropped.lock(index.name)
    return dropped.effects()


def _drop_refusal(op: DropIndex, index: Index, moment: Moment) -> str | None:
    name = index.name.name
    if index.constraint is not None:
        return (
            f"cannot drop index {name} because constraint {index.constraint} on table "
            f"{index.table.name} requires it"
        )
    if index.parent is not None:
        return f"cannot drop index {name} because index {index.parent.name} requires it"
    table = moment.table(index.table)
    if op.concurrently and table is not None and table.partition_by is not None:
        return f'cannot drop partitioned index "{name}" concurrently'
    return None


def attached_indexes(index: Index, moment: Moment) -> tuple[Index, ...]:
    """Return the indexes of partitions that are parts of the index."""
    return tuple(
        each
        for table in moment.catalog.descendants(index.table)
        for each in moment.indexes(table)
        if _is_part(each, index, moment)
    )


def _is_part(index: Index, whole: Index, moment: Moment) -> bool:
    while index.parent is not None:
        if index.parent == whole.name:
            return True
        above = moment.catalog.index(index.parent)
        if above is None:
            return False
        index = above
    return False


def attach_index(op: AttachIndex, moment: Moment) -> Effects:
    """Return the effects of ALTER INDEX … ATTACH PARTITION."""
    parent, child = moment.catalog.index(op.table), moment.catalog.index(op.index)
    if moment.lacks(op.table) or moment.lacks(op.index):
        return refused(f'relation "{op.index.name}" does not exist')
    if parent is not None and child is not None and parent.columns != child.columns:
        return refused(
            f'cannot attach index "{op.index.name}" as a partition of index "{op.table.name}"'
        )
    return combined([on(moment.name(op.table), SUX), on(moment.name(op.index), AX)])


# --- building again --------------------------------------------------------------------------


def reindex(op: Reindex, moment: Moment) -> Effects:
    """Return the effects of REINDEX."""
    wide = op.target in {ReindexTarget.SCHEMA, ReindexTarget.DATABASE, ReindexTarget.SYSTEM}
    if op.concurrently or wide:
        what = "CONCURRENTLY" if op.concurrently else op.target.value.upper()
        if (alone := alone_refusal(f"REINDEX {what}", op, moment)) is not None:
            return refused(alone)
    if wide:
        return combined(_rebuilt(each, op, moment) for each in _in_scope(op, moment))
    return NOTHING if op.name is None else _named(op, op.name, moment)


def _named(op: Reindex, name: Name, moment: Moment) -> Effects:
    if moment.lacks(name):
        return refused(f'relation "{name.name}" does not exist')
    relation = moment.catalog.relation(name)
    if isinstance(relation, Index):
        return _reindexed(relation, op, moment)
    if isinstance(relation, Table | MaterializedView):
        return combined(_rebuilt(each, op, moment) for each in _with_partitions(relation, moment))
    if op.target is ReindexTarget.INDEX:
        return on(moment.name(name), SUX if op.concurrently else AX)
    lock = SUX if op.concurrently else Lock.SHARE
    return on(moment.name(name), lock, scans=True, because="builds its indexes again")


def _in_scope(op: Reindex, moment: Moment) -> Iterable[Table | MaterializedView]:
    for relation in moment.catalog.relations.values():
        in_schema = op.name is None or relation.name.schema == op.name.name
        if isinstance(relation, Table | MaterializedView) and (
            in_schema or op.target is not ReindexTarget.SCHEMA
        ):
            yield relation


def _with_partitions(
    relation: Table | MaterializedView, moment: Moment
) -> tuple[Table | MaterializedView, ...]:
    if isinstance(relation, Table) and relation.partition_by is not None:
        return moment.family(relation.name)
    return (relation,)


def _rebuilt(relation: Table | MaterializedView, op: Reindex, moment: Moment) -> Effects:
    lock = SUX if op.concurrently else Lock.SHARE
    if not moment.stored(relation):
        return on(relation.name, lock) if op.target is ReindexTarget.TABLE else NOTHING
    indexes = [
        each
        for each in moment.indexes(relation)
        # An index of an exclusion constraint is skipped with a warning.
        if not (op.concurrently and _serves_exclusion(each, relation))
    ]
    return combined([on(relation.name, lock), *(_one(each, op) for each in indexes)])


def _serves_exclusion(index: Index, relation: Relation) -> bool:
    if not isinstance(relation, Table) or index.constraint is None:
        return False
    return isinstance(relation.constraint(index.constraint), Exclusion)


def _one(index: Index, op: Reindex) -> Effects:
    lock = SUX if op.concurrently else Lock.SHARE
    table = on(
        index.table,
        lock,
        scans=True,
        builds=[index.name.name],
        because=f"builds {index.name.name} again",
    )
    own = on(index.name, SUX) if op.concurrently else on(index.name, AX, rewrites=True)
    return combined([table, own])


def _reindexed(index: Index, op: Reindex, moment: Moment) -> Effects:
    parts = attached_indexes(index, moment)
    table = moment.table(index.table)
    if table is None or table.partition_by is None:
        return _one(index, op)
    if (alone := alone_refusal("REINDEX INDEX of a partitioned index", op, moment)) is not None:
        return refused(alone)
    lock = SUX if op.concurrently else Lock.SHARE
    stored = [each for each in parts if _is_stored(each, moment)]
    return combined([on(table.name, lock), *(_one(each, op) for each in stored)])


def _is_stored(index: Index, moment: Moment) -> bool:
    table = moment.table(index.table)
    return table is None or moment.stored(table)


def cluster(op: Cluster, moment: Moment) -> Effects:
    """Return the effects of CLUSTER: the table is written anew in the order of an index."""
    if op.table is None:
        alone = alone_refusal("CLUSTER", op, moment)
        return NOTHING if alone is None else refused(alone)
    if moment.lacks(op.table):
        return refused(f'relation "{op.table.name}" does not exist')
    relation = moment.catalog.relation(op.table)
    why = "writes the rows in the order of an index"
    if not isinstance(relation, Table | MaterializedView):
        return on(moment.name(op.table), AX, rewrites=True, scans=True, because=why)
    refusal = _order_refusal(op, relation, moment)
    if refusal is not None:
        return refused(refusal)
    family = _with_partitions(relation, moment)
    return combined(rewritten(each, moment, why) for each in family)


def _order_refusal(op: Cluster, relation: Table | MaterializedView, moment: Moment) -> str | None:
    if op.index is not None:
        name = Name(relation.name.schema, op.index)
        return cluster_refusal(name, relation.name, moment)
    if not isinstance(relation, Table):
        return None
    if relation.clustered_on is None and relation.is_complete:
        return f'there is no previously clustered index for table "{relation.name.name}"'
    if relation.partition_by is not None:
        return alone_refusal("CLUSTER of a partitioned table", op, moment)
    return None


_CLUSTERABLE = frozenset({"btree", "gist"})


def cluster_refusal(name: Name, table: Name, moment: Moment) -> str | None:
    """Return why a table cannot be put into the order of the index."""
    if moment.lacks(name):
        return f'index "{name.name}" for table "{table.name}" does not exist'
    index = moment.catalog.index(name)
    if index is None:
        return None
    if index.table != moment.name(table):
        return f'"{name.name}" is not an index for table "{table.name}"'
    if index.method not in _CLUSTERABLE:
        return f'cannot cluster on index "{name.name}" because access method does not support it'
    if index.predicate is not None:
        return f'cannot cluster on partial index "{name.name}"'
    return None if index.is_valid else f'cannot cluster on invalid index "{name.name}"'


def vacuum(op: Vacuum, moment: Moment) -> Effects:
    """Return the effects of VACUUM; FULL writes the table anew."""
    if (alone := alone_refusal("VACUUM", op, moment)) is not None:
        return refused(alone)
    if op.names_columns and not op.analyze:
        return refused("ANALYZE option must be specified when a column list is provided")
    for name in op.tables:
        if moment.lacks(name):
            return refused(f'relation "{name.name}" does not exist')
    relations = maintained(op.tables, moment)
    if op.full:
        return combined(
            [rewritten(each, moment, "writes the table anew") for each in relations]
            + _unknown_tables(op.tables, moment, AX)
        )
    locks = [on(each.name, SUX) for each in relations if not is_system(each.name)]
    return combined(locks + _unknown_tables(op.tables, moment, SUX))


def _unknown_tables(names: Iterable[Name], moment: Moment, lock: Lock) -> list[Effects]:
    rewrites = lock is AX
    return [
        on(moment.name(each), lock, rewrites=rewrites, scans=rewrites)
        for each in names
        if moment.catalog.relation(each) is None
    ]

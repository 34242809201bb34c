"""What creating, dropping, emptying, locking and maintaining tables and views does."""

from collections.abc import Iterable, Iterator

from lint.definitions import ForeignKey, Persistence
from lint.effects.defaults import default_refusal
from lint.effects.dropping import relations_dropped
from lint.effects.effect import NOTHING, Effects, combined, on, refused
from lint.effects.foreign_keys import foreign_key_refusal, referenced
from lint.effects.lock import MODES, Lock
from lint.effects.moment import Moment, is_system
from lint.effects.partition_shapes import bound_refusal
from lint.effects.partitions import partition_created
from lint.effects.queries import query_refusal
from lint.effects.reading import read_by
from lint.effects.rewriting import locked
from lint.effects.type_names import is_missing_type
from lint.effects.version import MAINTENANCE_RECURSES
from lint.facts import MaterializedView, Relation, Sequence, Table, View
from lint.names import Name
from lint.ops import (
    Analyze,
    CreateMaterializedView,
    CreateTable,
    CreateTableAs,
    CreateView,
    Drop,
    DropMaterializedView,
    DropSequence,
    DropTable,
    DropView,
    LockTable,
    RefreshMaterializedView,
    Truncate,
)
from lint.view_types import output_types

AX = Lock.ACCESS_EXCLUSIVE
SUX = Lock.SHARE_UPDATE_EXCLUSIVE
SRX = Lock.SHARE_ROW_EXCLUSIVE


def _exists(name: Name, moment: Moment) -> bool:
    return moment.catalog.relations.get(moment.catalog.new_name(name)) is not None


# --- creating --------------------------------------------------------------------------------


def create_table(op: CreateTable, moment: Moment) -> Effects:
    """Return the effects of CREATE TABLE on the tables it refers to."""
    is_temporary = op.persistence is Persistence.TEMPORARY
    if not is_temporary and _exists(op.name, moment):
        return NOTHING if op.if_not_exists else refused(f'relation "{op.name.name}" already exists')
    refusal = _create_refusal(op, moment)
    if refusal is not None:
        return refused(refusal)
    parents = [locked(moment, each, SUX) for each in op.inherits]
    return combined([*parents, *partition_created(op, moment), *_references(op, moment)])


def _create_refusal(op: CreateTable, moment: Moment) -> str | None:
    return next(_create_refusals(op, moment), None)


def _create_refusals(op: CreateTable, moment: Moment) -> Iterator[str]:
    names = [column.name for column in op.columns]
    for like in op.like:
        source = moment.table(like.table)
        names += [column.name for column in source.columns] if source is not None else []
    for name in names:
        if names.count(name) > 1:
            yield f'column "{name}" specified more than once'
    for column in op.columns:
        if op.partition_of is None and is_missing_type(column.type, moment.catalog):
            yield f'type "{column.type}" does not exist'
        if column.default is not None:
            refusal = default_refusal(column.default, column.type, moment)
            if refusal is not None:
                yield refusal
    yield from _parent_refusals(op, moment)
    yield from _copied_key_refusals(op, moment)


def _copied_key_refusals(op: CreateTable, moment: Moment) -> Iterator[str]:
    """Yield that a unique index which LIKE copies lacks a column of the partition key."""
    keys = {each.column for each in op.partition_by.keys} if op.partition_by is not None else set()
    for like in op.like if keys else ():
        source = moment.table(like.table) if "indexes" in like.including else None
        for index in moment.indexes(source) if source is not None else ():
            if index.is_unique and not keys <= {each.column for each in index.columns}:
                yield (
                    "unique constraint on partitioned table must include all partitioning columns"
                )


def _parent_refusals(op: CreateTable, moment: Moment) -> Iterator[str]:
    sources = [*op.inherits, *(like.table for like in op.like)]
    for source in (*sources, *((op.partition_of,) if op.partition_of else ())):
        if moment.lacks(source):
            yield f'relation "{source.name}" does not exist'
    parent = moment.table(op.partition_of) if op.partition_of is not None else None
    if parent is not None and op.bound is not None:
        if parent.partition_by is None:
            yield f'"{parent.name.name}" is not partitioned'
        refusal = bound_refusal(parent, op.name, op.bound, moment)
        if refusal is not None:
            yield refusal


def _references(op: CreateTable, moment: Moment) -> Iterator[Effects]:
    """Yield the locks that the new table's foreign keys take on other tables."""
    keys = tuple(_foreign_keys(op))
    if not keys:
        return  # most tables have none, and the catalog with the table in it costs a replay
    after = moment.catalog.after(op)
    made = after.relations.get(after.new_name(op.name))
    later = Moment(catalog=after, transaction=moment.transaction, version=moment.version)
    for key in keys:
        if moment.catalog.new_name(key.references) == moment.catalog.new_name(op.name):
            continue
        refusal = foreign_key_refusal(made.name if made else op.name, key, later)
        if refusal is not None:
            yield refused(refusal)
        yield referenced(key, moment, SRX, scans=False)


def _foreign_keys(op: CreateTable) -> Iterator[ForeignKey]:
    for column in op.columns:
        for each in column.constraints:
            if isinstance(each, ForeignKey):
                yield each.but(columns=(column.name,))
    for each in op.constraints:
        if isinstance(each, ForeignKey):
            yield each


def create_table_as(op: CreateTableAs | CreateMaterializedView, moment: Moment) -> Effects:
    """Return the effects of filling a new table from a query: the query reads."""
    if _exists(op.name, moment):
        return NOTHING if op.if_not_exists else refused(f'relation "{op.name.name}" already exists')
    missing = query_refusal(op.query, moment)
    if missing is not None:
        return refused(missing)
    return read_by(op.query, moment) if op.with_data else NOTHING


def create_view(op: CreateView, moment: Moment) -> Effects:
    """Return the effects of CREATE VIEW: replacing one locks it."""
    missing = query_refusal(op.query, moment)
    if missing is not None:
        return refused(missing)
    old = moment.catalog.relations.get(moment.catalog.new_name(op.name))
    if old is None or op.is_temporary:
        return NOTHING
    if not op.or_replace:
        return refused(f'relation "{op.name.name}" already exists')
    if not isinstance(old, View):
        return refused(f'"{op.name.name}" is not a view')
    refusal = _replacement_refusal(op, old, moment)
    return refused(refusal) if refusal is not None else on(old.name, AX)


def _replacement_refusal(op: CreateView, old: View, moment: Moment) -> str | None:
    new = moment.catalog.after(op).relations.get(old.name)
    if not isinstance(new, View) or not new.columns or not old.columns:
        return None
    if len(new.columns) < len(old.columns):
        return "cannot drop columns from view"
    for before, after in zip(old.columns, new.columns, strict=False):
        if before != after:
            return f'cannot change name of view column "{before}" to "{after}"'
    types = zip(
        old.columns,
        output_types(old, moment.catalog),
        output_types(new, moment.catalog),
        strict=False,
    )
    for name, was, becomes in types:
        if None not in {was, becomes} and was != becomes:
            return f'cannot change data type of view column "{name}" from {was} to {becomes}'
    return None


def refresh(op: RefreshMaterializedView, moment: Moment) -> Effects:
    """Return the effects of REFRESH MATERIALIZED VIEW."""
    if op.concurrently and not op.with_data:
        return refused("CONCURRENTLY and WITH NO DATA options cannot be used together")
    if moment.lacks(op.name):
        return refused(f'relation "{op.name.name}" does not exist')
    view = moment.catalog.relation(op.name)
    if view is not None and not isinstance(view, MaterializedView):
        return refused(f'"{op.name.name}" is not a materialized view')
    name = moment.name(op.name)
    if view is None:
        lock = Lock.EXCLUSIVE if op.concurrently else AX
        return on(name, lock, rewrites=not op.concurrently, because="fills the view anew")
    if op.concurrently:
        return _refreshed_concurrently(view, moment)
    reading = read_by(view.query, moment) if op.with_data else NOTHING
    return combined([emptied(view, moment, "fills the view anew"), reading])


def _refreshed_concurrently(view: MaterializedView, moment: Moment) -> Effects:
    indexes = moment.indexes(view)
    if not any(
        each.is_unique and each.predicate is None and each.plain_columns for each in indexes
    ):
        return refused(f'cannot refresh materialized view "{view.name}" concurrently')
    own = on(view.name, Lock.EXCLUSIVE, scans=True, because="compares the view with its query")
    return combined(
        [
            own,
            *(on(each.name, Lock.ROW_EXCLUSIVE) for each in indexes),
            read_by(view.query, moment),
        ]
    )


def emptied(relation: Table | MaterializedView, moment: Moment, because: str) -> Effects:
    """Return the effects of giving a relation new, empty storage."""
    if not moment.stored(relation):
        return on(relation.name, AX)
    indexes = moment.indexes(relation)
    own = on(
        relation.name,
        AX,
        rewrites=True,
        scans=bool(indexes),
        builds=(each.name.name for each in indexes),
        because=because,
    )
    return combined([own, *(on(each.name, AX, rewrites=True) for each in indexes)])


# --- dropping and emptying -------------------------------------------------------------------

_WORDS: dict[type[Drop], tuple[str, type[Relation]]] = {
    DropTable: ("table", Table),
    DropView: ("view", View),
    DropMaterializedView: ("materialized view", MaterializedView),
    DropSequence: ("sequence", Sequence),
}


def drop_relations(op: Drop, moment: Moment) -> Effects:
    """Return the effects of DROP TABLE, VIEW, MATERIALIZED VIEW or SEQUENCE."""
    word, kind = _WORDS[type(op)]
    names = []
    for name in op.names:
        relation = moment.catalog.relation(name)
        if moment.lacks(name):
            if not op.if_exists:
                return refused(f'{word} "{name.name}" does not exist')
            continue
        if relation is not None and not isinstance(relation, kind):
            return refused(f'"{name.name}" is not a {word}')
        if isinstance(relation, Sequence) and relation.is_identity:
            return refused(f"cannot drop sequence {name.name} because a column requires it")
        names.append(name)
    return relations_dropped(names, moment, cascade=op.cascade)


def truncate(op: Truncate, moment: Moment) -> Effects:
    """Return the effects of TRUNCATE: new storage, and all that references it too."""
    parts: list[Effects] = []
    for name in op.tables:
        if moment.lacks(name):
            return refused(f'relation "{name.name}" does not exist')
        relation = moment.catalog.relation(name)
        if relation is None:
            parts.append(on(moment.name(name), AX, rewrites=True))
        elif not isinstance(relation, Table):
            return refused(f'"{name.name}" is not a table')
        elif name in op.only and relation.partition_by is not None and relation.children:
            return refused("cannot truncate only a partitioned table")
    chosen = _with_children(op, moment)
    while (more := _referencing(chosen, moment)) and op.cascade:
        chosen = (*chosen, *more)
    if more:
        return refused("cannot truncate a table referenced in a foreign key constraint")
    parts += [emptied(each, moment, "empties the table") for each in chosen]
    if op.restart_identity:
        parts += [
            on(column.sequence, AX, rewrites=True)
            for table in chosen
            for column in table.columns
            if column.sequence is not None
        ]
    return combined(parts)


def _with_children(op: Truncate, moment: Moment) -> tuple[Table, ...]:
    found = [each for name in op.tables for each in moment.family(name, only=name in op.only)]
    return tuple({each.name: each for each in found}.values())


def _referencing(chosen: tuple[Table, ...], moment: Moment) -> tuple[Table, ...]:
    known = {each.name for each in chosen}
    found: dict[Name, Table] = {}
    for table in chosen:
        for other in _referencing_tables(table, moment):
            for each in moment.family(other.name):
                if each.name not in known:
                    found[each.name] = each
    return tuple(found.values())


def _referencing_tables(table: Table, moment: Moment) -> Iterator[Table]:
    """Yield the tables whose foreign keys reference the table, or what it is a partition of."""
    yield from (other for other, _ in moment.catalog.foreign_keys_to(table.name))
    for name in table.parents if table.is_partition else ():
        parent = moment.table(name)
        if parent is not None:
            yield from _referencing_tables(parent, moment)


# --- locking and maintaining -----------------------------------------------------------------


def lock_table(op: LockTable, moment: Moment) -> Effects:
    """Return the effects of LOCK TABLE: a view takes the tables it reads with it."""
    parts: list[Effects] = []
    for name in op.tables:
        if moment.lacks(name):
            return refused(f'relation "{name.name}" does not exist')
        parts += [on(each, _mode(op)) for each in _to_lock(name, moment, only=name in op.only)]
    return NOTHING if _mode(op) is Lock.ACCESS_SHARE else combined(parts)


def _mode(op: LockTable) -> Lock:
    return MODES.get(op.mode.upper(), AX)


def _to_lock(name: Name, moment: Moment, *, only: bool) -> Iterator[Name]:
    relation = moment.catalog.relation(name)
    if isinstance(relation, View):
        yield relation.name
        for each in relation.query.relations:
            yield from _to_lock(each, moment, only=False)
        return
    family = moment.family(name, only=only)
    yield from (each.name for each in family) if family else (moment.name(name),)


def analyze(op: Analyze, moment: Moment) -> Effects:
    """Return the effects of ANALYZE: samples only."""
    for name in op.tables:
        if moment.lacks(name):
            return refused(f'relation "{name.name}" does not exist')
    known = [on(each.name, SUX) for each in maintained(op.tables, moment)]
    unknown = [
        on(moment.name(each), SUX)
        for each in op.tables
        if moment.catalog.relation(each) is None and not is_system(moment.name(each))
    ]
    return combined(known + unknown)


def maintained(names: Iterable[Name], moment: Moment) -> list[Table | MaterializedView]:
    """Return the relations that VACUUM or ANALYZE of these names, or of everything, visits."""
    named = tuple(names)
    if not named:
        everything = moment.catalog.relations.values()
        return [each for each in everything if isinstance(each, Table | MaterializedView)]
    found: dict[Name, Table | MaterializedView] = {}
    for name in named:
        relation = moment.catalog.relation(name)
        if isinstance(relation, MaterializedView):
            found[relation.name] = relation
        if isinstance(relation, Table):
            recurses = moment.version >= MAINTENANCE_RECURSES or relation.partition_by is not None
            for each in moment.family(name, only=not recurses):
                found[each.name] = each
    return list(found.values())

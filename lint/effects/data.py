"""What reading and writing rows does: the table, its indexes, and the ends of its foreign keys."""

from collections.abc import Iterable, Iterator

from lint.definitions import Action, ForeignKey
from lint.effects.defaults import label_refusal
from lint.effects.effect import NOTHING, Effects, combined, on, refused
from lint.effects.lock import Lock
from lint.effects.moment import Moment, is_system
from lint.effects.nextval import sequences_drawn
from lint.effects.pruning import key_of, may_get, without_pruned
from lint.effects.queries import query_refusal
from lint.effects.reading import is_indexed, never_holds, read_by
from lint.effects.updatable import written_through
from lint.effects.volatility import is_null
from lint.expressions import (
    Cast,
    ColumnReference,
    Constant,
    ConstantKind,
    Default,
    Expression,
    Star,
)
from lint.facts import ColumnFact, EnumType, Table, View
from lint.names import Name
from lint.ops import (
    Call,
    ChangesData,
    CopyFrom,
    CopyTo,
    Delete,
    Insert,
    Merge,
    RunsQuery,
    Select,
    Update,
    Within,
)

RX = Lock.ROW_EXCLUSIVE
RS = Lock.ROW_SHARE


def query(op: RunsQuery, moment: Moment) -> Effects:
    """Return the effects of a statement that only reads."""
    # Inside a body, a name may be a variable.
    is_plain = op.statement.within is Within.FILE
    query = op.query if is_plain else op.query.but(is_simple=False)
    missing = query_refusal(query, moment)
    if missing is not None:
        return refused(missing)
    parts = [read_by(op.query, moment)]
    for output in op.query.outputs:
        parts += [on(moment.name(each), RX) for each in sequences_drawn(output, moment.catalog)]
    if isinstance(op, Select) and op.locking is not None:
        for name in op.query.relations:
            for each in moment.family(name):
                parts += [on(each.name, RS), *_index_locks(each, moment, RS)]
    if isinstance(op, CopyTo) and op.table is not None:
        parts += [
            on(each.name, scans=True, because="reads the table")
            for each in moment.family(op.table, only=True)
            if moment.stored(each)
        ]
    return combined(parts)


def call(_op: Call, _moment: Moment) -> Effects:
    """Return the effects of CALL as such; what the procedure does is told by its own operations."""
    return NOTHING


def _missing(names: Iterable[Name], moment: Moment) -> str | None:
    for name in names:
        if moment.lacks(name):
            return f'relation "{name.name}" does not exist'
    return None


def change(op: ChangesData, moment: Moment) -> Effects:
    """Return the effects of INSERT, UPDATE, DELETE, MERGE and COPY FROM."""
    if is_system(moment.name(op.table)):
        return NOTHING
    missing = _missing((op.table,), moment)
    if missing is not None:
        return refused(missing)
    parts = [_written(op, moment)]
    others = [each for each in op.query.relations if moment.name(each) != moment.name(op.table)]
    if others:
        parts.append(read_by(op.query.but(relations=tuple(others), where=None), moment))
    return combined(parts)


def _written(op: ChangesData, moment: Moment) -> Effects:  # noqa: PLR0911 - one per statement
    relation = moment.catalog.relation(op.table)
    if isinstance(relation, View):
        return written_through(op, relation, moment, _written)
    if not isinstance(relation, Table):
        scans = isinstance(op, Update | Delete)
        return on(moment.name(op.table), RX, scans=scans)
    match op:
        case Insert():
            return _inserted(op, relation, moment)
        case CopyFrom():
            return _filled(relation, relation.columns, moment)
        case Update():
            return _updated(op, relation, moment)
        case Delete():
            return _deleted(op, relation, moment)
        case Merge():
            return combined([on(relation.name, RX, scans=True), *_index_locks(relation, moment)])
    return on(relation.name, RX)


def _index_locks(table: Table, moment: Moment, lock: Lock = RX) -> Iterator[Effects]:
    for index in moment.indexes(table):
        yield on(index.name, lock)


# --- INSERT ----------------------------------------------------------------------------------


def _inserted(op: Insert, table: Table, moment: Moment) -> Effects:
    refusal = _insert_refusal(op, table, moment)
    if refusal is not None:
        return refused(refusal)
    given = _given(op, table)
    parts = [on(table.name, RX), *_routed(op, table, moment)]
    if op.has_conflict_target:
        parts += _index_locks(table, moment)
    columns = [each for each in table.columns if given.get(each.name, True)]
    present = [each for each in columns if each.name in given or each.has_value_by_default]
    parts += _sequence_locks([e for e in table.columns if e.name not in given], moment)
    return combined([*parts, *_references(table, present, moment)])


def _filled(table: Table, columns: Iterable[ColumnFact], moment: Moment) -> Effects:
    return combined([on(table.name, RX), *_references(table, list(columns), moment)])


def _given(op: Insert, table: Table) -> dict[str, bool]:
    """Return the columns that get a value, and whether it may be something else than NULL."""
    names = op.columns or tuple(each.name for each in table.columns)
    given: dict[str, bool] = {}
    for place, name in enumerate(names):
        values = [row[place] for row in op.rows if place < len(row)]
        if op.rows and not values:
            continue
        if values and all(isinstance(each, Default) for each in values):
            continue
        given[name] = not values or not all(is_null(each) for each in values)
    return given


def _insert_refusal(op: Insert, table: Table, moment: Moment) -> str | None:
    for name in op.columns:
        if _lacks_column(table, name):
            return f'column "{name}" of relation "{table.name.name}" does not exist'
    names = op.columns or tuple(each.name for each in table.columns)
    for place, name in enumerate(names):
        enum = _enum_of(table, name, moment)
        if enum is None:
            continue
        for row in op.rows:
            refusal = _label_refusal(enum, row[place]) if place < len(row) else None
            if refusal is not None:
                return refusal
    return None


def _lacks_column(table: Table, name: str) -> bool:
    return table.column(name) is None and (table.is_complete or name in table.gone_columns)


def _enum_of(table: Table, name: str, moment: Moment) -> EnumType | None:
    column = table.column(name)
    if column is None or column.type.name.schema is None:
        return None  # the catalog writes the types that it knows with their schema
    return moment.catalog.enum(column.type.name)


def _label_refusal(enum: EnumType, value: Expression) -> str | None:
    literal = value.argument if isinstance(value, Cast) else value
    if isinstance(literal, Constant) and literal.kind is ConstantKind.STRING:
        return label_refusal(literal.value, enum)
    return None


def _sequence_locks(columns: Iterable[ColumnFact], moment: Moment) -> Iterator[Effects]:
    for column in columns:
        if column.sequence is not None:
            yield on(column.sequence, RX)
        elif column.default is not None:
            for name in sequences_drawn(column.default, moment.catalog):
                yield on(moment.name(name), RX)


def _routed(op: Insert, table: Table, moment: Moment) -> Iterator[Effects]:
    """Yield the locks on the partitions that get the rows."""
    if table.partition_by is None:
        return
    names = op.columns or tuple(each.name for each in table.columns)
    for child_name in table.children:
        child = moment.table(child_name)
        if child is None or not _may_get(op, names, table, child, moment):
            continue
        yield on(child.name, RX)
        yield from _routed(op, child, moment)


def _may_get(
    op: Insert, names: tuple[str, ...], table: Table, child: Table, moment: Moment
) -> bool:
    key = key_of(table, moment)
    rows = op.rows or ((op.selected,) if op.selected else ())
    if key is None or key.column not in names or not rows:
        return True
    place = names.index(key.column)
    values = [row[place] for row in rows if place < len(row)]
    if any(isinstance(each, Star) for each in op.selected):
        return True
    return any(may_get(child, table, value, moment) for value in values)


def _references(table: Table, columns: list[ColumnFact], moment: Moment) -> Iterator[Effects]:
    """Yield the locks of looking up the referenced rows."""
    names = {each.name for each in columns}
    for key in table.foreign_keys:
        if key.is_enforced and set(key.columns) <= names:
            yield from _looked_up(key, moment)


def _looked_up(key: ForeignKey, moment: Moment) -> Iterator[Effects]:
    other = moment.table(key.references)
    if other is None:
        yield on(moment.name(key.references), RS)
        return
    yield on(other.name, RS)
    yield from _index_locks(other, moment, RS)


# --- UPDATE and DELETE -----------------------------------------------------------------------


def _family(op: Update | Delete, table: Table, moment: Moment) -> tuple[Table, ...]:
    family = moment.family(table.name, only=op.only)
    return without_pruned(family, op.where, moment)


def _rows(op: Update | Delete, table: Table, moment: Moment) -> Iterator[Effects]:
    for each in _family(op, table, moment):
        joins = op.has_from if isinstance(op, Update) else op.has_using
        scans = moment.stored(each) and (joins or not is_indexed(each, op.where, moment))
        scans = scans and not (op.where is not None and never_holds(op.where))
        yield on(each.name, RX, scans=scans, because="looks for the rows" if scans else None)
        yield from _index_locks(each, moment)


def _updated(op: Update, table: Table, moment: Moment) -> Effects:
    for name, value in op.assignments:
        if _lacks_column(table, name):
            return refused(f'column "{name}" of relation "{table.name.name}" does not exist')
        enum = _enum_of(table, name, moment)
        refusal = _label_refusal(enum, value) if enum is not None else None
        if refusal is not None:
            return refused(refusal)
    changed = [
        column
        for name, value in op.assignments
        if (column := table.column(name)) is not None and not is_null(value)
    ]
    # `a = a` changes no key: nothing is looked up.
    names = {name for name, value in op.assignments if value != ColumnReference(name)}
    parts = [*_rows(op, table, moment)]
    for key in table.foreign_keys:
        if key.is_enforced and names & set(key.columns) and changed:
            parts += _looked_up(key, moment)
    for other, key in moment.catalog.foreign_keys_to(table.name):
        if key.is_enforced and names & set(key.referenced):
            parts += _answered(other, key, key.on_update, moment)
    return combined(parts)


def _deleted(op: Delete, table: Table, moment: Moment) -> Effects:
    parts = [*_rows(op, table, moment)]
    for other, key in moment.catalog.foreign_keys_to(table.name):
        if key.is_enforced:
            parts += _answered(other, key, key.on_delete, moment)
    return combined(parts)


def _answered(other: Table, key: ForeignKey, action: Action, moment: Moment) -> Iterator[Effects]:
    """Yield the effects on a referencing table of a referenced row that goes or changes."""
    lock = RS if action in {Action.NO_ACTION, Action.RESTRICT} else RX
    has_index = any(
        (index.columns[0].column if index.columns else None) == key.columns[0]
        for index in moment.indexes(other)
    )
    scans = moment.stored(other) and not has_index
    yield on(other.name, lock, scans=scans, because="looks for referencing rows" if scans else None)
    yield from _index_locks(other, moment, lock)

"""What it means that a table is rewritten, scanned, or that its constraints are redone."""

from collections.abc import Iterable, Iterator

from lint.catalog import Catalog
from lint.effects.effect import Effects, combined, on
from lint.effects.lock import Lock
from lint.effects.moment import Moment, is_system
from lint.facts import MaterializedView, Table
from lint.names import Name
from lint.ops import AlterTable, Operation


def locked(moment: Moment, name: Name, lock: Lock) -> Effects:
    """Return the effects of a lock alone."""
    full = moment.name(name)
    return Effects() if is_system(full) else on(full, lock)


def family_locked(op: AlterTable, moment: Moment, lock: Lock, *, only: bool = False) -> Effects:
    """Return the effects of locking the table and all that inherit from it."""
    family = moment.family(op.table, only=op.only or only)
    if not family:
        return locked(moment, op.table, lock)
    table, *children = family
    return combined(
        [on(table.name, lock)] + [on(each.name, max(lock, moment.floor)) for each in children]
    )


def rewritten(table: Table | MaterializedView, moment: Moment, because: str) -> Effects:
    """Return the effects of writing every row anew: all indexes are built again."""
    if not moment.stored(table):
        return on(table.name, Lock.ACCESS_EXCLUSIVE)
    indexes = moment.indexes(table)
    return combined(
        [
            on(
                table.name,
                Lock.ACCESS_EXCLUSIVE,
                rewrites=True,
                scans=True,
                builds=(index.name.name for index in indexes),
                because=because,
            ),
            *(
                on(index.name, Lock.ACCESS_EXCLUSIVE, rewrites=index.name not in moment.replaced)
                for index in indexes
            ),
        ]
    )


def family_rewritten(op: AlterTable, moment: Moment, because: str) -> Effects:
    """Return the effects of rewriting the table and all that inherit from it."""
    family = moment.family(op.table, only=op.only)
    if not family:
        return on(
            moment.name(op.table),
            Lock.ACCESS_EXCLUSIVE,
            rewrites=True,
            scans=True,
            because=because,
        )
    return combined(rewritten(table, moment, because) for table in family)


def family_scanned(
    op: AlterTable, moment: Moment, lock: Lock, because: str, tables: Iterable[Table] | None = None
) -> Effects:
    """Return the effects of reading every row under the lock, of the family or of `tables`."""
    family = moment.family(op.table, only=op.only)
    if not family:
        return on(moment.name(op.table), lock, scans=True, because=because)
    chosen = {each.name for each in (family if tables is None else tables)}
    return combined(
        scanned(table, moment, mode, because) if table.name in chosen else on(table.name, mode)
        for table in family
        for mode in (lock if table is family[0] else max(lock, moment.floor),)
    )


def scanned(table: Table, moment: Moment, lock: Lock, because: str) -> Effects:
    """Return the effects of reading every row of one table; a partitioned one has none."""
    if not moment.stored(table):
        return on(table.name, lock)
    return on(table.name, lock, scans=True, because=because)


def new_indexes(op: Operation, moment: Moment, lock: Lock, because: str) -> Effects:
    """Return the effects of building the indexes that exist after the operation only."""
    after = moment.catalog.after(op)
    target = getattr(op, "table", None)
    if not isinstance(target, Name):
        return Effects()
    family = moment.family(target)
    if not family:
        return on(moment.name(target), lock, scans=True, because=because)
    parts: list[Effects] = []
    for table in family:
        parts += _taken_over(table, moment, after)
        later = after.table(table.name)
        built = [each for each in (later.indexes if later else ()) if each not in table.indexes]
        if built and moment.stored(table):
            names = [each.name for each in built]
            parts.append(on(table.name, lock, scans=True, builds=names, because=because))
        elif built:
            parts.append(on(table.name, lock))
    return combined(parts)


def _taken_over(table: Table, moment: Moment, after: Catalog) -> Iterator[Effects]:
    """Yield the locks on the partition's indexes that become parts of a new one."""
    for index in moment.indexes(table):
        later = after.index(index.name)
        if index.parent is None and later is not None and later.parent is not None:
            yield on(table.name, Lock.SHARE)
            yield on(index.name, Lock.SHARE)

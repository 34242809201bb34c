"""What dropping collations, foreign servers and what a role owns does to relations."""

from collections.abc import Iterator

from lint.effects.dropping import Dropped
from lint.effects.effect import NOTHING, Effects, combined, on
from lint.effects.lock import Lock
from lint.effects.moment import Moment
from lint.facts import ColumnFact, Table
from lint.names import Name
from lint.ops import DropOther, DropOwned


def drop_other(op: DropOther, moment: Moment) -> Effects:
    """Return the effects of DROP COLLATION, by which columns may be ordered."""
    if op.kind != "collation":
        return NOTHING
    dropped = Dropped(moment, cascade=op.cascade)
    for name in op.names:
        for table, column in _ordered_by(name, moment):
            what = f"column {column.name} of table {table.name.name}"
            if dropped.needs_cascade(f"collation {name.name}", what):
                break
            dropped.column(table, column.name)
    return dropped.effects()


def _ordered_by(name: Name, moment: Moment) -> Iterator[tuple[Table, ColumnFact]]:
    wanted = moment.catalog.new_name(name)
    for relation in moment.catalog.relations.values():
        if not isinstance(relation, Table):
            continue
        for column in relation.columns:
            if column.collation and moment.catalog.new_name(column.collation) == wanted:
                yield relation, column


def drop_owned(op: DropOwned, moment: Moment) -> Effects:
    """Return the effects of DROP OWNED on tables with policies for nobody but the role.

    What else the role owns is known only where the history says so.
    """
    gone = set(op.roles)
    return combined(
        on(relation.name, Lock.ACCESS_EXCLUSIVE)
        for relation in moment.catalog.relations.values()
        if isinstance(relation, Table)
        for policy in relation.policies
        if policy.roles and gone.issuperset(policy.roles)
    )

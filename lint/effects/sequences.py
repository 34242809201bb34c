"""What creating, altering and dropping sequences does, and which columns draw on them."""

from collections.abc import Iterator

from lint.effects.effect import NOTHING, Effects, on, refused
from lint.effects.lock import Lock
from lint.effects.moment import Moment
from lint.effects.nextval import sequences_drawn
from lint.facts import ColumnFact, Sequence, Table
from lint.ops import AlterSequence, CreateSequence

_STORED = frozenset(
    {"start", "restart", "increment", "minvalue", "maxvalue", "cache", "cycle", "as"}
)


def defaults_drawing_on(sequence: Sequence, moment: Moment) -> Iterator[tuple[Table, ColumnFact]]:
    """Yield the columns whose default is the next value of the sequence."""
    catalog = moment.catalog
    users = list(catalog.users_of(sequence.name))
    if sequence.owned_by is not None:
        owner = catalog.table(sequence.owned_by[0])
        users += [owner] if owner is not None and owner not in users else []
    for user in users:
        if isinstance(user, Table):
            yield from ((user, each) for each in user.columns if _draws(each, sequence, moment))


def _draws(column: ColumnFact, sequence: Sequence, moment: Moment) -> bool:
    if column.default is None:
        return column.identity is not None and column.sequence == sequence.name
    return sequence.name in {
        moment.name(each) for each in sequences_drawn(column.default, moment.catalog)
    }


def create_sequence(op: CreateSequence, moment: Moment) -> Effects:
    """Return the effects of CREATE SEQUENCE: nobody uses it yet."""
    if moment.catalog.relation(op.name) is not None and not op.if_not_exists:
        return refused(f'relation "{op.name.name}" already exists')
    return NOTHING


def alter_sequence(op: AlterSequence, moment: Moment) -> Effects:
    """Return the effects of ALTER SEQUENCE: its one row is written anew when it changes."""
    if moment.lacks(op.name):
        if op.if_exists:
            return NOTHING
        return refused(f'relation "{op.name.name}" does not exist')
    is_stored = any(name.lower() != "owned_by" for name, _ in op.options)
    return on(moment.name(op.name), Lock.SHARE_ROW_EXCLUSIVE, rewrites=is_stored)

"""From a statement's operations to their effects."""

from collections.abc import Callable, Sequence

from lint import ops
from lint.catalog import Catalog
from lint.effects import (
    data,
    domains,
    drops,
    functions,
    indexes,
    programs,
    sequences,
    tables,
    types,
)
from lint.effects.alone import alone_refusal
from lint.effects.alter_table import alter_table, lock_of
from lint.effects.column_type import indexes_replaced
from lint.effects.effect import NOTHING, Effects, refused
from lint.effects.lock import Lock
from lint.effects.moment import Moment
from lint.effects.new_labels import used_too_early
from lint.names import Name
from lint.transaction import Transaction


def effects_of(
    op: ops.Operation, catalog: Catalog, transaction: Transaction, pg_version: int
) -> Effects:
    """Return what PostgreSQL does for an operation that is its statement's only one."""
    return effects_in(op, moment_of((op,), catalog, transaction, pg_version))


def effects_of_statement(
    operations: Sequence[ops.Operation], catalog: Catalog, transaction: Transaction, pg_version: int
) -> tuple[Effects, ...]:
    """Return what PostgreSQL does for each operation of one statement, one after the other."""
    moment = moment_of(operations, catalog, transaction, pg_version)
    found: list[Effects] = []
    for operation in operations:
        found.append(effects_in(operation, moment))
        moment = moment.but(catalog=moment.catalog.after(operation))
    return tuple(found)


def moment_of(
    operations: Sequence[ops.Operation], catalog: Catalog, transaction: Transaction, pg_version: int
) -> Moment:
    """Return the moment in which a statement begins; its clauses come as PostgreSQL runs them."""
    moment = Moment(catalog=catalog, transaction=transaction, version=pg_version)
    if len(operations) == 1 and not isinstance(operations[0], _REPLACING):
        return moment
    # One lock mode serves the whole ALTER TABLE: what a weak clause recurses to gets it too.
    locks = [lock_of(op) for op in operations if isinstance(op, ops.AlterTable)]
    return moment.but(
        floor=max(locks, default=Lock.ACCESS_SHARE),
        replaced=_replaced(operations, moment),
        refusal=_altered_twice(operations),
    )


def effects_in(op: ops.Operation, moment: Moment) -> Effects:
    """Return what PostgreSQL does for the operation in the moment."""
    if moment.refusal is not None:
        return refused(moment.refusal)
    if (refusal := used_too_early(op, moment)) is not None:
        return refusal
    if isinstance(op, ops.AlterTable):
        return alter_table(op, moment)
    for kind in type(op).__mro__:
        handler = HANDLERS.get(kind)
        if handler is not None:
            return handler(op, moment)
    return NOTHING


_REPLACING = (ops.AlterColumnType, ops.SetGeneratedExpression)


def _replaced(operations: Sequence[ops.Operation], moment: Moment) -> frozenset[Name]:
    return frozenset(
        name
        for op in operations
        if isinstance(op, _REPLACING)
        for name in indexes_replaced(op, moment)
    )


def _altered_twice(operations: Sequence[ops.Operation]) -> str | None:
    columns = [op.column for op in operations if isinstance(op, ops.AlterColumnType)]
    for column in columns:
        if columns.count(column) > 1:
            return f'cannot alter type of column "{column}" twice'
    return None


def _not_in_transaction(op: ops.Operation, moment: Moment) -> Effects:
    word = type(op).__name__
    spelled = "".join(f" {each}" if each.isupper() else each for each in word).strip().upper()
    alone = alone_refusal(spelled, op, moment)
    return NOTHING if alone is None else refused(alone)


HANDLERS: dict[type[ops.Operation], Callable[..., Effects]] = {
    ops.CreateTable: tables.create_table,
    ops.CreateTableAs: tables.create_table_as,
    ops.CreateMaterializedView: tables.create_table_as,
    ops.CreateView: tables.create_view,
    ops.RefreshMaterializedView: tables.refresh,
    ops.DropTable: tables.drop_relations,
    ops.DropView: tables.drop_relations,
    ops.DropMaterializedView: tables.drop_relations,
    ops.DropSequence: tables.drop_relations,
    ops.Truncate: tables.truncate,
    ops.LockTable: tables.lock_table,
    ops.Analyze: tables.analyze,
    ops.Vacuum: indexes.vacuum,
    ops.Cluster: indexes.cluster,
    ops.CreateIndex: indexes.create_index,
    ops.DropIndex: indexes.drop_index,
    ops.Reindex: indexes.reindex,
    ops.CreateSequence: sequences.create_sequence,
    ops.AlterSequence: sequences.alter_sequence,
    ops.AlterDomain: domains.alter_domain,
    ops.CreateEnum: types.create_type,
    ops.CreateComposite: types.create_type,
    ops.CreateDomain: types.create_type,
    ops.CreateType: types.create_type,
    ops.AddEnumValue: types.add_enum_value,
    ops.RenameEnumValue: types.rename_enum_value,
    ops.AddAttribute: types.alter_attribute,
    ops.DropAttribute: types.alter_attribute,
    ops.AlterAttributeType: types.alter_attribute,
    ops.RenameAttribute: types.alter_attribute,
    ops.SetObjectOwner: types.set_type_owner,
    ops.DropType: types.drop_types,
    ops.DropDomain: types.drop_types,
    ops.CreateSchema: types.create_schema,
    ops.DropSchema: types.drop_schema,
    ops.CreateFunction: functions.create_function,
    ops.DropRoutine: functions.drop_routine,
    ops.CreateTrigger: programs.create_trigger,
    ops.DropOnTable: programs.drop_on_table,
    ops.CreateEventTrigger: programs.create_event_trigger,
    ops.CreateRule: programs.create_rule,
    ops.CreatePolicy: programs.policy,
    ops.AlterPolicy: programs.policy,
    ops.RenameObject: programs.rename_object,
    ops.CommentOn: programs.comment,
    ops.CreateStatistics: programs.create_statistics,
    ops.DropStatistics: programs.drop_statistics,
    ops.DropOther: drops.drop_other,
    ops.DropOwned: drops.drop_owned,
    ops.CreatePublication: programs.create_publication,
    ops.AlterPublication: programs.alter_publication,
    ops.ChangesData: data.change,
    ops.Call: data.call,
    ops.RunsQuery: data.query,
    ops.CreateDatabase: _not_in_transaction,
    ops.DropDatabase: _not_in_transaction,
    ops.AlterSystem: _not_in_transaction,
}

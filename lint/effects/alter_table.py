"""What each clause of ALTER TABLE does, and which lock it asks for."""

from collections.abc import Callable

from lint import ops
from lint.definitions import Check, ForeignKey, Persistence
from lint.effects import columns, constraints, indexes, inheritance, partitions
from lint.effects.add_column import add_column
from lint.effects.column_type import alter_column_type
from lint.effects.effect import NOTHING, Effects, combined, on, refused
from lint.effects.kinds import kind_refusal
from lint.effects.lock import Lock
from lint.effects.moment import Moment
from lint.effects.rewriting import family_locked, locked, rewritten
from lint.effects.version import (
    PARTITIONED_ACCESS_METHOD,
    PARTITIONED_IS_NEVER_UNLOGGED,
    SET_ACCESS_METHOD,
)
from lint.facts import Index, MaterializedView, Sequence, Table, View
from lint.names import Name
from lint.truth import Truth

AX = Lock.ACCESS_EXCLUSIVE
SUX = Lock.SHARE_UPDATE_EXCLUSIVE
SRX = Lock.SHARE_ROW_EXCLUSIVE

Handler = Callable[..., Effects]


def alter_table(op: ops.AlterTable, moment: Moment) -> Effects:
    """Return the effects of one clause."""
    if moment.lacks(op.table):
        if op.if_table_exists:
            return NOTHING
        return refused(f'relation "{op.table.name}" does not exist')
    refusal = kind_refusal(op, moment.catalog.relation(op.table))
    if refusal is not None:
        return refused(refusal)
    handler = HANDLERS.get(type(op), _locked_only)
    return handler(op, moment)


def lock_of(op: ops.AlterTable) -> Lock:
    """Return the lock that the clause asks for on its table."""
    if isinstance(op, ops.AddConstraint) and isinstance(op.constraint, ForeignKey):
        return SRX
    if isinstance(op, ops.SetOptions) and any(name in _STRONG_OPTIONS for name, _ in op.options):
        return AX
    if isinstance(op, ops.ResetOptions) and not _STRONG_OPTIONS.isdisjoint(op.options):
        return AX
    return _WEAKER.get(type(op), AX)


_WEAKER: dict[type[ops.AlterTable], Lock] = {
    ops.SetStatistics: SUX,
    ops.SetColumnOptions: SUX,
    ops.ResetColumnOptions: SUX,
    ops.SetOptions: SUX,
    ops.ResetOptions: SUX,
    ops.ClusterOn: SUX,
    ops.SetWithoutCluster: SUX,
    ops.ValidateConstraint: SUX,
    ops.AttachPartition: SUX,
    ops.EnableTrigger: SRX,
    ops.DisableTrigger: SRX,
}


# --- clauses that lock and do no work --------------------------------------------------------

_RECURSING = (
    ops.SetStatistics,
    ops.SetStorage,
    ops.SetCompression,
)


def _locked_only(op: ops.AlterTable, moment: Moment) -> Effects:
    index = moment.catalog.index(op.table)
    if isinstance(op, ops.SetStatistics) and index is not None and index.plain_columns is not None:
        return refused(
            f'cannot alter statistics on index "{index.name.name}": it has no expression'
        )
    column = getattr(op, "column", None)
    if isinstance(column, str):
        missing = columns.column_missing(op.table, column, moment)
        if missing is not None:
            return missing
    if isinstance(op, _RECURSING):
        return family_locked(op, moment, lock_of(op))
    return locked(moment, op.table, lock_of(op))


# The options that change what others see or write; all else is for later reads and writes.
_STRONG_OPTIONS = frozenset(
    {"user_catalog_table", "fastupdate", "gin_pending_list_limit", "buffering"}
    | {"pages_per_range", "autosummarize", "security_barrier", "security_invoker", "check_option"}
)


def set_options(op: ops.SetOptions, moment: Moment) -> Effects:
    """Return the effects of SET (option = value)."""
    relation = moment.catalog.relation(op.table)
    if isinstance(relation, Table) and relation.partition_by is not None:
        return refused("cannot specify storage parameters for a partitioned table")
    if isinstance(relation, View) or any(name in _STRONG_OPTIONS for name, _ in op.options):
        return locked(moment, op.table, AX)
    return locked(moment, op.table, SUX)


def cluster_on(op: ops.ClusterOn, moment: Moment) -> Effects:
    """Return the effects of CLUSTER ON."""
    table = moment.table(op.table)
    if table is not None and table.partition_by is not None:
        return refused("cannot mark index clustered in partitioned table")
    index = Name(op.table.schema, op.index)
    refusal = indexes.cluster_refusal(index, op.table, moment)
    if refusal is not None:
        return refused(refusal)
    return combined([locked(moment, op.table, SUX), locked(moment, index, max(SUX, moment.floor))])


def set_replica_identity(op: ops.SetReplicaIdentity, moment: Moment) -> Effects:
    """Return the effects of REPLICA IDENTITY."""
    if op.index is None:
        return locked(moment, op.table, AX)
    name = Name(op.table.schema, op.index)
    if moment.lacks(name):
        return refused(f'index "{op.index}" for table "{op.table.name}" does not exist')
    index = moment.catalog.index(name)
    refusal = _identity_refusal(index, moment) if index is not None else None
    if refusal is not None:
        return refused(refusal)
    return combined([locked(moment, op.table, AX), locked(moment, name, Lock.SHARE)])


def _identity_refusal(index: Index, moment: Moment) -> str | None:
    name = index.name.name
    if not index.is_unique:
        return f'cannot use non-unique index "{name}" as replica identity'
    if index.plain_columns is None:
        return f'cannot use expression index "{name}" as replica identity'
    if index.predicate is not None:
        return f'cannot use partial index "{name}" as replica identity'
    table = moment.table(index.table)
    for column in index.plain_columns:
        found = table.column(column) if table is not None else None
        if found is not None and found.not_null is None:
            return (
                f'index "{name}" cannot be used as replica identity because column "{column}" is '
                "nullable"
            )
    return None


# --- triggers --------------------------------------------------------------------------------


def switch_trigger(op: ops.EnableTrigger | ops.DisableTrigger, moment: Moment) -> Effects:
    """Return the effects of ENABLE and DISABLE TRIGGER."""
    table = moment.table(op.table)
    if table is None:
        return locked(moment, op.table, SRX)
    if op.names_all:
        is_cloned = any(each.for_each_row for each in table.triggers) or (
            op.trigger == "all" and _has_foreign_keys(table, moment)
        )
        return family_locked(op, moment, SRX, only=table.partition_by is None or not is_cloned)
    trigger = next((each for each in table.triggers if each.name == op.trigger), None)
    if trigger is None and table.is_complete:
        return refused(f'trigger "{op.trigger}" for table "{op.table.name}" does not exist')
    if trigger is not None and trigger.for_each_row and table.partition_by is not None:
        return family_locked(op, moment, SRX)
    return locked(moment, op.table, SRX)


def _has_foreign_keys(table: Table, moment: Moment) -> bool:
    """Tell if the table has the triggers that foreign keys are made of."""
    return bool(table.foreign_keys or moment.catalog.foreign_keys_to(table.name))


# --- names, owners, schemas ------------------------------------------------------------------


def rename_column(op: ops.RenameColumn, moment: Moment) -> Effects:
    """Return the effects of RENAME COLUMN: an instant, but for everybody."""
    relation = moment.catalog.relation(op.table)
    if isinstance(relation, Table):
        if moment.catalog.has_column(op.table, op.column) is Truth.DISPROVEN:
            return refused(f'column "{op.column}" does not exist')
        if relation.column(op.new_name) is not None:
            return refused(
                f'column "{op.new_name}" of relation "{relation.name.name}" already exists'
            )
        column = relation.column(op.column)
        if column is not None and column.is_inherited:
            return refused(f'cannot rename inherited column "{op.column}"')
        if op.only and relation.children:
            return refused(f'inherited column "{op.column}" must be renamed in child tables too')
    return family_locked(op, moment, AX)


def rename_relation(op: ops.RenameRelation, moment: Moment) -> Effects:
    """Return the effects of renaming a relation; ALTER INDEX is the gentle one."""
    place = moment.name(op.table)._replace(name=op.new_name)
    if moment.catalog.relation(place) is not None:
        return refused(f'relation "{op.new_name}" already exists')
    relation = moment.catalog.relation(op.table)
    is_index = isinstance(op, ops.RenameIndex) and not isinstance(relation, Table | View)
    return locked(moment, op.table, SUX if is_index else AX)


def rename_constraint(op: ops.RenameConstraint, moment: Moment) -> Effects:
    """Return the effects of RENAME CONSTRAINT: an index's is renamed with it."""
    table = moment.table(op.table)
    if table is None:
        return locked(moment, op.table, AX)
    found = table.constraint(op.constraint)
    if found is None and table.is_complete:
        return refused(f'constraint "{op.constraint}" for table "{table.name.name}" does not exist')
    if table.constraint(op.new_name) is not None:
        return refused(
            f'constraint "{op.new_name}" for relation "{table.name.name}" already exists'
        )
    parts = [
        on(index.name, SUX) for index in moment.indexes(table) if index.constraint == op.constraint
    ]
    if isinstance(found, Check) and not found.no_inherit:
        return combined([family_locked(op, moment, AX), *parts])
    return combined([locked(moment, op.table, AX), *parts])


def set_owner(op: ops.SetOwner, moment: Moment) -> Effects:
    """Return the effects of OWNER TO: indexes and sequences of the table change hands too."""
    parts = [locked(moment, op.table, AX)]
    relation = moment.catalog.relation(op.table)
    if relation is None or op.owner in {"current_user", "current_role", "session_user"}:
        return combined(parts)
    if isinstance(relation, Table | MaterializedView):
        parts += [on(index.name, AX) for index in moment.indexes(relation)]
    if isinstance(relation, Table):
        parts += _sequences(relation, moment)
    return combined(parts)


def _sequences(table: Table, moment: Moment) -> list[Effects]:
    names = {each.sequence for each in table.columns if each.sequence is not None}
    for user in moment.catalog.users_of(table.name):
        if isinstance(user, Sequence) and user.owned_by and user.owned_by[0] == table.name:
            names.add(user.name)
    return [on(name, AX) for name in sorted(names)]


def set_schema(op: ops.SetRelationSchema, moment: Moment) -> Effects:
    """Return the effects of SET SCHEMA."""
    schemas = moment.catalog.schemas
    is_system_schema = op.new_schema.startswith("pg_") or op.new_schema == "information_schema"
    if op.new_schema == "pg_temp":
        return refused("cannot move objects into or out of temporary schemas")
    if moment.catalog.is_complete and op.new_schema not in schemas and not is_system_schema:
        return refused(f'schema "{op.new_schema}" does not exist')
    place = Name(op.new_schema, op.table.name)
    if moment.catalog.relation(place) is not None and place != moment.name(op.table):
        return refused(f'relation "{op.table.name}" already exists in schema "{op.new_schema}"')
    parts = [locked(moment, op.table, AX)]
    relation = moment.catalog.relation(op.table)
    if isinstance(relation, Table):
        parts += _sequences(relation, moment)
    return combined(parts)


# --- storage ---------------------------------------------------------------------------------


def set_logged(op: ops.SetLogged | ops.SetUnlogged, moment: Moment) -> Effects:
    """Return the effects of SET LOGGED and SET UNLOGGED: written anew when it changes."""
    table = moment.table(op.table)
    wanted = Persistence.PERMANENT if isinstance(op, ops.SetLogged) else Persistence.UNLOGGED
    why = "writes the table anew to change how it is logged"
    if table is None:
        return on(moment.name(op.table), AX, rewrites=True, scans=True, because=why)
    if table.partition_by is not None:
        if moment.version >= PARTITIONED_IS_NEVER_UNLOGGED:
            word = "LOGGED" if isinstance(op, ops.SetLogged) else "UNLOGGED"
            return refused(
                f'ALTER action SET {word} cannot be performed on relation "{table.name.name}"'
            )
        refusal = _logged_refusal(table, wanted, moment)
        return refused(refusal) if refusal is not None else locked(moment, op.table, AX)
    if table.persistence is wanted:
        return locked(moment, op.table, AX)
    refusal = _logged_refusal(table, wanted, moment)
    if refusal is not None:
        return refused(refusal)
    sequences = [
        on(column.sequence, AX, rewrites=True)
        for column in table.columns
        if column.sequence is not None
    ]
    return combined([rewritten(table, moment, why), *sequences])


def _logged_refusal(table: Table, wanted: Persistence, moment: Moment) -> str | None:
    name = table.name.name
    if wanted is Persistence.UNLOGGED:
        for other, _ in moment.catalog.foreign_keys_to(table.name):
            if other.persistence is Persistence.PERMANENT and other.name != table.name:
                return (
                    f'could not change table "{name}" to unlogged because it is referenced by '
                    f'logged table "{other.name.name}"'
                )
        return None
    for key in table.foreign_keys:
        target = moment.table(key.references)
        if target is not None and target.persistence is Persistence.UNLOGGED:
            return (
                f'could not change table "{name}" to logged because it references unlogged table '
                f'"{target.name.name}"'
            )
    return None


def set_access_method(op: ops.SetAccessMethod, moment: Moment) -> Effects:
    """Return the effects of SET ACCESS METHOD."""
    if moment.version < SET_ACCESS_METHOD:
        return refused("SET ACCESS METHOD needs PostgreSQL 15")
    table = moment.table(op.table)
    is_partitioned = table is not None and table.partition_by is not None
    if is_partitioned and moment.version < PARTITIONED_ACCESS_METHOD:
        return refused("cannot change access method of a partitioned table")
    current = (table.access_method if table is not None else None) or "heap"
    if table is not None and (op.method or "heap") == current:
        return locked(moment, op.table, AX)
    why = "writes the table anew in another access method"
    if table is None:
        return on(moment.name(op.table), AX, rewrites=True, scans=True, because=why)
    return rewritten(table, moment, why)


def set_tablespace(op: ops.SetTablespace, moment: Moment) -> Effects:
    """Return the effects of SET TABLESPACE: files are copied, no row is read."""
    relation = moment.catalog.relation(op.table)
    current = getattr(relation, "tablespace", None) or "pg_default"
    if op.tablespace == current:
        return locked(moment, op.table, AX)
    copies = not isinstance(relation, Table) or relation.partition_by is None
    return on(
        moment.name(op.table), AX, rewrites=copies, because="copies the files to a tablespace"
    )


HANDLERS: dict[type[ops.AlterTable], Handler] = {
    ops.AddColumn: add_column,
    ops.DropColumn: columns.drop_column,
    ops.SetDefault: columns.set_default,
    ops.DropDefault: columns.drop_default,
    ops.SetNotNull: columns.set_not_null,
    ops.DropNotNull: columns.drop_not_null,
    ops.AlterColumnType: alter_column_type,
    ops.SetGeneratedExpression: columns.set_expression,
    ops.DropGeneratedExpression: columns.drop_expression,
    ops.AddIdentity: columns.add_identity,
    ops.SetIdentity: columns.set_identity,
    ops.DropIdentity: columns.drop_identity,
    ops.AddConstraint: constraints.add_constraint,
    ops.AlterConstraint: constraints.alter_constraint,
    ops.ValidateConstraint: constraints.validate_constraint,
    ops.DropConstraint: constraints.drop_constraint,
    ops.RenameColumn: rename_column,
    ops.RenameConstraint: rename_constraint,
    ops.RenameTable: rename_relation,
    ops.RenameIndex: rename_relation,
    ops.RenameView: rename_relation,
    ops.RenameMaterializedView: rename_relation,
    ops.RenameSequence: rename_relation,
    ops.SetRelationSchema: set_schema,
    ops.SetOwner: set_owner,
    ops.SetOptions: set_options,
    ops.ClusterOn: cluster_on,
    ops.SetReplicaIdentity: set_replica_identity,
    ops.EnableTrigger: switch_trigger,
    ops.DisableTrigger: switch_trigger,
    ops.SetLogged: set_logged,
    ops.SetUnlogged: set_logged,
    ops.SetAccessMethod: set_access_method,
    ops.SetTablespace: set_tablespace,
    ops.AttachPartition: partitions.attach,
    ops.DetachPartition: partitions.detach,
    ops.FinalizeDetach: partitions.finalize,
    ops.Inherit: inheritance.inherit,
    ops.NoInherit: inheritance.no_inherit,
    ops.AttachIndex: indexes.attach_index,
}

"""Replay: the catalog after an operation.

One function per kind of operation, found by the operation's class. An operation that changes
nothing the catalog keeps has none. Replay never fails: in a complete catalog, an operation on what
is not there changes nothing (PostgreSQL would refuse it); in an unknown one, the thing begins to be
known.
"""

from collections.abc import Callable

from lint import ops
from lint.catalog import Catalog
from lint.definitions import Persistence
from lint.replay import (
    columns,
    constraints,
    indexes,
    objects,
    partitions,
    renames,
    switches,
    tables,
    triggers,
    types,
    views,
)


def replayed(catalog: Catalog, operation: ops.Operation) -> Catalog:
    """Return the catalog after the operation."""
    replay = REPLAYS.get(type(operation))
    return catalog if replay is None else replay(catalog, operation)


def _add_constraint(catalog: Catalog, op: ops.AddConstraint) -> Catalog:
    return constraints.add_constraint(catalog, op.table, op.constraint)


def _of_type(catalog: Catalog, op: ops.SetOfType) -> Catalog:
    return switches.switched(of_type=catalog.qualified(op.type.name))(catalog, op)


# Each function takes the operation it stands beside: a pairing the type checker cannot follow.
REPLAYS: dict[type[ops.Operation], Callable[..., Catalog]] = {
    ops.CreateTable: tables.create_table,
    ops.CreateTableAs: tables.create_table_as,
    ops.DropTable: tables.drop_tables,
    ops.RenameTable: renames.rename,
    ops.RenameIndex: renames.rename,
    ops.RenameView: renames.rename,
    ops.RenameMaterializedView: renames.rename,
    ops.RenameSequence: renames.rename,
    ops.SetRelationSchema: renames.set_schema,
    ops.SetOwner: switches.copied("owner", "owner"),
    ops.SetLogged: switches.switched(persistence=Persistence.PERMANENT),
    ops.SetUnlogged: switches.switched(persistence=Persistence.UNLOGGED),
    ops.SetAccessMethod: switches.copied("access_method", "method"),
    ops.SetTablespace: switches.copied("tablespace", "tablespace"),
    ops.SetOptions: switches.set_options,
    ops.ResetOptions: switches.reset_options,
    ops.ClusterOn: switches.copied("clustered_on", "index"),
    ops.Cluster: switches.cluster,
    ops.SetWithoutCluster: switches.switched(clustered_on=None),
    ops.EnableTrigger: triggers.enable_trigger,
    ops.DisableTrigger: triggers.disable_trigger,
    ops.EnableRowSecurity: switches.switched(has_row_security=True),
    ops.DisableRowSecurity: switches.switched(has_row_security=False),
    ops.ForceRowSecurity: switches.switched(forces_row_security=True),
    ops.NoForceRowSecurity: switches.switched(forces_row_security=False),
    ops.SetReplicaIdentity: switches.set_replica_identity,
    ops.SetOfType: _of_type,
    ops.SetNotOfType: switches.switched(of_type=None),
    ops.CreateTrigger: triggers.create_trigger,
    ops.DropTrigger: triggers.drop_trigger,
    ops.CreateRule: triggers.create_rule,
    ops.DropRule: triggers.drop_rule,
    ops.CreatePolicy: triggers.create_policy,
    ops.AlterPolicy: triggers.alter_policy,
    ops.DropPolicy: triggers.drop_policy,
    ops.AddColumn: columns.add,
    ops.DropColumn: columns.drop,
    ops.RenameColumn: columns.rename,
    ops.SetDefault: columns.set_default,
    ops.DropDefault: columns.drop_default,
    ops.SetNotNull: columns.set_not_null,
    ops.DropNotNull: columns.drop_not_null,
    ops.AlterColumnType: columns.alter_type,
    ops.SetGeneratedExpression: columns.set_expression,
    ops.DropGeneratedExpression: columns.drop_expression,
    ops.AddIdentity: columns.add_identity,
    ops.DropIdentity: columns.drop_identity,
    ops.SetStorage: columns.set_storage,
    ops.SetCompression: columns.set_compression,
    ops.AddConstraint: _add_constraint,
    ops.AlterConstraint: constraints.alter,
    ops.ValidateConstraint: constraints.validate,
    ops.DropConstraint: constraints.drop,
    ops.RenameConstraint: constraints.rename,
    ops.AttachPartition: partitions.attach,
    ops.DetachPartition: partitions.detach,
    ops.FinalizeDetach: partitions.detach,
    ops.Inherit: partitions.inherit,
    ops.NoInherit: partitions.no_inherit,
    ops.CreateIndex: indexes.create_index,
    ops.AttachIndex: indexes.attach,
    ops.DropIndex: objects.drop_indexes,
    ops.CreateView: views.create_view,
    ops.CreateMaterializedView: views.create_materialized_view,
    ops.RefreshMaterializedView: views.refresh,
    ops.DropView: views.drop_views,
    ops.DropMaterializedView: views.drop_views,
    ops.CreateSequence: objects.create_sequence,
    ops.AlterSequence: objects.alter_sequence,
    ops.DropSequence: objects.drop_sequences,
    ops.CreateEnum: types.create_enum,
    ops.AddEnumValue: types.add_enum_value,
    ops.RenameEnumValue: types.rename_enum_value,
    ops.CreateComposite: types.create_composite,
    ops.AddAttribute: types.add_attribute,
    ops.DropAttribute: types.drop_attribute,
    ops.AlterAttributeType: types.alter_attribute,
    ops.RenameAttribute: types.rename_attribute,
    ops.CreateType: types.create_other,
    ops.CreateDomain: types.create_domain,
    ops.DomainSetDefault: types.alter_domain,
    ops.DomainDropDefault: types.alter_domain,
    ops.DomainSetNotNull: types.alter_domain,
    ops.DomainDropNotNull: types.alter_domain,
    ops.DomainAddConstraint: types.alter_domain,
    ops.DomainDropConstraint: types.alter_domain,
    ops.DomainValidateConstraint: types.alter_domain,
    ops.DomainRenameConstraint: types.alter_domain,
    ops.DropType: types.drop_types,
    ops.DropDomain: types.drop_types,
    ops.CreateSchema: objects.create_schema,
    ops.DropSchema: objects.drop_schemas,
    ops.CreateExtension: objects.create_extension,
    ops.Opaque: objects.made_unsure,
    ops.Other: objects.see_other,
    ops.DropExtension: objects.drop_extensions,
    ops.CreateFunction: objects.create_function,
    ops.AlterFunction: objects.alter_function,
    ops.DropRoutine: objects.drop_routines,
    ops.RenameObject: objects.rename_object,
    ops.SetObjectSchema: objects.set_object_schema,
    ops.CreateStatistics: objects.create_statistics,
    ops.DropStatistics: objects.drop_statistics,
    ops.CreatePublication: objects.create_publication,
    ops.AlterPublication: objects.alter_publication,
    ops.DropOther: objects.drop_other,
    ops.SetVariable: objects.set_variable,
    ops.ResetVariable: objects.reset_variable,
    ops.Insert: tables.fill,
    ops.CopyFrom: tables.fill,
    ops.Merge: tables.fill,
    ops.Update: objects.edit_catalog_rows,
    ops.Delete: objects.edit_catalog_rows,
}

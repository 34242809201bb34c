"""Statements that name a relation as something that it is not: PostgreSQL refuses most of them."""

from lint import ops
from lint.definitions import RelationKind
from lint.facts import Index, MaterializedView, Relation, Sequence, Table, View
from lint.names import Name

_CLASSES: dict[str, type[Relation]] = {
    "table": Table,
    "foreign table": Table,
    "view": View,
    "materialized view": MaterializedView,
    "index": Index,
    "sequence": Sequence,
}
# ALTER TABLE renames and moves anything; the other words mean what they say.
_STRICT = frozenset(
    {RelationKind.VIEW, RelationKind.MATERIALIZED_VIEW, RelationKind.SEQUENCE}
    | {RelationKind.FOREIGN_TABLE}
)
# What only tables have.
_OF_TABLES = (
    *(ops.AddColumn, ops.DropColumn, ops.SetNotNull, ops.DropNotNull, ops.AlterColumnType),
    *(ops.AddConstraint, ops.DropConstraint, ops.ValidateConstraint, ops.AlterConstraint),
    *(ops.AddIdentity, ops.DropIdentity, ops.SetGeneratedExpression, ops.AttachPartition),
    *(ops.DetachPartition, ops.Inherit, ops.NoInherit, ops.EnableRowSecurity),
    *(ops.DisableRowSecurity, ops.ForceRowSecurity, ops.NoForceRowSecurity, ops.SetLogged),
    *(ops.SetUnlogged, ops.SetReplicaIdentity),
)


def kind_refusal(op: ops.AlterTable, relation: Relation | None) -> str | None:
    """Return why the clause does not fit the relation."""
    if relation is None:
        return None
    if op.kind in _STRICT and is_other(op.kind.value, relation):
        return f'"{relation.name.name}" is not a {op.kind.value}'
    if isinstance(op, _OF_TABLES) and not isinstance(relation, Table):
        return f'ALTER action cannot be performed on relation "{relation.name.name}"'
    return None


def comment_refusal(kind: str, name: Name, relation: Relation | None) -> str | None:
    """Return why COMMENT ON that kind does not fit the relation."""
    if relation is None or kind not in _CLASSES or not is_other(kind, relation):
        return None
    return f'"{name.name}" is not a {kind}'


def is_other(kind: str, relation: Relation) -> bool:
    """Tell if the relation is not of that kind."""
    if not isinstance(relation, _CLASSES[kind]):
        return True
    return isinstance(relation, Table) and kind == "foreign table" and not relation.is_foreign

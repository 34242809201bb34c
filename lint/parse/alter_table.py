"""ALTER TABLE, VIEW, INDEX, SEQUENCE and TYPE: one operation per clause."""

from collections.abc import Callable

from lint import ops
from lint.definitions import RelationKind
from lint.parse import definitions as made
from lint.parse.expressions import expression, optional
from lint.parse.tree import (
    Tree,
    child,
    flag,
    inner,
    is_cascade,
    nodes,
    number,
    options_of,
    relation_name,
    role,
    string,
    text,
    type_name,
    word,
)

RELATIONS = {
    "OBJECT_TABLE": RelationKind.TABLE,
    "OBJECT_FOREIGN_TABLE": RelationKind.FOREIGN_TABLE,
    "OBJECT_VIEW": RelationKind.VIEW,
    "OBJECT_MATVIEW": RelationKind.MATERIALIZED_VIEW,
    "OBJECT_INDEX": RelationKind.INDEX,
    "OBJECT_SEQUENCE": RelationKind.SEQUENCE,
    "OBJECT_TYPE": RelationKind.TYPE,
}


def alter_table(node: Tree) -> list[ops.Operation]:
    """Return one operation per clause of ALTER TABLE, VIEW, INDEX, …."""
    kind = RELATIONS.get(word(node, "objtype"), RelationKind.TABLE)
    if kind is RelationKind.TYPE:
        return [_attribute(node, inner(each)) for each in nodes(node, "cmds")]
    return [_clause(node, kind, inner(each)) for each in nodes(node, "cmds")]


def _attribute(node: Tree, command: Tree) -> ops.Operation:
    type_named = relation_name(child(node, "relation"))
    definition, cascade = inner(child(command, "def")), is_cascade(command)
    match word(command, "subtype"):
        case "AT_AddColumn":
            attribute = made.column(definition)
            return ops.AddAttribute(type=type_named, attribute=attribute, cascade=cascade)
        case "AT_DropColumn":
            return ops.DropAttribute(
                type=type_named,
                attribute=word(command, "name"),
                if_exists=flag(command, "missing_ok"),
                cascade=cascade,
            )
        case "AT_AlterColumnType":
            return ops.AlterAttributeType(
                type=type_named,
                attribute=word(command, "name"),
                new_type=type_name(child(definition, "typeName")),
                cascade=cascade,
            )
        case other:
            return ops.Other(kind=f"alter type, {_words(other)}", name=type_named)


def _words(subtype: str) -> str:
    """Return `AT_SetWithoutOids` as `set without oids`."""
    name = subtype.removeprefix("AT_")
    return "".join(f" {each.lower()}" if each.isupper() else each for each in name).strip()


def _clause(node: Tree, kind: RelationKind, command: Tree) -> ops.AlterTable:
    relation = child(node, "relation")
    subtype = word(command, "subtype")
    make, fields = _made(kind, subtype, command)
    place = {
        "table": relation_name(relation),
        "only": not flag(relation, "inh"),
        "if_table_exists": flag(node, "missing_ok"),
        "kind": kind,
    }
    return make(**place, **fields)  # type: ignore[arg-type]  # the fields fit the class they came with


Fields = dict[str, object]
Made = tuple[type[ops.AlterTable], Fields]


def _made(kind: RelationKind, subtype: str, command: Tree) -> Made:
    if kind is RelationKind.INDEX and subtype == "AT_AttachPartition":
        partition = child(inner(child(command, "def")), "name")
        return ops.AttachIndex, {"index": relation_name(partition)}
    if subtype == "AT_ColumnDefault":
        return _default_change(command)
    if subtype in COLUMN_CLAUSES:
        make, fields_of = COLUMN_CLAUSES[subtype]
        return make, {"column": word(command, "name"), **fields_of(command)}
    if subtype in TABLE_CLAUSES:
        make, fields_of = TABLE_CLAUSES[subtype]
        return make, fields_of(command)
    return ops.OtherAlterTable, {"clause": _words(subtype)}


def _default_change(command: Tree) -> Made:
    column = word(command, "name")
    if "def" in command:
        return ops.SetDefault, {"column": column, "default": expression(child(command, "def"))}
    return ops.DropDefault, {"column": column}


def _nothing(_: Tree) -> Fields:
    return {}


def _definition(command: Tree) -> Tree:
    return inner(child(command, "def"))


def _named(field: str) -> Callable[[Tree], Fields]:
    return lambda command: {field: text(command, "name")}


def _type_change(command: Tree) -> Fields:
    definition = _definition(command)
    return {
        "type": type_name(child(definition, "typeName")),
        "using": optional(definition, "raw_default"),
        "collation": made.collation(definition),
    }


def _identity_options(command: Tree) -> Fields:
    options = options_of(_definition(command), "items")
    kinds = {"97": "always", "100": "by default"}  # the letters a and d
    return {
        "options": tuple(
            (name, kinds.get(value, value) if name == "generated" else value)
            for name, value in options
        )
    }


def _added_identity(command: Tree) -> Fields:
    identity = made.identity_of(_definition(command))
    return {"is_always": identity.is_always, "options": identity.options}


def _if_exists(command: Tree) -> Fields:
    return {"if_exists": flag(command, "missing_ok")}


def _drop(command: Tree) -> Fields:
    return {"if_exists": flag(command, "missing_ok"), "cascade": is_cascade(command)}


def _statistics(command: Tree) -> Fields:
    target = number(_definition(command), "ival") if "def" in command else -1
    return {"target": None if target < 0 else target}


ClauseMaker = tuple[type[ops.AlterTable], Callable[[Tree], Fields]]

COLUMN_CLAUSES: dict[str, ClauseMaker] = {
    "AT_DropColumn": (ops.DropColumn, _drop),
    "AT_SetNotNull": (ops.SetNotNull, _nothing),
    "AT_DropNotNull": (ops.DropNotNull, _nothing),
    "AT_AlterColumnType": (ops.AlterColumnType, _type_change),
    "AT_SetExpression": (
        ops.SetGeneratedExpression,
        lambda command: {"expression": expression(child(command, "def"))},
    ),
    "AT_DropExpression": (ops.DropGeneratedExpression, _if_exists),
    "AT_AddIdentity": (ops.AddIdentity, _added_identity),
    "AT_SetIdentity": (ops.SetIdentity, _identity_options),
    "AT_DropIdentity": (ops.DropIdentity, _if_exists),
    "AT_SetStatistics": (ops.SetStatistics, _statistics),
    "AT_SetStorage": (
        ops.SetStorage,
        lambda command: {"storage": string(child(command, "def")).lower()},
    ),
    "AT_SetCompression": (
        ops.SetCompression,
        lambda command: {"compression": string(child(command, "def"))},
    ),
    "AT_SetOptions": (
        ops.SetColumnOptions,
        lambda command: {"options": options_of(_definition(command), "items")},
    ),
    "AT_ResetOptions": (
        ops.ResetColumnOptions,
        lambda command: {
            "options": tuple(name for name, _ in options_of(_definition(command), "items"))
        },
    ),
}


def _added_column(command: Tree) -> Fields:
    return {
        "column": made.column(_definition(command)),
        "if_not_exists": flag(command, "missing_ok"),
    }


def _added_constraint(command: Tree) -> Fields:
    return {"constraint": made.constraint(_definition(command))}


def _altered_constraint(command: Tree) -> Fields:
    change = _definition(command)
    fields: Fields = {"constraint": word(change, "conname")}
    if flag(change, "alterDeferrability"):
        fields["is_deferrable"] = flag(change, "deferrable")
        fields["is_initially_deferred"] = flag(change, "initdeferred")
    if flag(change, "alterEnforceability"):
        fields["is_enforced"] = flag(change, "is_enforced")
    if flag(change, "alterInheritability"):
        fields["no_inherit"] = flag(change, "noinherit")
    return fields


def _dropped_constraint(command: Tree) -> Fields:
    return {"constraint": word(command, "name"), **_drop(command)}


def _replica_identity(command: Tree) -> Fields:
    kinds = {"d": "default", "f": "full", "n": "nothing", "i": "index"}
    definition = _definition(command)
    kind = kinds.get(word(definition, "identity_type"), "default")
    return {"identity": kind, "index": text(definition, "name")}


def _attached(command: Tree) -> Fields:
    definition = _definition(command)
    partition = relation_name(child(definition, "name"))
    return {"partition": partition, "bound": made.bound(child(definition, "bound"))}


def _detached(command: Tree) -> Fields:
    definition = _definition(command)
    partition = relation_name(child(definition, "name"))
    return {"partition": partition, "concurrently": flag(definition, "concurrent")}


def _finalized(command: Tree) -> Fields:
    return {"partition": relation_name(child(_definition(command), "name"))}


def _parent(command: Tree) -> Fields:
    return {"parent": relation_name(_definition(command))}


def _trigger(mode: ops.FiringMode) -> Callable[[Tree], Fields]:
    return lambda command: {"trigger": word(command, "name"), "mode": mode}


def _rule(mode: ops.FiringMode) -> Callable[[Tree], Fields]:
    return lambda command: {"rule": word(command, "name"), "mode": mode}


def _every(which: str) -> Callable[[Tree], Fields]:
    return lambda _: {"trigger": which, "names_all": True}


TABLE_CLAUSES: dict[str, ClauseMaker] = {
    "AT_AddColumn": (ops.AddColumn, _added_column),
    "AT_AddConstraint": (ops.AddConstraint, _added_constraint),
    "AT_AlterConstraint": (ops.AlterConstraint, _altered_constraint),
    "AT_ValidateConstraint": (ops.ValidateConstraint, _named("constraint")),
    "AT_DropConstraint": (ops.DropConstraint, _dropped_constraint),
    "AT_ChangeOwner": (
        ops.SetOwner,
        lambda command: {"owner": role(child(command, "newowner"))},
    ),
    "AT_ClusterOn": (ops.ClusterOn, _named("index")),
    "AT_DropCluster": (ops.SetWithoutCluster, _nothing),
    "AT_SetLogged": (ops.SetLogged, _nothing),
    "AT_SetUnLogged": (ops.SetUnlogged, _nothing),
    "AT_SetAccessMethod": (ops.SetAccessMethod, _named("method")),
    "AT_SetTableSpace": (ops.SetTablespace, _named("tablespace")),
    "AT_SetRelOptions": (
        ops.SetOptions,
        lambda command: {"options": options_of(_definition(command), "items")},
    ),
    "AT_ResetRelOptions": (
        ops.ResetOptions,
        lambda command: {
            "options": tuple(name for name, _ in options_of(_definition(command), "items"))
        },
    ),
    "AT_EnableTrig": (ops.EnableTrigger, _trigger(ops.FiringMode.ORIGIN)),
    "AT_EnableAlwaysTrig": (ops.EnableTrigger, _trigger(ops.FiringMode.ALWAYS)),
    "AT_EnableReplicaTrig": (ops.EnableTrigger, _trigger(ops.FiringMode.REPLICA)),
    "AT_EnableTrigAll": (ops.EnableTrigger, _every("all")),
    "AT_EnableTrigUser": (ops.EnableTrigger, _every("user")),
    "AT_DisableTrig": (ops.DisableTrigger, _named("trigger")),
    "AT_DisableTrigAll": (ops.DisableTrigger, _every("all")),
    "AT_DisableTrigUser": (ops.DisableTrigger, _every("user")),
    "AT_EnableRule": (ops.EnableRule, _rule(ops.FiringMode.ORIGIN)),
    "AT_EnableAlwaysRule": (ops.EnableRule, _rule(ops.FiringMode.ALWAYS)),
    "AT_EnableReplicaRule": (ops.EnableRule, _rule(ops.FiringMode.REPLICA)),
    "AT_DisableRule": (ops.DisableRule, _named("rule")),
    "AT_EnableRowSecurity": (ops.EnableRowSecurity, _nothing),
    "AT_DisableRowSecurity": (ops.DisableRowSecurity, _nothing),
    "AT_ForceRowSecurity": (ops.ForceRowSecurity, _nothing),
    "AT_NoForceRowSecurity": (ops.NoForceRowSecurity, _nothing),
    "AT_ReplicaIdentity": (ops.SetReplicaIdentity, _replica_identity),
    "AT_AddInherit": (ops.Inherit, _parent),
    "AT_DropInherit": (ops.NoInherit, _parent),
    "AT_AddOf": (ops.SetOfType, lambda command: {"type": type_name(_definition(command))}),
    "AT_DropOf": (ops.SetNotOfType, _nothing),
    "AT_AttachPartition": (ops.AttachPartition, _attached),
    "AT_DetachPartition": (ops.DetachPartition, _detached),
    "AT_DetachPartitionFinalize": (ops.FinalizeDetach, _finalized),
}


def move_all(node: Tree) -> list[ops.Operation]:
    """Return ALTER TABLE ALL IN TABLESPACE."""
    return [
        ops.MoveAllToTablespace(
            kind=RELATIONS.get(word(node, "objtype"), RelationKind.TABLE),
            tablespace=word(node, "orig_tablespacename"),
            new_tablespace=word(node, "new_tablespacename"),
        )
    ]


CONVERTERS: dict[str, Callable[[Tree], list[ops.Operation]]] = {
    "AlterTableStmt": alter_table,
    "AlterTableMoveAllStmt": move_all,
}

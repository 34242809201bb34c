"""Functions, triggers, policies, publications, renames and drops, from tree to operations."""

from collections.abc import Callable, Iterator

from lint import ops
from lint.definitions import Published, RelationKind, Volatility
from lint.expressions import Expression
from lint.names import Name, TypeName
from lint.parse import definitions as made
from lint.parse.expressions import expression, optional
from lint.parse.naming import object_kind, object_name
from lint.parse.queries import WRITES, body_query, rule_query
from lint.parse.tree import (
    Tree,
    child,
    dotted_relation,
    flag,
    inner,
    is_cascade,
    name_of,
    nodes,
    option,
    options_of,
    relation_name,
    role,
    roles,
    string,
    strings,
    text,
    type_name,
    unwrapped,
    word,
)

Operations = list[ops.Operation]


def _object_arguments(wrapper: Tree) -> tuple[TypeName, ...] | None:
    kind, node = unwrapped(wrapper)
    return made.routine(node).arguments if kind == "ObjectWithArgs" else None


# --- Schemas, extensions, functions ----------------------------------------------------------


def create_extension(node: Tree) -> Operations:
    """Return CREATE EXTENSION."""
    schema, version = (option(node, "options", key) for key in ("schema", "new_version"))
    return [
        ops.CreateExtension(
            name=word(node, "extname"),
            schema=string(schema) if schema else None,
            version=string(version) if version else None,
            cascade=bool(option(node, "options", "cascade")),
            if_not_exists=flag(node, "if_not_exists"),
        )
    ]


def alter_extension(node: Tree) -> Operations:
    """Return ALTER EXTENSION UPDATE."""
    version = option(node, "options", "new_version")
    return [
        ops.AlterExtension(name=word(node, "extname"), version=string(version) if version else None)
    ]


def create_function(node: Tree) -> Operations:
    """Return CREATE FUNCTION or PROCEDURE, its body not yet read."""
    options = dict(options_of(node, "options"))
    parts = strings(inner(option(node, "options", "as")), "items")
    returns = child(node, "returnType")
    language = options.get("language", "sql").lower()
    return [
        ops.CreateFunction(
            name=name_of(strings(node, "funcname")),
            arguments=tuple(made.argument(inner(each)) for each in nodes(node, "parameters")),
            returns=type_name(returns) if returns else None,
            returns_set=flag(returns, "setof"),
            language=language,
            body=parts[0] if parts else "",
            expression=_returned(node),
            volatility=Volatility(options.get("volatility", "volatile")),
            is_strict=options.get("strict") == "true",
            is_security_definer=options.get("security") == "true",
            settings=_settings(node, "options"),
            or_replace=flag(node, "replace"),
            is_procedure=flag(node, "is_procedure"),
            holds=body_query(child(node, "sql_body")) if "sql_body" in node else None,
        )
    ]


def _returned(node: Tree) -> Expression | None:
    kind, body = unwrapped(child(node, "sql_body"))
    return expression(child(body, "returnval")) if kind == "ReturnStmt" else None


def _settings(node: Tree, key: str) -> tuple[tuple[str, str], ...]:
    found = []
    for statement in _set_statements(node, key):
        if word(statement, "kind") in {"VAR_SET_VALUE", "VAR_SET_CURRENT"}:
            values = ", ".join(string(each) for each in nodes(statement, "args"))
            found.append((word(statement, "name"), values))
    return tuple(found)


def _set_statements(node: Tree, key: str) -> list[Tree]:
    elements = (inner(each) for each in nodes(node, key))
    return [inner(child(each, "arg")) for each in elements if word(each, "defname") == "set"]


def alter_function(node: Tree) -> Operations:
    """Return ALTER FUNCTION."""
    options = dict(options_of(node, "actions"))
    volatility, security, strict = map(options.get, ("volatility", "security", "strict"))
    resets = (each for each in _set_statements(node, "actions"))
    return [
        ops.AlterFunction(
            routine=made.routine(child(node, "func")),
            volatility=Volatility(volatility) if volatility else None,
            is_security_definer=None if security is None else security == "true",
            is_strict=None if strict is None else strict == "true",
            settings=_settings(node, "actions"),
            reset=tuple(
                word(each, "name") or "all"
                for each in resets
                if word(each, "kind").startswith("VAR_RESET")
            ),
        )
    ]


# --- Triggers, rules, policies ---------------------------------------------------------------

# TRIGGER_TYPE_* of PostgreSQL's pg_trigger.h.
EVENTS = {4: "insert", 8: "delete", 16: "update", 32: "truncate"}
TIMINGS = {0: "after", 2: "before", 64: "instead of"}


def create_trigger(node: Tree) -> Operations:
    """Return CREATE TRIGGER."""
    events, timing = node.get("events"), node.get("timing")
    mask = events if isinstance(events, int) else 0
    references = child(node, "constrrel")
    return [
        ops.CreateTrigger(
            name=word(node, "trigname"),
            table=relation_name(child(node, "relation")),
            function=name_of(strings(node, "funcname")),
            timing=TIMINGS.get(timing if isinstance(timing, int) else 0, "after"),
            events=tuple(name for bit, name in EVENTS.items() if mask & bit),
            columns=strings(node, "columns"),
            for_each_row=flag(node, "row"),
            when=optional(node, "whenClause"),
            is_constraint=flag(node, "isconstraint"),
            references=relation_name(references) if references else None,
            or_replace=flag(node, "replace"),
        )
    ]


def create_event_trigger(node: Tree) -> Operations:
    """Return CREATE EVENT TRIGGER."""
    return [
        ops.CreateEventTrigger(
            name=word(node, "trigname"),
            event=word(node, "eventname"),
            function=name_of(strings(node, "funcname")),
        )
    ]


def create_rule(node: Tree) -> Operations:
    """Return CREATE RULE."""
    return [
        ops.CreateRule(
            name=word(node, "rulename"),
            table=relation_name(child(node, "relation")),
            event=word(node, "event").removeprefix("CMD_").lower(),
            is_instead=flag(node, "instead"),
            or_replace=flag(node, "replace"),
            writes=tuple(_written_by(node)),
            query=rule_query(node),
        )
    ]


def _written_by(rule: Tree) -> Iterator[Name]:
    for action in nodes(rule, "actions"):
        kind, node = unwrapped(action)
        if kind in WRITES:
            yield relation_name(child(node, "relation"))


def create_policy(node: Tree) -> Operations:
    """Return CREATE POLICY."""
    return [
        ops.CreatePolicy(
            name=word(node, "policy_name"),
            table=relation_name(child(node, "table")),
            command=text(node, "cmd_name") or "all",
            is_permissive=flag(node, "permissive"),
            roles=roles(node, "roles"),
            using=optional(node, "qual"),
            check=optional(node, "with_check"),
        )
    ]


def alter_policy(node: Tree) -> Operations:
    """Return ALTER POLICY."""
    return [
        ops.AlterPolicy(
            name=word(node, "policy_name"),
            table=relation_name(child(node, "table")),
            roles=roles(node, "roles"),
            using=optional(node, "qual"),
            check=optional(node, "with_check"),
        )
    ]


# --- Renames, schemas, owners, comments ------------------------------------------------------

RENAMES: dict[str, type[ops.RenameRelation]] = {
    "OBJECT_TABLE": ops.RenameTable,
    "OBJECT_FOREIGN_TABLE": ops.RenameTable,
    "OBJECT_INDEX": ops.RenameIndex,
    "OBJECT_VIEW": ops.RenameView,
    "OBJECT_MATVIEW": ops.RenameMaterializedView,
    "OBJECT_SEQUENCE": ops.RenameSequence,
}
KINDS = {
    "OBJECT_TABLE": RelationKind.TABLE,
    "OBJECT_FOREIGN_TABLE": RelationKind.FOREIGN_TABLE,
    "OBJECT_INDEX": RelationKind.INDEX,
    "OBJECT_VIEW": RelationKind.VIEW,
    "OBJECT_MATVIEW": RelationKind.MATERIALIZED_VIEW,
    "OBJECT_SEQUENCE": RelationKind.SEQUENCE,
}
ON_TABLE = {"OBJECT_POLICY", "OBJECT_TRIGGER", "OBJECT_RULE"}


def rename(node: Tree) -> Operations:
    """Return any RENAME."""
    sort, new = word(node, "renameType"), word(node, "newname")
    relation, old = child(node, "relation"), word(node, "subname")
    table, if_exists = relation_name(relation), flag(node, "missing_ok")
    only = not flag(relation, "inh")
    if sort in RENAMES:
        kind = KINDS[sort]
        make = RENAMES[sort]
        return [make(table=table, new_name=new, kind=kind, if_table_exists=if_exists, only=only)]
    if sort == "OBJECT_COLUMN":
        kind = KINDS.get(word(node, "relationType"), RelationKind.TABLE)
        return [
            ops.RenameColumn(
                table=table,
                column=old,
                new_name=new,
                kind=kind,
                if_table_exists=if_exists,
                only=only,
            )
        ]
    if sort == "OBJECT_TABCONSTRAINT":
        return [ops.RenameConstraint(table=table, constraint=old, new_name=new, only=only)]
    if sort == "OBJECT_ATTRIBUTE":
        cascade = is_cascade(node)
        return [ops.RenameAttribute(type=table, attribute=old, new_name=new, cascade=cascade)]
    return _other_rename(node, sort, new)


def _other_rename(node: Tree, sort: str, new: str) -> Operations:
    target, old = child(node, "object"), word(node, "subname")
    if sort == "OBJECT_DOMCONSTRAINT":
        domain = object_name(target)
        return [ops.DomainRenameConstraint(domain=domain, constraint=old, new_name=new)]
    name = object_name(target) if target else Name(None, old)
    table = relation_name(child(node, "relation")) if sort in ON_TABLE else None
    return [
        ops.RenameObject(
            kind=object_kind(node, "renameType"),
            name=name,
            new_name=new,
            table=table,
            arguments=_object_arguments(target),
        )
    ]


def set_schema(node: Tree) -> Operations:
    """Return ALTER … SET SCHEMA."""
    sort, new = word(node, "objectType"), word(node, "newschema")
    if sort in KINDS:
        return [
            ops.SetRelationSchema(
                table=relation_name(child(node, "relation")),
                kind=KINDS[sort],
                new_schema=new,
                if_table_exists=flag(node, "missing_ok"),
            )
        ]
    target = child(node, "object")
    return [
        ops.SetObjectSchema(
            kind=object_kind(node, "objectType"),
            name=object_name(target),
            new_schema=new,
            arguments=_object_arguments(target),
        )
    ]


def set_owner(node: Tree) -> Operations:
    """Return ALTER … OWNER TO of what is not a relation."""
    target = child(node, "object")
    return [
        ops.SetObjectOwner(
            kind=object_kind(node, "objectType"),
            name=object_name(target),
            owner=role(child(node, "newowner")),
            arguments=_object_arguments(target),
        )
    ]


def comment(node: Tree) -> Operations:
    """Return COMMENT ON."""
    sort, target = word(node, "objtype"), child(node, "object")
    name, table = object_name(target), None
    if sort in {"OBJECT_COLUMN", "OBJECT_TABCONSTRAINT", *ON_TABLE}:
        parts = strings(inner(target), "items")
        name, table = Name(None, parts[-1]), dotted_relation(parts[:-1])
    words = text(node, "comment")
    return [ops.CommentOn(kind=object_kind(node, "objtype"), name=name, table=table, text=words)]


# --- Drops -----------------------------------------------------------------------------------

DROPS: dict[str, type[ops.Drop]] = {
    "OBJECT_TABLE": ops.DropTable,
    "OBJECT_VIEW": ops.DropView,
    "OBJECT_MATVIEW": ops.DropMaterializedView,
    "OBJECT_SEQUENCE": ops.DropSequence,
    "OBJECT_SCHEMA": ops.DropSchema,
    "OBJECT_EXTENSION": ops.DropExtension,
    "OBJECT_TYPE": ops.DropType,
    "OBJECT_DOMAIN": ops.DropDomain,
    "OBJECT_STATISTIC_EXT": ops.DropStatistics,
}
DROPS_ON_TABLE: dict[str, type[ops.DropOnTable]] = {
    "OBJECT_TRIGGER": ops.DropTrigger,
    "OBJECT_RULE": ops.DropRule,
    "OBJECT_POLICY": ops.DropPolicy,
}
ROUTINES = {"OBJECT_FUNCTION", "OBJECT_PROCEDURE", "OBJECT_ROUTINE", "OBJECT_AGGREGATE"}


def drop(node: Tree) -> Operations:
    """Return DROP of any kind."""
    sort, targets = word(node, "removeType"), nodes(node, "objects")
    if_exists, cascade = flag(node, "missing_ok"), is_cascade(node)
    if sort in DROPS_ON_TABLE:
        parts = strings(inner(targets[0]), "items")
        table, name = dotted_relation(parts[:-1]), parts[-1]
        make = DROPS_ON_TABLE[sort]
        return [make(name=name, table=table, if_exists=if_exists, cascade=cascade)]
    if sort in ROUTINES:
        return [
            ops.DropRoutine(
                routines=tuple(made.routine(inner(each)) for each in targets),
                kind=object_kind(node, "removeType"),
                if_exists=if_exists,
                cascade=cascade,
            )
        ]
    names = tuple(object_name(each) for each in targets)
    return [_drop(node, sort, names)]


def _drop(node: Tree, sort: str, names: tuple[Name, ...]) -> ops.Drop:
    if_exists, cascade = flag(node, "missing_ok"), is_cascade(node)
    if sort == "OBJECT_INDEX":
        concurrently = flag(node, "concurrent")
        return ops.DropIndex(
            names=names, if_exists=if_exists, cascade=cascade, concurrently=concurrently
        )
    if sort == "OBJECT_FOREIGN_TABLE":
        return ops.DropTable(names=names, if_exists=if_exists, cascade=cascade, is_foreign=True)
    if sort in DROPS:
        return DROPS[sort](names=names, if_exists=if_exists, cascade=cascade)
    kind = object_kind(node, "removeType")
    return ops.DropOther(names=names, if_exists=if_exists, cascade=cascade, kind=kind)


# --- Publications ----------------------------------------------------------------------------


def _published(node: Tree) -> tuple[tuple[Published, ...], tuple[str, ...]]:
    objects = [inner(each) for each in nodes(node, "pubobjects")]
    tables = (child(each, "pubtable") for each in objects)
    schemas = (word(each, "name") for each in objects if "pubtable" not in each)
    return tuple(_published_table(each) for each in tables if each), tuple(filter(None, schemas))


def _published_table(node: Tree) -> Published:
    name = relation_name(child(node, "relation"))
    return Published(name, strings(node, "columns"), optional(node, "whereClause"))


def create_publication(node: Tree) -> Operations:
    """Return CREATE PUBLICATION."""
    published, schemas = _published(node)
    return [
        ops.CreatePublication(
            name=word(node, "pubname"),
            published=published,
            schemas=schemas,
            all_tables=flag(node, "for_all_tables"),
        )
    ]


def alter_publication(node: Tree) -> Operations:
    """Return ALTER PUBLICATION."""
    published, schemas = _published(node)
    action = word(node, "action").removeprefix("AP_").removesuffix("Objects").lower()
    action = action if published or schemas else "options"
    name = word(node, "pubname")
    return [ops.AlterPublication(name=name, action=action, published=published, schemas=schemas)]


CONVERTERS: dict[str, Callable[[Tree], Operations]] = {
    "CreateExtensionStmt": create_extension,
    "AlterExtensionStmt": alter_extension,
    "CreateFunctionStmt": create_function,
    "AlterFunctionStmt": alter_function,
    "CreateTrigStmt": create_trigger,
    "CreateEventTrigStmt": create_event_trigger,
    "RuleStmt": create_rule,
    "CreatePolicyStmt": create_policy,
    "AlterPolicyStmt": alter_policy,
    "RenameStmt": rename,
    "AlterObjectSchemaStmt": set_schema,
    "AlterOwnerStmt": set_owner,
    "CommentStmt": comment,
    "DropStmt": drop,
    "CreatePublicationStmt": create_publication,
    "AlterPublicationStmt": alter_publication,
}

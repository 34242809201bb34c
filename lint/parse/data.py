"""Data, maintenance, transactions and settings, from the parser's tree to operations."""

from collections.abc import Callable

from lint import ops
from lint.definitions import Query
from lint.expressions import Constant, ConstantKind, Expression, FunctionCall
from lint.names import Name
from lint.parse.expressions import expression, expressions, optional
from lint.parse.queries import WRITES, query
from lint.parse.tables import create_table_as
from lint.parse.tree import (
    Tree,
    child,
    dotted_relation,
    flag,
    inner,
    name_of,
    nodes,
    number,
    option,
    options_of,
    relation_name,
    string,
    strings,
    text,
    unwrapped,
    word,
)

Operations = list[ops.Operation]
# Lock modes of LOCK TABLE, by PostgreSQL's numbers.
MODES = {
    1: "ACCESS SHARE",
    2: "ROW SHARE",
    3: "ROW EXCLUSIVE",
    4: "SHARE UPDATE EXCLUSIVE",
    5: "SHARE",
    6: "SHARE ROW EXCLUSIVE",
    7: "EXCLUSIVE",
    8: "ACCESS EXCLUSIVE",
}


def select(node: Tree) -> Operations:
    """Return SELECT; SELECT INTO makes a table, and set_config() sets."""
    if "intoClause" in node:
        return create_table_as({"into": node["intoClause"], "query": {"SelectStmt": node}})
    settings = [*_settings_by_function(node)]
    locks = [inner(each) for each in nodes(node, "lockingClause")]
    chosen = ops.Select(
        query=query({"SelectStmt": node}),
        locking=LOCKINGS.get(word(locks[0], "strength")) if locks else None,
    )
    if settings and len(settings) == len(nodes(node, "targetList")):
        return [*settings]
    return [*_common(node), *settings, chosen]


def _common(node: Tree) -> Operations:
    """Return what the data-modifying WITH queries of the statement do."""
    found: Operations = []
    for wrapper in nodes(child(node, "withClause"), "ctes"):
        kind, statement = unwrapped(child(inner(wrapper), "ctequery"))
        if kind in WRITES:
            found += CONVERTERS[kind](statement)
    return found


LOCKINGS = {
    "LCS_FORKEYSHARE": "for key share",
    "LCS_FORSHARE": "for share",
    "LCS_FORNOKEYUPDATE": "for no key update",
    "LCS_FORUPDATE": "for update",
}


def _settings_by_function(node: Tree) -> list[ops.SetVariable]:
    found = []
    for wrapper in nodes(node, "targetList"):
        kind, _ = unwrapped(child(inner(wrapper), "val"))
        call = expression(child(inner(wrapper), "val")) if kind == "FuncCall" else None
        if isinstance(call, FunctionCall) and call.function == Name(None, "set_config"):
            found += _set_config(call)
    return found


def _set_config(call: FunctionCall) -> list[ops.SetVariable]:
    values = [_constant(argument) for argument in call.arguments]
    if len(values) != len(("name", "value", "is_local")) or values[0] is None:
        return []
    name, value, local = values
    setting = ops.SetVariable(
        name=str(name).lower(), values=(value,), is_local=local == "true", by_function=True
    )
    return [setting]


def _constant(value: Expression) -> str | None:
    if isinstance(value, Constant) and value.kind is not ConstantKind.NULL:
        return value.value
    return None


def insert(node: Tree) -> Operations:
    """Return INSERT."""
    source = inner(child(node, "selectStmt"))
    rows = _rows_of(source)
    return [
        *_common(node),
        ops.Insert(
            table=relation_name(child(node, "relation")),
            columns=tuple(word(inner(each), "name") for each in nodes(node, "cols")),
            rows=rows,
            selected=() if rows else _selected(source),
            from_query=bool(source) and not rows,
            on_conflict="onConflictClause" in node,
            has_conflict_target="infer" in child(node, "onConflictClause"),
            updates_on_conflict=word(child(node, "onConflictClause"), "action") == UPDATES,
            query=Query() if _is_all_constants(node, rows) else query({"InsertStmt": node}),
        ),
    ]


UPDATES = "ONCONFLICT_UPDATE"
# What a SELECT has that reads nothing: it is one row, as in VALUES.
ONE_ROW = {"targetList", "limitOption", "op"}


def _rows_of(source: Tree) -> tuple[tuple[Expression, ...], ...]:
    """Return the rows that an INSERT spells out."""
    if source and ONE_ROW.issuperset(source):
        return (_selected(source),)
    return tuple(expressions(inner(each), "items") for each in nodes(source, "valuesLists"))


def _selected(source: Tree) -> tuple[Expression, ...]:
    """Return what the only SELECT of an INSERT gives."""
    return tuple(expression(child(inner(each), "val")) for each in nodes(source, "targetList"))


def _is_all_constants(node: Tree, rows: tuple[tuple[Expression, ...], ...]) -> bool:
    """Tell if the INSERT reads nothing; files of data have many thousands of these."""
    source = inner(child(node, "selectStmt"))
    return (
        bool(rows)
        and ONLY_VALUES.issuperset((*node, *source))
        and all(isinstance(value, Constant) for row in rows for value in row)
    )


# What a plain INSERT … VALUES has in the parser's tree, and the VALUES inside it.
ONLY_VALUES = {"relation", "cols", "selectStmt", "override", "valuesLists", "limitOption", "op"}


def update(node: Tree) -> Operations:
    """Return UPDATE."""
    relation = child(node, "relation")
    return [
        *_common(node),
        ops.Update(
            table=relation_name(relation),
            only=not flag(relation, "inh"),
            assignments=tuple(_assignment(inner(each)) for each in nodes(node, "targetList")),
            where=optional(node, "whereClause"),
            has_from="fromClause" in node,
            query=query({"UpdateStmt": node}),
        ),
    ]


def _assignment(target: Tree) -> tuple[str, Expression]:
    kind, value = unwrapped(child(target, "val"))
    if kind != "MultiAssignRef":
        return word(target, "name"), expression(child(target, "val"))
    source_kind, source = unwrapped(child(value, "source"))
    place = number(value, "colno") - 1
    row = expressions(source, "args") if source_kind == "RowExpr" else ()
    if place < len(row):
        return word(target, "name"), row[place]
    return word(target, "name"), expression(child(value, "source"))


def delete(node: Tree) -> Operations:
    """Return DELETE."""
    relation = child(node, "relation")
    return [
        *_common(node),
        ops.Delete(
            table=relation_name(relation),
            only=not flag(relation, "inh"),
            where=optional(node, "whereClause"),
            has_using="usingClause" in node,
            query=query({"DeleteStmt": node}),
        ),
    ]


def merge(node: Tree) -> Operations:
    """Return MERGE."""
    return [
        *_common(node),
        ops.Merge(
            table=relation_name(child(node, "relation")),
            query=query({"MergeStmt": node}),
        ),
    ]


def copy(node: Tree) -> Operations:
    """Return COPY."""
    relation, source = child(node, "relation"), child(node, "query")
    table = relation_name(relation) if relation else None
    if flag(node, "is_from") and table is not None:
        place = text(node, "filename")
        kind = "program" if flag(node, "is_program") else "file"
        columns = strings(node, "attlist")
        return [ops.CopyFrom(table=table, columns=columns, source=kind if place else "stdin")]
    return [ops.CopyTo(table=table, query=query(source) if source else Query())]


def call(node: Tree) -> Operations:
    """Return CALL."""
    invoked = child(node, "funccall")
    procedure = name_of(strings(invoked, "funcname"))
    return [ops.Call(procedure=procedure, arguments=expressions(invoked, "args"))]


def explain(node: Tree) -> Operations:
    """Return EXPLAIN; with ANALYZE the statement runs."""
    options = dict(options_of(node, "options"))
    if options.get("analyze") not in {"true", "on", "1"}:
        return [ops.Other(kind="explain")]
    kind, statement = unwrapped(child(node, "query"))
    convert = CONVERTERS.get(kind)
    return convert(statement) if convert else [ops.Other(kind="explain")]


def truncate(node: Tree) -> Operations:
    """Return TRUNCATE."""
    return [
        ops.Truncate(
            tables=tuple(relation_name(inner(each)) for each in nodes(node, "relations")),
            only=_only(node),
            cascade=node.get("behavior") == "DROP_CASCADE",
            restart_identity=flag(node, "restart_seqs"),
        )
    ]


def lock(node: Tree) -> Operations:
    """Return LOCK TABLE."""
    tables = tuple(relation_name(inner(each)) for each in nodes(node, "relations"))
    mode = MODES.get(number(node, "mode"), "ACCESS EXCLUSIVE")
    return [ops.LockTable(tables=tables, mode=mode, only=_only(node), nowait=flag(node, "nowait"))]


def _only(node: Tree) -> tuple[Name, ...]:
    """Return the relations that stand behind ONLY."""
    relations = (inner(each) for each in nodes(node, "relations"))
    return tuple(relation_name(each) for each in relations if not flag(each, "inh"))


def vacuum(node: Tree) -> Operations:
    """Return VACUUM or ANALYZE."""
    relations = (child(inner(each), "relation") for each in nodes(node, "rels"))
    tables = tuple(relation_name(each) for each in relations if each)
    if not flag(node, "is_vacuumcmd"):
        return [ops.Analyze(tables=tables)]
    options = dict(options_of(node, "options"))
    yes = {"true", "on", "1"}
    full, analyze = options.get("full") in yes, options.get("analyze") in yes
    names_columns = any("va_cols" in inner(each) for each in nodes(node, "rels"))
    return [ops.Vacuum(tables=tables, full=full, analyze=analyze, names_columns=names_columns)]


def cluster(node: Tree) -> Operations:
    """Return CLUSTER."""
    relation = child(node, "relation")
    table = relation_name(relation) if relation else None
    return [ops.Cluster(table=table, index=text(node, "indexname"))]


def reindex(node: Tree) -> Operations:
    """Return REINDEX."""
    relation, name = child(node, "relation"), text(node, "name")
    options = dict(options_of(node, "params"))
    kind = word(node, "kind").removeprefix("REINDEX_OBJECT_").lower()
    named = Name(None, name) if name else None
    return [
        ops.Reindex(
            target=ops.ReindexTarget(kind),
            name=relation_name(relation) if relation else named,
            concurrently=options.get("concurrently", "false") in {"true", "on", "1"},
            tablespace=options.get("tablespace"),
        )
    ]


def transaction(node: Tree) -> Operations:  # noqa: PLR0911 - one per kind
    """Return BEGIN, COMMIT, SAVEPOINT, …."""
    name, chain = word(node, "savepoint_name"), flag(node, "chain")
    match word(node, "kind"):
        case "TRANS_STMT_BEGIN" | "TRANS_STMT_START":
            return [ops.Begin()]
        case "TRANS_STMT_COMMIT":
            return [ops.Commit(and_chain=chain)]
        case "TRANS_STMT_ROLLBACK":
            return [ops.Rollback(and_chain=chain)]
        case "TRANS_STMT_SAVEPOINT":
            return [ops.Savepoint(name=name)]
        case "TRANS_STMT_ROLLBACK_TO":
            return [ops.RollbackTo(name=name)]
        case "TRANS_STMT_RELEASE":
            return [ops.ReleaseSavepoint(name=name)]
        case "TRANS_STMT_PREPARE":
            return [ops.PrepareTransaction()]
        case _:
            return [ops.Other(kind="commit or rollback prepared")]


def variable(node: Tree) -> Operations:
    """Return SET or RESET; SET TRANSACTION changes nothing that is looked at."""
    name, local = word(node, "name").lower(), flag(node, "is_local")
    match word(node, "kind"):
        case "VAR_SET_VALUE":
            values = tuple(_constant(each) for each in expressions(node, "args"))
            return [ops.SetVariable(name=name, values=values, is_local=local)]
        case "VAR_SET_DEFAULT":
            return [ops.SetVariable(name=name, is_local=local)]
        case "VAR_RESET":
            return [ops.ResetVariable(name=name)]
        case "VAR_RESET_ALL":
            return [ops.ResetVariable()]
        case _:
            return [ops.Other(kind=f"set {name}")]


def discard(node: Tree) -> Operations:
    """Return DISCARD; ALL resets every setting."""
    if word(node, "target") == "DISCARD_ALL":
        return [ops.ResetVariable()]
    return [ops.Other(kind="discard")]


def set_constraints(node: Tree) -> Operations:
    """Return SET CONSTRAINTS."""
    names = tuple(relation_name(inner(each)) for each in nodes(node, "constraints"))
    return [ops.SetConstraints(names=names, is_deferred=flag(node, "deferred"))]


def execute(node: Tree) -> Operations:
    """Return EXECUTE of a prepared statement."""
    return [ops.Execute(name=word(node, "name"))]


def alter_system(node: Tree) -> Operations:
    """Return ALTER SYSTEM."""
    return [ops.AlterSystem(setting=text(child(node, "setstmt"), "name"))]


def create_database(node: Tree) -> Operations:
    """Return CREATE DATABASE."""
    return [ops.CreateDatabase(name=word(node, "dbname"))]


def drop_database(node: Tree) -> Operations:
    """Return DROP DATABASE."""
    return [ops.DropDatabase(name=word(node, "dbname"), if_exists=flag(node, "missing_ok"))]


def do_block(node: Tree) -> Operations:
    """Return DO, its body not yet read."""
    language = string(option(node, "args", "language")) or "plpgsql"
    return [ops.DoBlock(language=language.lower(), body=string(option(node, "args", "as")))]


def alter_statistics(node: Tree) -> Operations:
    """Return ALTER STATISTICS."""
    target = child(node, "stxstattarget")
    name = dotted_relation(strings(node, "defnames"))
    return [
        ops.AlterStatistics(name=name, target=number(inner(target), "ival") if target else None)
    ]


CONVERTERS: dict[str, Callable[[Tree], Operations]] = {
    "SelectStmt": select,
    "InsertStmt": insert,
    "UpdateStmt": update,
    "DeleteStmt": delete,
    "MergeStmt": merge,
    "CopyStmt": copy,
    "CallStmt": call,
    "ExplainStmt": explain,
    "TruncateStmt": truncate,
    "LockStmt": lock,
    "VacuumStmt": vacuum,
    "ClusterStmt": cluster,
    "ReindexStmt": reindex,
    "TransactionStmt": transaction,
    "VariableSetStmt": variable,
    "DiscardStmt": discard,
    "ConstraintsSetStmt": set_constraints,
    "ExecuteStmt": execute,
    "AlterSystemStmt": alter_system,
    "CreatedbStmt": create_database,
    "DropdbStmt": drop_database,
    "DoStmt": do_block,
    "AlterStatsStmt": alter_statistics,
}

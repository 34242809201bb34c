"""One statement of the parser's tree as operations, each with the clause it stands for."""

from collections.abc import Callable

from lint import ops
from lint.definitions import Exclusion, KeyConstraint, NotNull
from lint.names import Name
from lint.parse import alter_table, data, objects, privileges, tables, types
from lint.parse.source import Fragment, content_start
from lint.parse.tree import (
    SqlError,
    Tree,
    child,
    inner,
    nodes,
    number,
    role,
    text,
    tokens_of,
    unwrapped,
)

CONVERTERS: dict[str, Callable[[Tree], list[ops.Operation]]] = {
    **tables.CONVERTERS,
    **alter_table.CONVERTERS,
    **types.CONVERTERS,
    **privileges.CONVERTERS,
    **objects.CONVERTERS,
    **data.CONVERTERS,
}


def operations_of(wrapper: Tree) -> list[ops.Operation]:
    """Return the operations of a statement, not yet placed."""
    kind, node = unwrapped(wrapper)
    if kind == "CreateSchemaStmt":
        return _create_schema(node)
    convert = CONVERTERS.get(kind)
    return convert(node) if convert else [ops.Other(kind=_words(kind))]


def _words(kind: str) -> str:
    """Return `CreateEventTrigStmt` as `create event trig`."""
    name = kind.removesuffix("Stmt")
    return "".join(f" {each.lower()}" if each.isupper() else each for each in name).strip()


def _create_schema(node: Tree) -> list[ops.Operation]:
    owner = role(child(node, "authrole")) if "authrole" in node else None
    schema = text(node, "schemaname") or owner or ""
    create = ops.CreateSchema(
        name=schema, owner=owner, if_not_exists=node.get("if_not_exists") is True
    )
    elements = [each for wrapper in nodes(node, "schemaElts") for each in operations_of(wrapper)]
    return [create, *(_inside(schema, each) for each in elements)]


def _inside(schema: str, operation: ops.Operation) -> ops.Operation:
    """Return an operation of CREATE SCHEMA's own list: names without a schema are in this one."""
    match operation:
        case ops.CreateTable(name=name) | ops.CreateView(name=name) | ops.CreateSequence(name=name):
            return operation.but(name=Name(name.schema or schema, name.name))
        case ops.CreateIndex(table=table):
            return operation.but(table=Name(table.schema or schema, table.name))
        case _:
            return operation


def placed(
    wrapper: Tree, operations: list[ops.Operation], statement: ops.Statement, fragment: Fragment
) -> list[ops.Operation]:
    """Return the operations with their places: the clause in ALTER TABLE, else the statement.

    The clauses of an ALTER TABLE come in the order in which PostgreSQL runs them.
    """
    kind, node = unwrapped(wrapper)
    spans = _clauses(node, statement, fragment) if kind == "AlterTableStmt" else []
    if len(spans) != len(operations):
        spans = [statement.span] * len(operations)
    pairs = zip(operations, spans, strict=True)
    return sorted((each.placed(statement, span) for each, span in pairs), key=_pass)


# The passes of PostgreSQL's tablecmds.c; clauses of one pass run as written.
DROPPING, RETYPING, ADDING, EXPRESSING, REQUIRING, INDEXING, CONSTRAINING, REST = range(8)
PASSES: dict[type[ops.Operation], int] = {
    ops.DropColumn: DROPPING,
    ops.DropConstraint: DROPPING,
    ops.DropNotNull: DROPPING,
    ops.DropDefault: DROPPING,
    ops.DropGeneratedExpression: DROPPING,
    ops.DropIdentity: DROPPING,
    ops.AlterColumnType: RETYPING,
    ops.AddColumn: ADDING,
    ops.SetGeneratedExpression: EXPRESSING,
    ops.AddConstraint: CONSTRAINING,
    ops.SetNotNull: REQUIRING,
    ops.SetIdentity: REQUIRING,
    ops.SetDefault: CONSTRAINING,
    ops.AddIdentity: CONSTRAINING,
}


def _pass(operation: ops.Operation) -> int:
    if isinstance(operation, ops.AddConstraint):
        if isinstance(operation.constraint, NotNull):
            return REQUIRING
        return INDEXING if isinstance(operation.constraint, KEYS) else CONSTRAINING
    return PASSES.get(type(operation), REST)


KEYS = (KeyConstraint, Exclusion)


def _clauses(node: Tree, statement: ops.Statement, fragment: Fragment) -> list[ops.Span]:
    table = fragment.offsets.characters(number(child(node, "relation"), "location"))
    text = fragment.text[table : statement.span.end - fragment.begin]
    try:
        tokens = tokens_of(text)
    except SqlError:
        return []
    words = [
        (start, end, text[start:end])
        for start, end, kind in tokens
        if kind not in {"SQL_COMMENT", "C_COMMENT"}
    ]
    clauses = _split_at_commas(_after_name(words))
    begin = table + fragment.begin
    return [ops.Span(each[0][0] + begin, each[-1][1] + begin) for each in clauses if each]


Token = tuple[int, int, str]


def _after_name(tokens: list[Token]) -> list[Token]:
    place = 1
    while place + 1 < len(tokens) and tokens[place][2] == ".":
        place += 2
    if place < len(tokens) and tokens[place][2] == "*":
        place += 1
    # The name may stand in parentheses: ALTER TABLE ONLY (a).
    if place < len(tokens) and tokens[place][2] == ")":
        place += 1
    return tokens[place:]


def _split_at_commas(tokens: list[Token]) -> list[list[Token]]:
    clauses: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        said = token[2]
        depth += (said in {"(", "["}) - (said in {")", "]"})
        if said == "," and not depth:
            clauses.append([])
        elif said != ";":
            clauses[-1].append(token)
    return clauses


def statement_place(raw: Tree, fragment: Fragment) -> ops.Span:
    """Return where in the fragment a statement stands, without blanks and comments around it."""
    source, offsets = fragment.text, fragment.offsets
    first, length = number(raw, "stmt_location"), number(raw, "stmt_len")
    start = offsets.characters(first)
    end = offsets.characters(first + length) if length else len(source)
    start = content_start(source, start, end)
    return ops.Span(start, start + len(source[start:end].rstrip().rstrip(";").rstrip()))


def body_statements(wrapper: Tree) -> list[Tree]:
    """Return the statements of a function body written as BEGIN ATOMIC … END."""
    kind, node = unwrapped(child(wrapper, "sql_body"))
    if kind != "List":
        return []
    return [each for block in nodes(node, "items") for each in nodes(inner(block), "items")]

"""What runs inside DO blocks and function bodies, as far as it can be read.

PL/pgSQL comes from the parser as a tree of statements whose SQL is text; each text is parsed and
found again in the body, in order, so that it has a place in the file. EXECUTE of a constant (of
`||` and `format()` over constants too) is parsed; EXECUTE of anything else is a blind spot.
"""

from collections.abc import Callable, Iterator

from lint import ops
from lint.expressions import Constant, ConstantKind, Expression, FunctionCall, Operator
from lint.names import quoted
from lint.parse.expressions import expression
from lint.parse.source import Fragment, Offsets
from lint.parse.statements import body_statements, operations_of, placed, statement_place
from lint.parse.tree import (
    Json,
    SqlError,
    Tree,
    child,
    functions_of,
    inner,
    nodes,
    statements_of,
    unwrapped,
    word,
)
from lint.record import Record

# Parts of a PL/pgSQL statement that may not run.
BRANCHES = {"then_body", "elsif_list", "else_body", "case_when_list", "else_stmts", "exceptions"}
LOOPS = {"PLpgSQL_stmt_loop", "PLpgSQL_stmt_while", "PLpgSQL_stmt_fori", "PLpgSQL_stmt_fors"}
LOOPS |= {"PLpgSQL_stmt_dynfors", "PLpgSQL_stmt_foreach_a", "PLpgSQL_stmt_forc"}
PLAIN = {"sqlstmt", "query", "expr"}
DYNAMIC = {"PLpgSQL_stmt_dynexecute", "PLpgSQL_stmt_dynfors"}
RUNS = {
    "PLpgSQL_stmt_execsql": "sqlstmt",
    "PLpgSQL_stmt_perform": "expr",
    "PLpgSQL_stmt_call": "expr",
    "PLpgSQL_stmt_fors": "query",
    "PLpgSQL_stmt_return_query": "query",
    "PLpgSQL_stmt_dynexecute": "query",
    "PLpgSQL_stmt_dynfors": "query",
}


SELECT = "SELECT "


class Run(Record):
    """One piece of SQL that a body runs."""

    sql: str
    is_dynamic: bool
    is_conditional: bool
    prefix: str = ""  # what the parser has put before the text that stands in the file


def body_operations(
    wrapper: Tree, operation: ops.CreateFunction | ops.DoBlock, statement: ops.Statement
) -> list[ops.Operation]:
    """Return what the body does; the operations stand where their text stands in the file."""
    where = ops.Within.DO_BLOCK if isinstance(operation, ops.DoBlock) else ops.Within.FUNCTION
    inside = statement.but(within=where)
    if operation.language == "plpgsql":
        return _plpgsql(operation.body, inside)
    if operation.language == "sql":
        written = [each for raw in body_statements(inner(wrapper)) for each in operations_of(raw)]
        atomic = [each.placed(inside, statement.span) for each in written]
        return atomic or _read(operation.body, inside, _place(operation.body, statement, 0))
    if isinstance(operation, ops.DoBlock):
        reason = f"a DO block in {operation.language} cannot be read"
        return [ops.Opaque(reason=reason).placed(inside, statement.span)]
    return []


def single_expression(body: str) -> Expression | None:
    """Return the expression of a body that is one SELECT of one expression and nothing else."""
    try:
        raw = statements_of(body)
    except SqlError:
        return None
    if len(raw) != 1:
        return None
    kind, node = unwrapped(child(raw[0], "stmt"))
    targets = nodes(node, "targetList")
    if kind != "SelectStmt" or len(targets) != 1 or not SIMPLE.issuperset(node):
        return None
    return expression(child(inner(targets[0]), "val"))


SIMPLE = {"targetList", "limitOption", "op"}


def _plpgsql(body: str, statement: ops.Statement) -> list[ops.Operation]:
    try:
        functions = functions_of(statement.sql)
    except SqlError as error:
        reason = f"the body cannot be read: {error.message}"
        return [ops.Opaque(reason=reason).placed(statement, statement.span)]
    found: list[ops.Operation] = []
    reached = _place(body, statement, 0) or 0
    for run in _runs(list[Json](functions), is_conditional=False):
        inside = statement.but(is_conditional=run.is_conditional)
        place = _place(run.sql, statement, reached)
        found += _executed(run, inside, place) if run.is_dynamic else _performed(run, inside, place)
        reached = reached if place is None else place
    return found


def _performed(run: Run, statement: ops.Statement, place: int | None) -> list[ops.Operation]:
    if not run.prefix:
        return _read(run.sql, statement, place)
    # The parser has put SELECT in place of PERFORM: what is placed is what follows the word.
    whole = _span(statement, place, len(run.sql))
    found = _read(run.prefix + run.sql, statement, None)
    return [each.placed(each.statement, whole) for each in found]


def _place(text: str, statement: ops.Statement, start: int) -> int | None:
    """Return where the text stands in the statement, from `start` on; None when it does not."""
    found = statement.sql.find(text, start) if text else -1
    return found if found >= 0 else None


def _runs(tree: Json, *, is_conditional: bool) -> Iterator[Run]:
    if isinstance(tree, list):
        for each in tree:
            yield from _runs(each, is_conditional=is_conditional)
    elif isinstance(tree, dict):
        # What fails in a block with an EXCEPTION clause is undone, and the rest goes on.
        is_conditional = is_conditional or "exceptions" in tree
        for key, value in tree.items():
            if key in RUNS and isinstance(value, dict):
                yield from _run(key, value, is_conditional=is_conditional)
            yield from _runs(
                value, is_conditional=is_conditional or key in BRANCHES or key in LOOPS
            )


def _run(kind: str, node: Tree, *, is_conditional: bool) -> Iterator[Run]:
    text = word(inner(child(node, RUNS[kind])), "query")
    if kind == "PLpgSQL_stmt_perform" and text.startswith(SELECT):
        yield Run(
            text.removeprefix(SELECT),
            is_dynamic=False,
            is_conditional=is_conditional,
            prefix=SELECT,
        )
    elif text:
        yield Run(text, kind in DYNAMIC, is_conditional)


def _executed(run: Run, statement: ops.Statement, place: int | None) -> list[ops.Operation]:
    text = constant_text(run.sql)
    if text is None:
        span = _span(statement, place, len(run.sql))
        reason = "EXECUTE of text that is built at run time"
        return [ops.Opaque(reason=reason).placed(statement, span)]
    inside = run.sql.find(text)
    if place is not None and inside >= 0:
        return _read(text, statement, place + inside)
    whole = _span(statement, place, len(run.sql))
    return [each.placed(each.statement, whole) for each in _read(text, statement, None)]


def _span(statement: ops.Statement, start: int | None, length: int) -> ops.Span:
    if start is None:
        return statement.span
    begin = statement.span.start + start
    return ops.Span(begin, begin + length)


def _read(sql: str, statement: ops.Statement, place: int | None) -> list[ops.Operation]:
    """Return the operations of SQL that stands `place` characters into the statement."""
    try:
        raws = statements_of(sql)
    except SqlError as error:
        reason = f"SQL inside a body cannot be read: {error.message}"
        span = _span(statement, place, len(sql))
        return [ops.Opaque(reason=reason).placed(statement, span)]
    fragment = Fragment(sql, Offsets(sql), statement.span.start + (place or 0))
    found: list[ops.Operation] = []
    for raw in raws:
        wrapper, local = child(raw, "stmt"), statement_place(raw, fragment)
        own = statement.but(sql=sql[local.start : local.end])
        if place is None:
            found += [each.placed(own, statement.span) for each in operations_of(wrapper)]
        else:
            span = ops.Span(local.start + fragment.begin, local.end + fragment.begin)
            found += placed(wrapper, operations_of(wrapper), own.but(span=span), fragment)
    return found


def constant_text(sql: str) -> str | None:
    """Return the value of an SQL expression when it is a constant string, else None."""
    try:
        raws = statements_of(f"select {sql}")
    except SqlError:
        return None
    targets = nodes(inner(child(raws[0], "stmt")), "targetList") if raws else []
    return _folded(expression(child(inner(targets[0]), "val"))) if len(targets) == 1 else None


def _folded(value: Expression) -> str | None:
    match value:
        case Constant(value=text, kind=kind):
            return None if kind is ConstantKind.NULL else text
        case Operator(operator="||", left=Expression() as left, right=right):
            before, after = _folded(left), _folded(right)
            return None if before is None or after is None else before + after
        case FunctionCall(function=function, arguments=arguments):
            folded = [_folded(argument) for argument in arguments]
            fold = FOLDED.get(function.name)
            known = [each for each in folded if each is not None]
            return fold(known) if fold and len(known) == len(folded) and known else None
        case _:
            return None


def _formatted(arguments: list[str]) -> str | None:
    template, values = arguments[0], iter(arguments[1:])
    parts = template.split("%")
    text, place = parts[0], 1
    while place < len(parts):
        part = parts[place]
        if not part:  # a doubled percent sign
            text += "%" + (parts[place + 1] if place + 1 < len(parts) else "")
            place += 2
            continue
        value = next(values, None)
        if value is None or part[0] not in FORMATS:
            return None
        text += FORMATS[part[0]](value) + part[1:]
        place += 1
    return text


def _literal(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


FORMATS: dict[str, Callable[[str], str]] = {"I": quoted, "L": _literal, "s": str}
FOLDED: dict[str, Callable[[list[str]], str | None]] = {
    "format": _formatted,
    "concat": "".join,
    "quote_ident": lambda arguments: quoted(arguments[0]),
    "quote_literal": lambda arguments: _literal(arguments[0]),
}

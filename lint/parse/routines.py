"""What runs inside DO blocks and function bodies, as far as it can be read.

PL/pgSQL comes from the parser as a tree of statements whose SQL is text; each text is parsed and
found again in the body, in order, so that it has a place in the file.
"""

from lint import ops
from lint.expressions import Expression
from lint.parse.expressions import expression
from lint.parse.plpgsql import Run, runs_of
from lint.parse.source import Fragment, Offsets
from lint.parse.statements import body_statements, operations_of, placed, statement_place
from lint.parse.tree import (
    SqlError,
    Tree,
    child,
    inner,
    nodes,
    statements_of,
    unwrapped,
)


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
        reason = f"code in {operation.language} cannot be read"
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
        runs = runs_of(statement.sql)
    except SqlError as error:
        reason = f"the body cannot be read: {error.message}"
        return [ops.Opaque(reason=reason).placed(statement, statement.span)]
    found: list[ops.Operation] = []
    begin = _place(body, statement, 0) or 0
    reached = begin
    for run in runs:
        inside = statement.but(is_conditional=run.is_conditional)
        place = _place(run.sql, statement, reached)
        # A loop's later turns stand where the first one does.
        place = _place(run.sql, statement, begin) if place is None else place
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


def _executed(run: Run, statement: ops.Statement, place: int | None) -> list[ops.Operation]:
    text = run.text
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

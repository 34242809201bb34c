"""The SQL that a PL/pgSQL body runs, in order, and the text of EXECUTE where it can be worked out.

Variables that are given a constant once, and loops over constant arrays and whole numbers, are
followed: `FOREACH t IN ARRAY array['a', 'b'] LOOP EXECUTE format('drop table %I', t)` is two drops.
What depends on data is a blind spot.
"""

from collections.abc import Callable, Iterator, Mapping

from lint.expressions import (
    ArrayLiteral,
    Cast,
    ColumnReference,
    Constant,
    ConstantKind,
    Expression,
    FunctionCall,
    Operator,
)
from lint.names import quoted
from lint.parse.expressions import expression
from lint.parse.tree import (
    Json,
    SqlError,
    Tree,
    child,
    flag,
    functions_of,
    inner,
    nodes,
    number,
    statements_of,
    unwrapped,
    word,
)
from lint.record import Record

# Parts of a PL/pgSQL statement that may not run.
BRANCHES = {"then_body", "elsif_list", "else_body", "case_when_list", "else_stmts", "exceptions"}
LOOPS = {"PLpgSQL_stmt_loop", "PLpgSQL_stmt_while", "PLpgSQL_stmt_fori", "PLpgSQL_stmt_fors"}
LOOPS |= {"PLpgSQL_stmt_dynfors", "PLpgSQL_stmt_foreach_a", "PLpgSQL_stmt_forc"}
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
Values = Mapping[str, Expression]


class Run(Record):
    """One piece of SQL that a body runs; `text` is what EXECUTE runs, None when nobody can tell."""

    sql: str
    is_dynamic: bool
    is_conditional: bool
    text: str | None = None
    prefix: str = ""  # what the parser has put before the text that stands in the file


class _Scope(Record):
    """Where in a body one stands: what variables hold, and if one gets here at all."""

    names: Mapping[int, str]
    values: Values
    is_conditional: bool = False


def runs_of(statement: str) -> list[Run]:
    """Return what the DO block or function runs; raises SqlError when it cannot be read."""
    return [
        run
        for wrapper in functions_of(statement)
        for run in _runs(child(inner(wrapper), "action"), _declared(inner(wrapper)))
    ]


def _declared(function: Tree) -> _Scope:
    """Return the variables, with the values of those that never change."""
    variables = [inner(each) for each in nodes(function, "datums")]
    changed = set(_changed_in(function.get("action")))
    names = {place: word(each, "refname") for place, each in enumerate(variables)}
    values: dict[str, Expression] = {}
    for place, variable in enumerate(variables):
        text = word(inner(child(variable, "default_val")), "query")
        if text and (flag(variable, "isconst") or place not in changed):
            value = _expression(text)
            values |= {names[place]: value} if value is not None else {}
    return _Scope(names, values)


def _changed_in(tree: Json) -> Iterator[int]:
    """Yield the numbers of the variables that the body assigns to."""
    if isinstance(tree, list):
        for each in tree:
            yield from _changed_in(each)
    elif isinstance(tree, dict):
        place = tree.get("varno")
        if isinstance(place, int):
            yield place
        for value in tree.values():
            yield from _changed_in(value)


def _runs(tree: Json, scope: _Scope) -> Iterator[Run]:
    if isinstance(tree, list):
        for each in tree:
            yield from _runs(each, scope)
    elif isinstance(tree, dict):
        # What fails in a block with an EXCEPTION clause is undone, and the rest goes on.
        scope = _unsure(scope) if "exceptions" in tree else scope
        for key, value in tree.items():
            if key in RUNS and isinstance(value, dict):
                yield from _run(key, value, scope)
            turns = TURNS[key](value, scope) if key in TURNS and isinstance(value, dict) else None
            if turns is not None and isinstance(value, dict):
                for turn in turns:
                    yield from _runs(value.get("body"), turn)
            else:
                yield from _runs(value, _unsure(scope) if key in BRANCHES | LOOPS else scope)


def _unsure(scope: _Scope) -> _Scope:
    return scope if scope.is_conditional else scope.but(is_conditional=True)


def _turns(loop: Tree, scope: _Scope) -> list[_Scope] | None:
    """Return a scope for each turn of FOREACH over a constant array; None when it is not one."""
    array = _expression(word(inner(child(loop, "expr")), "query"))
    if isinstance(array, ColumnReference):
        array = scope.values.get(array.column)
    while isinstance(array, Cast):
        array = array.argument
    variable = scope.names.get(number(loop, "varno"))
    if not isinstance(array, ArrayLiteral) or variable is None:
        return None
    return [scope.but(values={**scope.values, variable: each}) for each in array.elements]


def _numbers(loop: Tree, scope: _Scope) -> list[_Scope] | None:
    """Return a scope for each turn of a loop over constant whole numbers."""
    ends = [word(inner(child(loop, key)), "query") for key in ("lower", "upper")]
    known = [constant_text(each, scope.values) for each in ends]
    variable = word(inner(child(loop, "var")), "refname")
    if not variable or "step" in loop or flag(loop, "reverse") or not all(map(_is_number, known)):
        return None
    first, last = (int(each or 0) for each in known)
    if last - first >= MOST_TURNS:
        return None
    return [
        scope.but(values={**scope.values, variable: Constant(str(each), ConstantKind.INTEGER)})
        for each in range(first, last + 1)
    ]


def _is_number(text: str | None) -> bool:
    return text is not None and text.isdecimal()


# A longer loop is not made of statements that somebody would read one by one.
MOST_TURNS = 400
TURNS: dict[str, Callable[[Tree, _Scope], "list[_Scope] | None"]] = {
    "PLpgSQL_stmt_foreach_a": _turns,
    "PLpgSQL_stmt_fori": _numbers,
}


def _run(kind: str, node: Tree, scope: _Scope) -> Iterator[Run]:
    text = word(inner(child(node, RUNS[kind])), "query")
    if kind == "PLpgSQL_stmt_perform" and text.startswith(SELECT):
        bare = text.removeprefix(SELECT)
        yield Run(bare, is_dynamic=False, is_conditional=scope.is_conditional, prefix=SELECT)
    elif text:
        is_dynamic = kind in DYNAMIC
        built = constant_text(text, scope.values) if is_dynamic else None
        yield Run(text, is_dynamic, scope.is_conditional, built)


def _expression(sql: str) -> Expression | None:
    try:
        raws = statements_of(f"select {sql}")
    except SqlError:
        return None
    kind, node = unwrapped(child(raws[0], "stmt")) if len(raws) == 1 else ("", {})
    targets = nodes(node, "targetList") if kind == "SelectStmt" else []
    return expression(child(inner(targets[0]), "val")) if len(targets) == 1 else None


def constant_text(sql: str, values: Values) -> str | None:
    """Return the value of an SQL expression when it is a constant string, else None."""
    value = _expression(sql)
    return None if value is None else _folded(value, values)


def _folded(value: Expression, values: Values) -> str | None:  # noqa: PLR0911 - one per construct
    match value:
        case Constant(value=text, kind=kind):
            return None if kind is ConstantKind.NULL else text
        case ColumnReference(column=name, table=None) if name in values:
            others = {known: values[known] for known in values if known != name}
            return _folded(values[name], others)
        case Cast(argument=argument, type=type_name) if type_name.name.name in TEXTS:
            return _folded(argument, values)
        case Operator(operator="+" | "-" | "*", left=Expression()):
            return _computed(value, values)
        case Operator(operator="||", left=Expression() as left, right=right):
            return _joined([_folded(left, values), _folded(right, values)], "".join)
        case FunctionCall(function=function, arguments=arguments) if function.name in FOLDED:
            folded = [_folded(argument, values) for argument in arguments]
            return _joined(folded, FOLDED[function.name])
        case _:
            return None


def _computed(value: Operator, values: Values) -> str | None:
    """Return the whole number that the operator makes of two."""
    parts = [_folded(each, values) for each in (value.left, value.right) if each is not None]
    if not all(map(_is_number, parts)):
        return None
    left, right = (int(each or 0) for each in parts)
    results = {"+": left + right, "-": left - right, "*": left * right}
    return str(results[value.operator])


def _joined(parts: list[str | None], fold: Callable[[list[str]], str | None]) -> str | None:
    known = [part for part in parts if part is not None]
    return fold(known) if known and len(known) == len(parts) else None


def _formatted(arguments: list[str]) -> str | None:
    """Return format() of constants; None for what it uses beyond %I, %L and %s in their order."""
    template, given = arguments[0], iter(arguments[1:])
    parts = template.split("%")
    text, place = parts[0], 1
    while place < len(parts):
        part = parts[place]
        if not part:  # a doubled percent sign
            text += "%" + (parts[place + 1] if place + 1 < len(parts) else "")
            place += 2
            continue
        value = next(given, None)
        if value is None or part[0] not in FORMATS:
            return None
        text += FORMATS[part[0]](value) + part[1:]
        place += 1
    return text


def _literal(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


TEXTS = {"text", "varchar", "name", "regclass"}
FORMATS: dict[str, Callable[[str], str]] = {"I": quoted, "L": _literal, "s": str}
FOLDED: dict[str, Callable[[list[str]], str | None]] = {
    "format": _formatted,
    "concat": "".join,
    "quote_ident": lambda arguments: quoted(arguments[0]),
    "quote_literal": lambda arguments: _literal(arguments[0]),
}

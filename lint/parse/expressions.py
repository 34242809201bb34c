"""Expressions, from the parser's tree to the linter's."""

from collections.abc import Callable

from lint import expressions as ex
from lint.names import Name
from lint.parse.tree import (
    Tree,
    child,
    constant_text,
    flag,
    inner,
    name_of,
    nodes,
    number,
    string,
    strings,
    text,
    type_name,
    unwrapped,
    word,
)

KINDS = {
    "ival": ex.ConstantKind.INTEGER,
    "fval": ex.ConstantKind.NUMERIC,
    "sval": ex.ConstantKind.STRING,
    "boolval": ex.ConstantKind.BOOLEAN,
    "bsval": ex.ConstantKind.BITS,
}


def expression(wrapper: Tree) -> ex.Expression:
    """Return the expression of a wrapped node."""
    kind, node = unwrapped(wrapper)
    convert = CONVERTERS.get(kind)
    return convert(node) if convert else _unmodelled(kind, node)


def optional(node: Tree, key: str) -> ex.Expression | None:
    """Return the expression under the key, or None."""
    found = child(node, key)
    return expression(found) if found else None


def expressions(node: Tree, key: str) -> tuple[ex.Expression, ...]:
    """Return the expressions of the list under the key."""
    return tuple(expression(each) for each in nodes(node, key))


def _constant(node: Tree) -> ex.Expression:
    for key, kind in KINDS.items():
        if key in node:
            return ex.Constant(constant_text(node), kind)
    return ex.Constant("", ex.ConstantKind.NULL)


def _column(node: Tree) -> ex.Expression:
    fields = nodes(node, "fields")
    table = [string(each) for each in fields[:-1]][-1:]
    kind, last = unwrapped(fields[-1]) if fields else ("", {})
    if kind == "A_Star":
        return ex.Star(*table)
    return ex.ColumnReference(word(last, "sval"), *table)


def _call(node: Tree) -> ex.Expression:
    return ex.FunctionCall(
        name_of(strings(node, "funcname")),
        (*expressions(node, "args"), *_extras(node)),
        flag(node, "agg_star"),
        "over" in node,
        flag(node, "agg_distinct"),
    )


def _extras(node: Tree) -> tuple[ex.Expression, ...]:
    ordered = tuple(expression(child(inner(each), "node")) for each in nodes(node, "agg_order"))
    where = optional(node, "agg_filter")
    return (*ordered, where) if where else ordered


def _operator(node: Tree) -> ex.Expression:  # noqa: PLR0911 - one per kind
    kind = word(node, "kind")
    names = strings(node, "name")
    operator = names[-1] if names else ""
    left = optional(node, "lexpr")
    if kind in {"AEXPR_IN", "AEXPR_BETWEEN", "AEXPR_NOT_BETWEEN", *SYMMETRIC} and left is not None:
        return _listed(kind, operator, left, expressions(inner(child(node, "rexpr")), "items"))
    right = expression(child(node, "rexpr"))
    if left is None:
        return ex.Operator(operator, None, right)
    if kind in {"AEXPR_OP_ANY", "AEXPR_OP_ALL"}:
        return ex.Quantified(left, operator, right, is_all=kind == "AEXPR_OP_ALL")
    if kind == "AEXPR_DISTINCT":
        return ex.Distinct(left, right)
    if kind == "AEXPR_NOT_DISTINCT":
        return ex.Not(ex.Distinct(left, right))
    if kind == "AEXPR_NULLIF":
        return ex.NullIf(left, right)
    schema = names[0] if len(names) > 1 and names[0] != "pg_catalog" else None
    return ex.Operator(operator, left, right, schema)


SYMMETRIC = {"AEXPR_BETWEEN_SYM", "AEXPR_NOT_BETWEEN_SYM"}


def _listed(
    kind: str, operator: str, left: ex.Expression, items: tuple[ex.Expression, ...]
) -> ex.Expression:
    if kind == "AEXPR_IN":
        return ex.InList(left, items) if operator == "=" else ex.NotInList(left, items)
    low, high = items[0], items[-1]
    return ex.Between(left, low, high, operator.lower())


def _boolean(node: Tree) -> ex.Expression:
    arguments = expressions(node, "args")
    kind = word(node, "boolop")
    if kind == "NOT_EXPR":
        return ex.Not(arguments[0])
    return ex.And(arguments) if kind == "AND_EXPR" else ex.Or(arguments)


def _null_test(node: Tree) -> ex.Expression:
    argument = expression(child(node, "arg"))
    is_null = word(node, "nulltesttype") == "IS_NULL"
    return ex.IsNull(argument) if is_null else ex.IsNotNull(argument)


def _boolean_test(node: Tree) -> ex.Expression:
    test = word(node, "booltesttype").removeprefix("IS_").replace("_", " ").lower()
    return ex.BooleanTest(expression(child(node, "arg")), test)


def _cast(node: Tree) -> ex.Expression:
    return ex.Cast(expression(child(node, "arg")), type_name(child(node, "typeName")))


def _collated(node: Tree) -> ex.Expression:
    return ex.Collated(expression(child(node, "arg")), name_of(strings(node, "collname")))


def _case(node: Tree) -> ex.Expression:
    branches: list[ex.Expression] = []
    for wrapper in nodes(node, "args"):
        branch = inner(wrapper)
        branches += (expression(child(branch, "expr")), expression(child(branch, "result")))
    return ex.Case(optional(node, "arg"), tuple(branches), optional(node, "defresult"))


def _extreme(node: Tree) -> ex.Expression:
    function = "greatest" if word(node, "op") == "IS_GREATEST" else "least"
    return ex.Extreme(function, expressions(node, "args"))


def _sql_value(node: Tree) -> ex.Expression:
    name = word(node, "op").removeprefix("SVFOP_").lower()
    if name.endswith("_n"):
        return ex.SqlValue(f"{name.removesuffix('_n')}({number(node, 'typmod')})")
    return ex.SqlValue(name)


def _indirection(node: Tree) -> ex.Expression:
    found = expression(child(node, "arg"))
    for wrapper in nodes(node, "indirection"):
        kind, step = unwrapped(wrapper)
        if kind == "A_Indices":
            bounds = (optional(step, "lidx"), optional(step, "uidx"))
            found = ex.Subscript(found, tuple(bound for bound in bounds if bound))
        elif kind == "String":
            found = ex.Field(found, word(step, "sval"))
    return found


def _sublink(node: Tree) -> ex.Expression:
    kind = word(node, "subLinkType").removesuffix("_SUBLINK").lower()
    test = optional(node, "testexpr")
    select = child(node, "subselect")
    arguments = (*((test,) if test else ()), *_select_parts(select))
    return ex.Subquery(kind, tuple(_relations_in(select)), arguments)


def _select_parts(wrapper: Tree) -> tuple[ex.Expression, ...]:
    """Return the expressions of a subquery, so that its functions and columns can be seen."""
    node = inner(wrapper)
    outputs = (expression(child(inner(each), "val")) for each in nodes(node, "targetList"))
    where = optional(node, "whereClause")
    return (*outputs, where) if where else tuple(outputs)


def _relations_in(wrapper: object) -> list[Name]:
    """Return every relation named anywhere inside a raw tree."""
    found: list[Name] = []
    queue = [wrapper]
    while queue:
        node = queue.pop()
        if isinstance(node, list):
            queue += node
        elif isinstance(node, dict):
            relation = node.get("RangeVar")
            if isinstance(relation, dict):
                found.append(Name(text(relation, "schemaname"), word(relation, "relname")))
            queue += node.values()
    return found


def _unmodelled(kind: str, node: Tree) -> ex.Expression:
    found: list[ex.Expression] = []
    for key in ("args", "exprs", "arg", "raw_expr", "expr", "val", "named_args"):
        value = node.get(key)
        if isinstance(value, list):
            found += expressions(node, key)
        elif isinstance(value, dict):
            found.append(expression(value))
    return ex.Unmodelled(kind, tuple(found))


CONVERTERS: dict[str, Callable[[Tree], ex.Expression]] = {
    "A_Const": _constant,
    "ColumnRef": _column,
    "FuncCall": _call,
    "A_Expr": _operator,
    "BoolExpr": _boolean,
    "NullTest": _null_test,
    "BooleanTest": _boolean_test,
    "TypeCast": _cast,
    "CollateClause": _collated,
    "CaseExpr": _case,
    "CoalesceExpr": lambda node: ex.Coalesce(expressions(node, "args")),
    "MinMaxExpr": _extreme,
    "SQLValueFunction": _sql_value,
    "A_ArrayExpr": lambda node: ex.ArrayLiteral(expressions(node, "elements")),
    "RowExpr": lambda node: ex.RowLiteral(expressions(node, "args")),
    "ParamRef": lambda node: ex.Parameter(number(node, "number")),
    "A_Indirection": _indirection,
    "NamedArgExpr": lambda node: ex.NamedArgument(
        word(node, "name"), expression(child(node, "arg"))
    ),
    "SubLink": _sublink,
    "SetToDefault": lambda _: ex.Default(),
    "List": lambda node: ex.RowLiteral(expressions(node, "items")),
}

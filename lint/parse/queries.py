"""Queries: which relations and columns they read, which columns they give, what they call.

A column belongs to the relation whose alias it is written with; alone it belongs to the only
relation of its SELECT, else to nobody here: the catalog may know whose it is. A CTE is no relation,
but what it reads counts.
"""

from collections.abc import Iterator

from lint.definitions import Query, Read
from lint.expressions import Star
from lint.names import Name
from lint.parse.expressions import expression, optional
from lint.parse.tree import (
    Json,
    Tree,
    child,
    inner,
    name_of,
    nodes,
    relation_name,
    string,
    strings,
    text,
    unwrapped,
    word,
)

# A name in scope: the alias, and the relation it stands for (None: a subquery, CTE or function).
Scope = dict[str, Name | None]
WRITES = {"InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt"}


class _Reading:
    """What has been found so far in one statement."""

    def __init__(self, select: Tree) -> None:
        self.select = select  # the one whose columns the query gives
        self.relations: dict[Name, None] = {}
        self.reads: dict[Read, None] = {}
        self.functions: dict[Name, None] = {}
        self.scope: Scope = {}  # the names in that SELECT's FROM
        self.statements = 0
        self.sources = 0


def query(wrapper: Tree) -> Query:
    """Return what the statement (SELECT, or any that writes data) reads and gives."""
    kind, node = unwrapped(wrapper)
    select = _first_select(node) if kind == "SelectStmt" else {}
    reading = _Reading(select)
    _statement(kind, node, reading, {}, frozenset())
    outputs = [inner(each) for each in nodes(select, "targetList")]
    values = tuple(expression(child(each, "val")) for each in outputs)
    return Query(
        relations=tuple(reading.relations),
        reads=tuple(reading.reads),
        columns=tuple(_output_name(each) for each in outputs),
        functions=tuple(reading.functions),
        outputs=values,
        stars=tuple(_spelled_out(each, reading.scope) for each in values if isinstance(each, Star)),
        where=optional(node, "whereClause"),
        is_simple=reading.statements == 1 and _is_row_by_row(kind, node, reading),
    )


# What makes of the rows of a relation other rows.
REGROUPS = {"distinctClause", "groupClause", "havingClause", "windowClause", "limitCount"}
REGROUPS |= {"limitOffset", "valuesLists", "withClause", "larg"}


def _is_row_by_row(kind: str, node: Tree, reading: _Reading) -> bool:
    sources = 1 if kind == "SelectStmt" else 0  # besides the table that is written
    has_one = reading.sources == sources == len(reading.relations)
    return has_one and REGROUPS.isdisjoint(node)


def rule_query(node: Tree) -> Query:
    """Return what CREATE RULE names: `old` and `new` are rows of its own table."""
    table = relation_name(child(node, "relation"))
    return _named(nodes(node, "actions"), {"old": table, "new": table}, child(node, "whereClause"))


def body_query(wrapper: Tree) -> Query:
    """Return what a function's body in SQL's own form (RETURN, BEGIN ATOMIC) names."""
    kind, node = unwrapped(wrapper)
    if kind != "List":
        return _named([], {}, node)
    blocks = (inner(each) for each in nodes(node, "items"))
    return _named([each for block in blocks for each in nodes(block, "items")], {}, {})


def _named(statements: list[Tree], scope: Scope, condition: Tree) -> Query:
    """Return what the statements and the condition read, and the columns that they write."""
    reading = _Reading({})
    _inside(condition, reading, scope, scope, frozenset())
    for wrapper in statements:
        kind, node = unwrapped(wrapper)
        _statement(kind, node, reading, scope, frozenset())
        if kind in WRITES:
            written = relation_name(child(node, "relation"))
            reading.relations[written] = None
            for name in _written_columns(kind, node):
                reading.reads[Read(written, name)] = None
    return Query(tuple(reading.relations), tuple(reading.reads), (), tuple(reading.functions))


def _written_columns(kind: str, node: Tree) -> list[str | None]:
    """Return the columns that the statement sets; None for all of them."""
    if kind not in {"InsertStmt", "UpdateStmt"}:
        return []
    targets = nodes(node, "cols" if kind == "InsertStmt" else "targetList")
    return [word(inner(each), "name") for each in targets] or [None]


def _spelled_out(star: Star, scope: Scope) -> tuple[Name | None, ...]:
    return tuple(scope.values()) if star.table is None else (scope.get(star.table),)


def _first_select(node: Tree) -> Tree:
    while "larg" in node:
        node = child(node, "larg")
    return node


def _output_name(target: Tree) -> str | None:
    given = text(target, "name")
    return given or _implied_name(child(target, "val"))


def _implied_name(wrapper: Tree) -> str | None:
    """Return the name PostgreSQL gives a column without AS; None for a star."""
    kind, node = unwrapped(wrapper)
    if kind == "ColumnRef":
        last, star = unwrapped(nodes(node, "fields")[-1])
        return None if last == "A_Star" else word(star, "sval")
    if kind == "FuncCall":
        return strings(node, "funcname")[-1]
    if kind == "TypeCast":
        found = _implied_name(child(node, "arg"))
        return _type_word(node) if found == "?column?" else found
    if kind == "SQLValueFunction":
        return word(node, "op").removeprefix("SVFOP_").lower().removesuffix("_n")
    if kind == "CaseExpr":
        found = _implied_name(child(node, "defresult")) if "defresult" in node else "?column?"
        return "case" if found == "?column?" else found
    return IMPLIED.get(kind, "?column?")


IMPLIED = {"CoalesceExpr": "coalesce", "A_ArrayExpr": "array", "RowExpr": "row"}


def _type_word(node: Tree) -> str:
    return strings(child(node, "typeName"), "names")[-1]


def _statement(
    kind: str, node: Tree, reading: _Reading, outer: Scope, ctes: frozenset[str]
) -> None:
    reading.statements += 1
    for wrapper in nodes(child(node, "withClause"), "ctes"):
        common = inner(wrapper)
        ctes |= {word(common, "ctename")}
        _statement(*unwrapped(child(common, "ctequery")), reading, outer, ctes)
    if kind == "SelectStmt" and "larg" in node:
        _statement(kind, child(node, "larg"), reading, outer, ctes)
        _statement(kind, child(node, "rarg"), reading, outer, ctes)
        return
    scope: Scope = dict(outer)
    own: Scope = {}
    for source in _sources(node):
        _source(source, reading, own, outer, ctes)
    if kind in WRITES:
        target = child(node, "relation")
        own[_alias(target) or word(target, "relname")] = relation_name(target)
    scope |= own
    if node is reading.select:
        reading.scope = own
    for key, value in node.items():
        if key not in {"withClause", "relation", "larg", "rarg", "into", "intoClause"}:
            _inside(value, reading, scope, own, ctes)


def _sources(node: Tree) -> Iterator[Tree]:
    yield from nodes(node, "fromClause")
    yield from nodes(node, "usingClause")
    if "sourceRelation" in node:
        yield child(node, "sourceRelation")


def _source(
    wrapper: Tree, reading: _Reading, own: Scope, outer: Scope, ctes: frozenset[str]
) -> None:
    kind, node = unwrapped(wrapper)
    reading.sources += 1
    if kind == "RangeVar":
        name = relation_name(node)
        if name.schema is None and name.name in ctes:
            own[_alias(node) or name.name] = None
            return
        own[_alias(node) or name.name] = name
        reading.relations[name] = None
    elif kind == "JoinExpr":
        _source(child(node, "larg"), reading, own, outer, ctes)
        _source(child(node, "rarg"), reading, own, outer, ctes)
    elif kind == "RangeSubselect":
        own[_alias(node) or ""] = None
        _statement(*unwrapped(child(node, "subquery")), reading, outer | own, ctes)
    else:
        own[_alias(node) or f"?{len(own)}"] = None


def _alias(node: Tree) -> str | None:
    return text(child(node, "alias"), "aliasname")


NAMES_NOTHING = {"A_Const", "RangeVar", "RangeSubselect"}


def _inside(value: Json, reading: _Reading, scope: Scope, own: Scope, ctes: frozenset[str]) -> None:
    if isinstance(value, list):
        for each in value:
            _inside(each, reading, scope, own, ctes)
    elif isinstance(value, dict):
        for kind, node in value.items():
            if isinstance(node, list):
                _inside(node, reading, scope, own, ctes)
            elif not isinstance(node, dict) or kind in NAMES_NOTHING:
                continue
            elif kind == "ColumnRef":
                _column(node, reading, scope, own)
            elif kind == "SelectStmt" or kind in WRITES:
                _statement(kind, node, reading, scope, ctes)
            else:
                if kind == "FuncCall":
                    reading.functions[name_of(strings(node, "funcname"))] = None
                _inside(node, reading, scope, own, ctes)


def _column(node: Tree, reading: _Reading, scope: Scope, own: Scope) -> None:
    fields = nodes(node, "fields")
    is_star = "A_Star" in fields[-1]
    names = [string(each) for each in fields[: -1 if is_star else None]]
    column = None if is_star else names.pop()
    if names:
        relation = scope.get(names[-1])
        if relation is not None:
            reading.reads[Read(relation, column)] = None
        return
    if column in scope:  # a whole row: `select t from t`
        reading.reads[Read(scope[column], None)] = None
        return
    relations = [name for name in own.values() if name is not None]
    if is_star:
        for relation in relations:
            reading.reads[Read(relation, None)] = None
    elif len(own) == 1 and len(relations) == 1:
        reading.reads[Read(relations[0], column)] = None
    else:
        reading.reads[Read(None, column)] = None

"""Which tables, indexes and views call a function: they stand in the way of its end.

Of overloaded functions a call means the one whose arguments fit: told from their number and, as far
as they are known, from their types. A call that may mean several is taken to mean none.
"""

from collections.abc import Iterator

from lint.catalog import Catalog
from lint.definitions import Argument, Check
from lint.expressions import (
    Cast,
    ColumnReference,
    Constant,
    ConstantKind,
    Expression,
    FunctionCall,
    walk,
)
from lint.facts import ColumnFact, Function, Index, MaterializedView, Relation, Table, View
from lint.names import Name, TypeName

_INTEGER = TypeName(Name(None, "int4"))
_TEXT = TypeName(Name(None, "text"))


def callers_of(function: Function, catalog: Catalog) -> Iterator[Relation]:
    """Yield what calls the function."""
    is_overloaded = len(catalog.functions.get(function.name) or ()) > 1
    for relation in catalog.relations.values():
        if isinstance(relation, View | MaterializedView) and not is_overloaded:
            if any(function in catalog.functions_named(each) for each in relation.query.functions):
                yield relation
        elif any(_means(call, function, relation, catalog) for call in _calls(relation)):
            yield relation


def _calls(relation: Relation) -> Iterator[FunctionCall]:
    for expression in _expressions(relation):
        yield from (node for node in walk(expression) if isinstance(node, FunctionCall))


def _expressions(relation: Relation) -> Iterator[Expression]:
    found: list[Expression | None] = []
    match relation:
        case View() | MaterializedView():
            found += [*relation.query.outputs, relation.query.where]
        case Index():
            found += [*(each.expression for each in relation.columns), relation.predicate]
        case Table():
            found += [column.default for column in relation.columns]
            generated = [column.generated for column in relation.columns]
            found += [each.expression for each in generated if each is not None]
            found += [each.expression for each in relation.constraints if isinstance(each, Check)]
            found += [clause for each in relation.policies for clause in (each.using, each.check)]
    yield from (each for each in found if each is not None)


def _means(call: FunctionCall, function: Function, caller: Relation, catalog: Catalog) -> bool:
    named = catalog.functions_named(call.function)
    if function not in named:
        return False
    fitting = [each for each in named if _takes_as_many(each, len(call.arguments))]
    if len(fitting) > 1:
        types = [_type(each, caller, catalog) for each in call.arguments]
        fitting = [each for each in fitting if _fits(each, types)]
        if len(fitting) > 1:
            # A literal without a type is a text where it can be.
            types = [_TEXT if each is None else each for each in types]
            fitting = [each for each in fitting if _fits(each, types)]
    return fitting == [function]


def _inputs(function: Function) -> list[Argument]:
    return [each for each in function.definition.arguments if each.mode not in {"out", "table"}]


def _takes_as_many(function: Function, count: int) -> bool:
    taken = _inputs(function)
    required = [each for each in taken if each.default is None and each.mode != "variadic"]
    is_open = any(each.mode == "variadic" for each in taken)
    return len(required) <= count and (is_open or count <= len(taken))


def _fits(function: Function, types: list[TypeName | None]) -> bool:
    pairs = zip(_inputs(function), types, strict=False)
    return all(_takes(argument, given) for argument, given in pairs)


def _takes(argument: Argument, given: TypeName | None) -> bool:
    wanted = argument.type
    return given is None or (wanted.name, wanted.array) == (given.name, given.array)


def _type(value: Expression, caller: Relation, catalog: Catalog) -> TypeName | None:
    """Return the type of an argument, None for one that is not known."""
    match value:
        case Cast(type=given):
            return given
        case Constant(kind=ConstantKind.INTEGER):
            return _INTEGER
        case ColumnReference(column=name):
            types = {column.type for column in _columns_named(name, caller, catalog)}
            return types.pop() if len(types) == 1 else None
    return None


def _columns_named(name: str, caller: Relation, catalog: Catalog) -> Iterator[ColumnFact]:
    match caller:
        case View() | MaterializedView():
            owners = [catalog.table(each) for each in caller.query.relations]
        case Index():
            owners = [catalog.table(caller.table)]
        case _:
            owners = [catalog.table(caller.name)]
    for table in owners:
        column = table.column(name) if table is not None else None
        if column is not None:
            yield column

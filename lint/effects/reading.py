"""What a query reads from beginning to end.

Views are followed to their tables. A table whose rows are found by an index's first column is not
scanned; everything else is, as far as a text can tell.
"""

from collections.abc import Iterator

from lint.definitions import Query
from lint.effects.builtins import function_volatilities
from lint.effects.effect import Effects, combined, on
from lint.effects.moment import Moment, is_system
from lint.effects.proof import implied
from lint.effects.pruning import without_pruned
from lint.expressions import (
    And,
    Between,
    Cast,
    ColumnReference,
    Constant,
    ConstantKind,
    Expression,
    FunctionCall,
    InList,
    Operator,
    Parameter,
    walk,
)
from lint.facts import MaterializedView, Table, View
from lint.names import Name


def read_by(query: Query, moment: Moment) -> Effects:
    """Return the scans of a query; one whose condition never holds reads nothing."""
    if query.where is not None and never_holds(query.where):
        return Effects()
    return combined(
        on(each, scans=True, because="reads the table") for each in _tables(query, moment)
    )


def _tables(query: Query, moment: Moment) -> Iterator[Name]:
    for name in query.relations:
        relation = moment.catalog.relation(name)
        if isinstance(relation, View):
            yield from _tables(relation.query, moment)
        elif isinstance(relation, Table):
            for table in without_pruned(moment.family(name), query.where, moment):
                if moment.stored(table) and not _is_led(table, query, moment):
                    yield table.name
        elif isinstance(relation, MaterializedView):
            yield relation.name
        elif relation is None and not is_system(moment.name(name)):
            yield moment.name(name)


def _is_led(table: Table, query: Query, moment: Moment) -> bool:
    """Tell if indexes lead the query to its rows."""
    return is_indexed(table, query.where, moment) or _asks_for_ends(table, query, moment)


_ENDS = frozenset({"max", "min"})


def _asks_for_ends(table: Table, query: Query, moment: Moment) -> bool:
    """Tell if the query wants no more than the least and greatest values of indexed columns."""
    nodes = [node for output in query.outputs for node in walk(output)]
    calls = [node for node in nodes if isinstance(node, FunctionCall)]
    aggregates = [
        each for each in calls if "aggregate" in function_volatilities(each.function.name)
    ]
    wanted = {str(argument) for each in aggregates for argument in each.arguments}
    named = {str(node) for node in nodes if isinstance(node, ColumnReference)}
    if query.where is not None or len(query.relations) != 1 or not wanted:
        return False
    indexes = (each for each in moment.indexes(table) if each.columns and each.predicate is None)
    ordered = {str(ColumnReference(each.columns[0].column or "")) for each in indexes}
    return all(each.function.name in _ENDS for each in aggregates) and named == wanted <= ordered


_NEVER = (Constant("false", ConstantKind.BOOLEAN), Constant("", ConstantKind.NULL))


def never_holds(where: Expression) -> bool:
    """Tell if no row can fulfil the condition, as constants alone say."""
    match where:
        case And(arguments):
            return any(never_holds(each) for each in arguments)
        case Operator("=", Constant() as left, Constant() as right):
            return left.kind is right.kind and left != right
        case Operator("<>", Constant() as left, Constant() as right):
            return left == right
    return where in _NEVER


def is_indexed(table: Table, where: Expression | None, moment: Moment) -> bool:
    """Tell if an index leads straight to the rows that the condition names.

    A table that others inherit from is planned by its true size, and read through when it is small.
    """
    if table.children and table.partition_by is None:
        return False
    fixed = set(_fixed_columns(where, table)) if where is not None else set()
    for index in moment.indexes(table):
        first = index.columns[0].column if index.columns else None
        if not index.is_valid:
            continue
        if index.predicate is None and first in fixed:
            return True
        if index.predicate is not None and where is not None and implied((where,), index.predicate):
            return True
    return False


def _fixed_columns(where: Expression, table: Table) -> Iterator[str]:
    match where:
        case And(arguments):
            for each in arguments:
                yield from _fixed_columns(each, table)
        case Operator("=", Expression() as left, right):
            for one, other in ((left, right), (right, left)):
                if isinstance(one, ColumnReference) and is_given(other, table):
                    yield one.column
        case Between(ColumnReference(column), low, high, "between"):
            if is_given(low, table) and is_given(high, table):
                yield column
        case InList(ColumnReference(column), items):
            if all(is_given(each, table) for each in items):
                yield column


def is_given(value: Expression, table: Table | None) -> bool:
    """Tell if the value is there before the table is read: a constant, or a function's variable."""
    bare = _bare(value)
    if isinstance(bare, ColumnReference):
        is_row = bare.table in {"new", "old"}
        return is_row or (bare.table is None and _is_variable(bare.column, table))
    return isinstance(bare, Constant | Parameter)


def _is_variable(name: str, table: Table | None) -> bool:
    return table is not None and table.is_complete and table.column(name) is None


def _bare(expression: Expression) -> Expression:
    while isinstance(expression, Cast):
        expression = expression.argument
    return expression

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
from lint.effects.version import NULL_TESTS_ARE_FOLDED
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
    IsNull,
    Operator,
    Parameter,
    Star,
    Subquery,
    Unmodelled,
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
    """Tell if indexes lead the query to its rows; in a join, only constants are given."""
    if len(query.relations) > 1:
        fixed = set(_fixed_columns(query.where, None)) if query.where is not None else set()
        return _is_led_by(fixed, table, query.where, moment)
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
    """Tell if an index leads straight to the rows that the condition names."""
    if where is None:
        return False
    if _is_null_of_never(where, table, moment):
        return True
    return _is_led_by(set(_fixed_columns(where, table)), table, where, moment)


def _is_null_of_never(where: Expression, table: Table, moment: Moment) -> bool:
    """Tell if NULL is asked for where none can be: nothing is read then, since PostgreSQL 17."""
    match where:
        case And(arguments):
            return any(_is_null_of_never(each, table, moment) for each in arguments)
        case IsNull(ColumnReference(column)) if moment.version >= NULL_TESTS_ARE_FOLDED:
            return table.proves_not_null(column)
    return False


def _is_led_by(fixed: set[str], table: Table, where: Expression | None, moment: Moment) -> bool:
    if table.children and table.partition_by is None:
        # What others inherit from is planned by its true size, and read through when it is small.
        return False
    for index in moment.indexes(table):
        first = index.columns[0].column if index.columns else None
        if not index.is_valid:
            continue
        if index.predicate is None and first in fixed:
            return True
        if index.predicate is not None and where is not None and implied((where,), index.predicate):
            return True
    return False


def _fixed_columns(where: Expression, table: Table | None) -> Iterator[str]:
    """Yield the columns that the condition ties to values; no `table`: to constants only."""
    match where:
        case And(arguments):
            for each in arguments:
                yield from _fixed_columns(each, table)
        case Operator("=", Expression() as left, right):
            for one, other in ((left, right), (right, left)):
                if isinstance(one, ColumnReference) and is_given(other, table, one.table):
                    yield one.column
        case Between(ColumnReference(column), low, high, "between"):
            if is_given(low, table) and is_given(high, table):
                yield column
        case InList(ColumnReference(column), items):
            if all(is_given(each, table) for each in items):
                yield column


def is_given(value: Expression, table: Table | None, alias: str | None = None) -> bool:
    """Tell if the value is there before the table is read: constants, and a body's variables."""
    nodes = tuple(walk(value))
    if isinstance(_bare(value), Constant | Parameter):
        return True
    return table is not None and all(_is_given_node(each, table, alias) for each in nodes)


def _is_given_node(node: Expression, table: Table, alias: str | None) -> bool:
    match node:
        case ColumnReference(column, None):
            return table.is_complete and table.column(column) is None
        case ColumnReference(table=qualifier):
            # `new`, `old` or a record: not the table, by its own name or by the other side's.
            return qualifier not in {alias, table.name.name}
        case FunctionCall(function=function):
            kinds = function_volatilities(function.name)
            return bool(kinds) and not kinds & {"volatile", "aggregate"}
    return not isinstance(node, Subquery | Star | Unmodelled)


def _bare(expression: Expression) -> Expression:
    while isinstance(expression, Cast):
        expression = expression.argument
    return expression

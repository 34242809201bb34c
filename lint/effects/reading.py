"""What a query reads from beginning to end.

Views are followed to their tables. A table whose rows are found by an index's first column is not
scanned; everything else is, as far as a text can tell.
"""

from collections.abc import Iterator

from lint.definitions import Query
from lint.effects.effect import Effects, combined, on
from lint.effects.moment import Moment, is_system
from lint.effects.pruning import without_pruned
from lint.expressions import (
    And,
    Between,
    Cast,
    ColumnReference,
    Constant,
    Expression,
    InList,
    Operator,
    Parameter,
)
from lint.facts import MaterializedView, Table, View
from lint.names import Name


def read_by(query: Query, moment: Moment) -> Effects:
    """Return the scans of a query."""
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
                if moment.stored(table) and not is_indexed(table, query.where, moment):
                    yield table.name
        elif isinstance(relation, MaterializedView):
            yield relation.name
        elif relation is None and not is_system(moment.name(name)):
            yield moment.name(name)


def is_indexed(table: Table, where: Expression | None, moment: Moment) -> bool:
    """Tell if an index leads straight to the rows that the condition names."""
    fixed = set(_fixed_columns(where)) if where is not None else set()
    for index in moment.indexes(table):
        first = index.columns[0].column if index.columns else None
        if first in fixed and index.predicate is None and index.is_valid:
            return True
    return False


def _fixed_columns(where: Expression) -> Iterator[str]:
    match where:
        case And(arguments):
            for each in arguments:
                yield from _fixed_columns(each)
        case Operator("=", Expression() as left, right):
            for one, other in ((left, right), (right, left)):
                if isinstance(one, ColumnReference) and isinstance(
                    _bare(other), Constant | Parameter
                ):
                    yield one.column
        case Between(ColumnReference(column), low, high, "between"):
            if all(isinstance(_bare(each), Constant | Parameter) for each in (low, high)):
                yield column
        case InList(ColumnReference(column), items):
            if all(isinstance(_bare(each), Constant | Parameter) for each in items):
                yield column


def _bare(expression: Expression) -> Expression:
    while isinstance(expression, Cast):
        expression = expression.argument
    return expression

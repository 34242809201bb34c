"""The types of a view's columns, as far as its query and the tables say."""

from lint.catalog import Catalog
from lint.definitions import Query
from lint.expressions import Cast, ColumnReference, Expression, Star
from lint.facts import MaterializedView, View
from lint.names import TypeName


def output_types(view: View | MaterializedView, catalog: Catalog) -> tuple[TypeName | None, ...]:
    """Return the types of the view's columns, None for what only the server can tell."""
    query = view.query
    if any(isinstance(each, Star) for each in query.outputs):
        return ()
    return tuple(_type(each, query, catalog) for each in query.outputs)


def _type(output: Expression, query: Query, catalog: Catalog) -> TypeName | None:
    if isinstance(output, Cast) and catalog.type(output.type.name) is None:
        return output.type
    if not isinstance(output, ColumnReference):
        return None
    owners = [
        catalog.table(read.relation)
        for read in query.reads
        if read.column == output.column and read.relation is not None
    ]
    if len(owners) != 1 or owners[0] is None:
        return None
    column = owners[0].column(output.column)
    return column.type if column is not None else None

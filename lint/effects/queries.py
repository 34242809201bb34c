"""Whether what a query names is there: PostgreSQL looks before it runs, or stores, the query."""

from collections.abc import Iterator

from lint.definitions import Query
from lint.effects.moment import Moment
from lint.expressions import ColumnReference
from lint.facts import MaterializedView, Table, View
from lint.names import Name
from lint.ops import ChangesData, CreateFunction, RunsQuery

SYSTEM_COLUMNS = frozenset({"tableoid", "cmax", "xmax", "cmin", "xmin", "ctid"})


def query_refusal(query: Query, moment: Moment) -> str | None:
    """Return which relation or column of the query is not there, where that is sure."""
    return next(_refusals(query, moment, frozenset()), None)


def body_refusal(op: CreateFunction, moment: Moment) -> str | None:
    """Return what a body in SQL names that is not there; of other languages none is looked at."""
    if op.language != "sql" or len(op.operations) != 1:
        return None
    (inner,) = op.operations
    if not isinstance(inner, RunsQuery):
        return None
    if isinstance(inner, ChangesData) and moment.lacks(inner.table):
        return f'relation "{inner.table.name}" does not exist'
    names = frozenset({op.name.name, *(each.name for each in op.arguments if each.name)})
    return next(_refusals(inner.query, moment, names), None)


def _refusals(query: Query, moment: Moment, variables: frozenset[str]) -> Iterator[str]:
    for name in query.relations:
        if moment.lacks(name):
            yield f'relation "{name.name}" does not exist'
    known = _columns(query.relations[0], moment) if query.is_simple and query.relations else None
    if known is None:
        return
    # Of a query of one relation every column is its own, or a name that the query gives.
    pairs = zip(query.columns, query.outputs, strict=False)
    aliases = (name for name, output in pairs if name and output != ColumnReference(name))
    given = {*aliases, query.relations[0].name, *variables, *SYSTEM_COLUMNS, *known}
    for read in query.reads:
        if read.column is not None and read.column not in given:
            yield f'column "{read.column}" does not exist'


def _columns(name: Name, moment: Moment) -> tuple[str, ...] | None:
    """Return all the columns of the relation, None when they are not all known."""
    relation = moment.catalog.relation(name)
    if isinstance(relation, Table) and relation.is_complete:
        return tuple(each.name for each in relation.columns)
    if isinstance(relation, View | MaterializedView) and None not in relation.query.columns:
        return relation.columns or None
    return None

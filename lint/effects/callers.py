"""Which tables, indexes and views call a function by name: they stand in the way of its end."""

from collections.abc import Iterator

from lint.catalog import Catalog
from lint.definitions import Check
from lint.expressions import Expression, functions_in
from lint.facts import Function, Index, MaterializedView, Relation, Table, View
from lint.names import Name


def callers_of(function: Function, catalog: Catalog) -> Iterator[Relation]:
    """Yield what calls the function; of overloaded names a text does not tell which is meant."""
    if len(catalog.functions.get(function.name) or ()) > 1:
        return
    for relation in catalog.relations.values():
        if any(function in catalog.functions_named(name) for name in _called(relation)):
            yield relation


def _called(relation: Relation) -> Iterator[Name]:
    if isinstance(relation, View | MaterializedView):
        yield from relation.query.functions
    for expression in _expressions(relation):
        yield from functions_in(expression)


def _expressions(relation: Relation) -> Iterator[Expression]:
    found: list[Expression | None] = []
    match relation:
        case Index():
            found += [*(each.expression for each in relation.columns), relation.predicate]
        case Table():
            found += [column.default for column in relation.columns]
            generated = [column.generated for column in relation.columns]
            found += [each.expression for each in generated if each is not None]
            found += [each.expression for each in relation.constraints if isinstance(each, Check)]
            found += [clause for each in relation.policies for clause in (each.using, each.check)]
    yield from (each for each in found if each is not None)

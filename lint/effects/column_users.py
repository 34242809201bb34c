"""What names a column besides its own table's constraints and indexes.

PostgreSQL changes the type of no column that one of these uses, and drops it only with them.
"""

from collections.abc import Iterator

from lint.catalog import Catalog
from lint.definitions import Read
from lint.effects.moment import Moment
from lint.expressions import Expression, columns_in
from lint.facts import ColumnFact, Function, MaterializedView, Publication, Relation, Table, View
from lint.names import Name
from lint.record import KeywordRecord


class ColumnUser(KeywordRecord):
    """One user: how it uses the column, what it is called, and what of it a drop reaches."""

    use: str
    label: str
    view: View | MaterializedView | None = None
    # The relation that a rule hangs on, or the generated column's table.
    relation: Relation | None = None
    column: ColumnFact | None = None


def users_of_column(table: Table, column: str, moment: Moment) -> Iterator[ColumnUser]:
    """Yield what uses the column, in the order in which PostgreSQL would name it."""
    catalog, name = moment.catalog, table.name
    for view in catalog.views_reading(name, column):
        word = "materialized view" if isinstance(view, MaterializedView) else "view"
        label = f"{word} {view.name.name}"
        yield ColumnUser(use="by a view or rule", label=label, view=view)
    for owner, rule in catalog.rules_reading(name, column):
        label = f"rule {rule.name} on {owner.name.name}"
        yield ColumnUser(use="by a view or rule", label=label, relation=owner)
    for function in _holding(name, column, catalog):
        yield ColumnUser(use="by a function or procedure", label=f"function {function.name.name}")
    yield from _of_its_table(table, column)
    for publication in _publishing(name, column, catalog):
        label = f"publication {publication.name}"
        yield ColumnUser(use="by a publication WHERE clause", label=label)


def _of_its_table(table: Table, column: str) -> Iterator[ColumnUser]:
    on = f"on table {table.name.name}"
    for trigger in table.triggers:
        if column in trigger.columns or column in _columns(trigger.when):
            label = f"trigger {trigger.name} {on}"
            yield ColumnUser(use="in a trigger definition", label=label)
    for policy in table.policies:
        if column in (*_columns(policy.using), *_columns(policy.check)):
            yield ColumnUser(use="in a policy definition", label=f"policy {policy.name} {on}")
    for other in table.columns:
        generated = other.generated.expression if other.generated is not None else None
        if other.name != column and column in _columns(generated):
            label = f"column {other.name} of table {table.name.name}"
            yield ColumnUser(use="by a generated column", label=label, relation=table, column=other)


def _columns(expression: Expression | None) -> tuple[str, ...]:
    return columns_in(expression) if expression is not None else ()


def _holding(table: Name, column: str, catalog: Catalog) -> Iterator[Function]:
    """Yield the functions whose body in BEGIN ATOMIC names the column."""
    for overloads in catalog.functions.values():
        for function in overloads:
            held = function.definition.holds
            if held is not None and Read(table, column) in held.reads:
                yield function


def _publishing(table: Name, column: str, catalog: Catalog) -> Iterator[Publication]:
    """Yield the publications that list the column or filter by it."""
    for publication in catalog.publications.values():
        for each in publication.published:
            if each.table == table and column in (*each.columns, *_columns(each.where)):
                yield publication

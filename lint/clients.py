"""What the clients that run during a migration rely on.

The release before a migration keeps running while it runs, and for a while after: it names tables
and columns as they were. What the migration itself made is nobody's yet, and what is temporary is
nobody else's. What is not known is old and used.
"""

from collections.abc import Iterator

from lint.catalog import Catalog
from lint.definitions import Persistence
from lint.facts import ColumnFact, MaterializedView, Relation, Table, View
from lint.names import Name
from lint.ops import RenameColumn, RenameRelation, SetRelationSchema
from lint.rule import Before, Run, Step
from lint.truth import Truth


def is_new(run: Run, serial: int) -> bool:
    """Tell if the migration itself made the thing of that serial."""
    return serial >= run.before.next_serial


def serves(before: Before, name: Name) -> bool:
    """Tell if running clients may use the relation: it is there, not temporary and not new.

    What PostgreSQL refuses to do harms nobody.
    """
    if is_refused(before) or before.catalog.exists(name) is Truth.DISPROVEN:
        return False
    relation = before.catalog.relation(name)
    return relation is None or not (is_new(before.run, relation.serial) or is_temporary(relation))


def is_refused(before: Before) -> bool:
    """Tell if PostgreSQL refuses the operation: that is for other rules to say."""
    is_certain = not before.step.operation.statement.is_conditional
    return before.effects.fails is not None and is_certain


def serves_column(before: Before, table: Name, column: str) -> bool:
    """Tell if running clients may use the column: it is there, and older than the migration."""
    if not serves(before, table):
        return False
    found = before.catalog.relation(table)
    if not isinstance(found, Table):
        return found is None or column in (columns_of(found) or {column})
    if before.catalog.has_column(table, column) is Truth.DISPROVEN:
        return False
    fact = found.column(column)
    return fact is None or not is_new(before.run, fact.serial)


def is_temporary(relation: Relation) -> bool:
    """Tell if only the session that made the relation can see it."""
    if isinstance(relation, Table):
        return relation.persistence is Persistence.TEMPORARY
    return isinstance(relation, View) and relation.is_temporary


def column_of(catalog: Catalog, table: Name, column: str) -> ColumnFact | None:
    """Return the table's column, or None when it is not known."""
    found = catalog.table(table)
    return None if found is None else found.column(column)


def columns_of(relation: Relation) -> frozenset[str] | None:
    """Return the names of the relation's columns, or None when they are not all known."""
    match relation:
        case Table() if relation.is_complete:
            return frozenset(column.name for column in relation.columns)
        case View() | MaterializedView() if relation.columns:
            return frozenset(relation.columns)
    return None


def at_commit(before: Before) -> Catalog:
    """Return the catalog that other sessions see once the operation's transaction has committed."""
    return next(_same_transaction_from_last(before), before.step).after


def _same_transaction_from_last(before: Before) -> Iterator[Step]:
    number = before.transaction.number
    return (step for step in reversed(before.later) if step.transaction.number == number)


def known_as(before: Before, name: Name) -> Name:
    """Return the name by which running clients know the relation: earlier steps may rename it."""
    current = before.catalog.qualified(name)
    for step in reversed(before.earlier):
        match step.operation:
            case RenameRelation(table=table, new_name=new_name):
                old = step.catalog.qualified(table)
                current = old if old._replace(name=new_name) == current else current
            case SetRelationSchema(table=table, new_schema=new_schema):
                old = step.catalog.qualified(table)
                current = old if old._replace(schema=new_schema) == current else current
    return current


def column_known_as(before: Before, table: Name, column: str) -> str:
    """Return the name by which running clients know the column."""
    serial = _serial(before.catalog, table)
    for step in reversed(before.earlier):
        match step.operation:
            case RenameColumn(table=other, column=old, new_name=new_name) if (
                new_name == column and _serial(step.catalog, other) == serial
            ):
                column = old
    return column


def _serial(catalog: Catalog, name: Name) -> int | Name:
    relation = catalog.relation(name)
    return catalog.qualified(name) if relation is None else relation.serial


def is_replaced(before: Before, name: Name) -> bool:
    """Tell if the transaction leaves something in the relation's place that serves its clients.

    A view under the old name does, or another table that has all the columns.
    """
    old, new = (
        before.catalog.relation(name),
        at_commit(before).relations.get(known_as(before, name)),
    )
    if new is None or (isinstance(new, MaterializedView) and not isinstance(old, MaterializedView)):
        return False
    if isinstance(old, View) and isinstance(new, Table) and not new.holds_rows:
        return False
    wanted, given = (None if each is None else columns_of(each) for each in (old, new))
    return wanted is None or given is None or wanted <= given


def takes_a_place(before: Before, new_name: Name) -> bool:
    """Tell if a rename puts the relation where an older one stood: the second half of a swap."""
    old = before.run.before.relations.get(new_name)
    return old is not None or any(
        isinstance(step.operation, RenameRelation)
        and step.catalog.qualified(step.operation.table) == new_name
        for step in before.earlier
    )


def takes_a_columns_place(before: Before, table: Name, new_name: str) -> bool:
    """Tell if a rename puts the column where an older one stood: the second half of a swap."""
    serial = _serial(before.catalog, table)
    old = column_of(before.run.before, known_as(before, table), new_name)
    return old is not None or any(
        isinstance(step.operation, RenameColumn)
        and step.operation.column == new_name
        and _serial(step.catalog, step.operation.table) == serial
        for step in before.earlier
    )


def is_column_replaced(before: Before, table: Name, column: str) -> bool:
    """Tell if the transaction leaves clients something that answers to the column's old name.

    A view in the table's place does, or an older column that has taken the name. A new column does
    not: it has none of the values.
    """
    place = at_commit(before).relations.get(known_as(before, table))
    known = column_known_as(before, table, column)
    if isinstance(place, View):
        return not place.columns or known in place.columns
    fact = place.column(known) if isinstance(place, Table) else None
    return fact is not None and not is_new(before.run, fact.serial)

"""Indexes: created (on partitions too), attached, dropped."""

from collections.abc import Callable

from lint import ops
from lint.catalog import Catalog
from lint.definitions import IndexColumn
from lint.expressions import (
    ArrayLiteral,
    Case,
    Cast,
    Coalesce,
    Collated,
    ColumnReference,
    Expression,
    Extreme,
    Field,
    FunctionCall,
    NullIf,
    RowLiteral,
    SqlValue,
)
from lint.facts import Index, MaterializedView, Table
from lint.names import Name
from lint.replay.edit import create, free_relation_name, known_table, put, remove


def create_index(catalog: Catalog, op: ops.CreateIndex) -> Catalog:
    """Return the catalog with the index, and with its like on every partition."""
    owner = catalog.relation(op.table)
    if not isinstance(owner, MaterializedView):
        owner = known_table(catalog, op.table)
    if owner is None:
        return catalog
    name = _name(catalog, owner, op)
    if op.if_not_exists and name in catalog.relations:
        return catalog
    is_partitioned = isinstance(owner, Table) and owner.partition_by is not None
    index = _index(owner.name, name, op)
    index = index.but(columns=tuple(_simplified(owner, each) for each in index.columns))
    index = index.but(is_valid=not (is_partitioned and op.only and _has_children(owner)))
    catalog = add_index(catalog, owner, index)
    if is_partitioned and not op.only:
        catalog = spread(catalog, index)
    return catalog


def _simplified(owner: Table | MaterializedView, key: IndexColumn) -> IndexColumn:
    """Return a cast of a column to its own type as the column that it is to PostgreSQL."""
    match key.expression:
        case Cast(argument=ColumnReference(column=name), type=type_name) if isinstance(
            owner, Table
        ):
            column = owner.column(name)
            if column is not None and column.type == type_name:
                return key.but(column=name, expression=None)
    return key


def _has_children(owner: Table | MaterializedView) -> bool:
    return isinstance(owner, Table) and bool(owner.children)


def _name(catalog: Catalog, owner: Table | MaterializedView, op: ops.CreateIndex) -> Name:
    if op.name is not None:
        return Name(owner.name.schema, op.name)
    included = tuple(IndexColumn(column=column) for column in op.include)
    columns = "_".join(index_name_parts((*op.columns, *included)))
    return free_relation_name(catalog, owner.name, columns, "idx")


def _index(table: Name, name: Name, op: ops.CreateIndex) -> Index:
    included = tuple(IndexColumn(column=column) for column in op.include)
    return Index(
        name=name,
        serial=0,
        words=index_name_parts((*op.columns, *included)),
        table=table,
        columns=op.columns,
        include=op.include,
        method=op.method,
        is_unique=op.is_unique,
        nulls_not_distinct=op.nulls_not_distinct,
        predicate=op.predicate,
        options=op.options,
    )


def add_index(catalog: Catalog, owner: Table | MaterializedView, index: Index) -> Catalog:
    """Return the catalog with a new index of the relation."""
    catalog = create(catalog, index)
    return put(catalog, owner.but(indexes=(*owner.indexes, index.name)))


def spread(catalog: Catalog, parent: Index) -> Catalog:
    """Return the catalog with an index on each partition; one that fits is taken over."""
    table = catalog.table(parent.table)
    for child_name in table.children if table else ():
        child = catalog.table(child_name)
        if child is not None:
            catalog = spread_to(catalog, parent, child)
    return catalog


def spread_to(catalog: Catalog, parent: Index, child: Table) -> Catalog:
    """Return the catalog with the parent's index on one partition and on its partitions."""
    for index in catalog.indexes_of(child.name):
        if index.parent is None and fits(index, parent):
            return put(catalog, index.but(parent=parent.name))
    name = free_relation_name(catalog, child.name, "_".join(parent.words), "idx")
    own = parent.but(name=name, table=child.name, parent=parent.name, is_valid=True)
    catalog = add_index(catalog, child, own)
    return spread(catalog, own) if child.partition_by is not None else catalog


def fits(index: Index, parent: Index) -> bool:
    """Tell if a partition's index can be attached to the parent's instead of building one."""
    return (
        index.columns == parent.columns
        and index.include == parent.include
        and index.method == parent.method
        and index.is_unique == parent.is_unique
        and index.predicate == parent.predicate
    )


def attach(catalog: Catalog, op: ops.AttachIndex) -> Catalog:
    """Return the catalog after ALTER INDEX … ATTACH PARTITION: complete, the parent is valid."""
    parent, index = catalog.index(op.table), catalog.index(op.index)
    if parent is None or index is None:
        return catalog
    catalog = put(catalog, index.but(parent=parent.name))
    table = catalog.table(parent.table)
    children = [catalog.indexes_of(child) for child in (table.children if table else ())]
    is_valid = all(any(each.parent == parent.name for each in indexes) for indexes in children)
    return put(catalog, parent.but(is_valid=is_valid))


def rebuilt(catalog: Catalog, table: Table, uses: Callable[[Index], bool]) -> Catalog:
    """Return the catalog after a type change made PostgreSQL build some indexes again.

    They come last in the table's list then, and a cast to what is now the column's type is gone.
    """
    again = [index for index in catalog.indexes_of(table.name) if uses(index)]
    for index in again:
        simple = tuple(_simplified(table, key) for key in index.columns)
        catalog = put(catalog, index.but(columns=simple))
    names = tuple(index.name for index in again)
    kept = tuple(name for name in table.indexes if name not in names)
    return put(catalog, table.but(indexes=(*kept, *names)))


def drop_index(catalog: Catalog, index: Index) -> Catalog:
    """Return the catalog without the index and the partitions' indexes attached to it."""
    owner = catalog.relation(index.table)
    catalog = remove(catalog, index.name)
    if isinstance(owner, Table | MaterializedView):
        names = tuple(each for each in owner.indexes if each != index.name)
        owner = owner.but(indexes=names)
        if isinstance(owner, Table) and index.constraint is not None:
            kept = tuple(each for each in owner.constraints if each.name != index.constraint)
            owner = owner.but(constraints=kept)
        catalog = put(catalog, owner)
    for child in owner.children if isinstance(owner, Table) else ():
        for own in catalog.indexes_of(child):
            if own.parent == index.name:
                catalog = drop_index(catalog, own)
    return catalog


def index_name_parts(columns: tuple[IndexColumn, ...]) -> tuple[str, ...]:
    """Return the words of the columns in an index's own name, each once."""
    parts: list[str] = []
    for column in columns:
        word = column.column or _word(column.expression) or "expr"
        base, count = word, 0
        while word in parts:
            count += 1
            word = f"{base}{count}"
        parts.append(word)
    return tuple(parts)


def _word(value: Expression | None) -> str | None:  # noqa: PLR0911 - one per kind
    """Return the word PostgreSQL's FigureColname finds in an expression."""
    match value:
        case ColumnReference(column=word) | Field(field=word) | Extreme(function=word):
            return word
        case FunctionCall(function=function):
            return function.name
        case Cast(argument=argument, type=type_name):
            return _word(argument) or type_name.name.name
        case Collated(argument=argument):
            return _word(argument)
        case Case(otherwise=otherwise):
            return _word(otherwise) or "case"
        case SqlValue(name=name):
            return name.partition("(")[0]
        case _:
            return WORDS.get(type(value))


WORDS: dict[type, str] = {
    Coalesce: "coalesce",
    NullIf: "nullif",
    ArrayLiteral: "array",
    RowLiteral: "row",
}

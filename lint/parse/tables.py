"""Tables, indexes, views and sequences: CREATE, from the parser's tree to operations."""

from collections.abc import Callable

from lint import ops
from lint.definitions import Column, Constraint, Like, Persistence
from lint.names import Name
from lint.parse import definitions as made
from lint.parse.expressions import optional
from lint.parse.queries import query
from lint.parse.tree import (
    Tree,
    child,
    dotted_relation,
    flag,
    inner,
    nodes,
    number,
    option,
    options_of,
    relation_name,
    strings,
    text,
    type_name,
    unwrapped,
    word,
)

PERSISTENCE = {"t": Persistence.TEMPORARY, "u": Persistence.UNLOGGED}
# CREATE_TABLE_LIKE_* of PostgreSQL's parsenodes.h.
INCLUDING = {
    1: "comments",
    2: "compression",
    4: "constraints",
    8: "defaults",
    16: "generated",
    32: "identity",
    64: "indexes",
    128: "statistics",
    256: "storage",
}


def _persistence(relation: Tree) -> Persistence:
    return PERSISTENCE.get(word(relation, "relpersistence"), Persistence.PERMANENT)


def create_table(node: Tree) -> list[ops.Operation]:
    """Return CREATE TABLE."""
    return [_create_table(node)]


def create_foreign_table(node: Tree) -> list[ops.Operation]:
    """Return CREATE FOREIGN TABLE."""
    return [_create_table(child(node, "base")).but(is_foreign=True)]


def _create_table(node: Tree) -> ops.CreateTable:
    relation = child(node, "relation")
    columns, constraints, like = _elements(node)
    parents = tuple(relation_name(inner(each)) for each in nodes(node, "inhRelations"))
    bound = child(node, "partbound")
    return ops.CreateTable(
        name=relation_name(relation),
        columns=columns,
        constraints=constraints,
        like=like,
        if_not_exists=flag(node, "if_not_exists"),
        persistence=_persistence(relation),
        inherits=() if bound else parents,
        partition_of=parents[0] if bound and parents else None,
        bound=made.bound(bound) if bound else None,
        partition_by=made.partition_by(child(node, "partspec")) if "partspec" in node else None,
        of_type=type_name(child(node, "ofTypename")) if "ofTypename" in node else None,
        access_method=text(node, "accessMethod"),
        options=options_of(node, "options"),
        tablespace=text(node, "tablespacename"),
    )


def _elements(node: Tree) -> tuple[tuple[Column, ...], tuple[Constraint, ...], tuple[Like, ...]]:
    columns, raw, like = [], [], []
    for wrapper in nodes(node, "tableElts"):
        kind, element = unwrapped(wrapper)
        if kind == "ColumnDef":
            columns.append(made.column(element))
        elif kind == "Constraint":
            raw.append(element)
        elif kind == "TableLikeClause":
            like.append(_like(element))
    return tuple(columns), made.constraints(raw), tuple(like)


def _like(node: Tree) -> Like:
    bits = number(node, "options")
    including = frozenset(name for bit, name in INCLUDING.items() if bits & bit)
    return Like(relation_name(child(node, "relation")), including)


def create_table_as(node: Tree) -> list[ops.Operation]:
    """Return CREATE TABLE AS or CREATE MATERIALIZED VIEW."""
    into = child(node, "into")
    relation = child(into, "rel")
    source = child(node, "query")
    name, columns = relation_name(relation), strings(into, "colNames")
    with_data, if_not_exists = not flag(into, "skipData"), flag(node, "if_not_exists")
    if word(node, "objtype") == "OBJECT_MATVIEW":
        view = ops.CreateMaterializedView(
            name=name,
            query=query(source),
            columns=columns,
            with_data=with_data,
            if_not_exists=if_not_exists,
        )
        return [view]
    return [
        ops.CreateTableAs(
            name=name,
            query=query(source),
            columns=columns,
            with_data=with_data,
            if_not_exists=if_not_exists,
            persistence=_persistence(relation),
        )
    ]


def create_view(node: Tree) -> list[ops.Operation]:
    """Return CREATE VIEW."""
    relation = child(node, "view")
    check = word(node, "withCheckOption").removesuffix("_CHECK_OPTION").lower()
    view = ops.CreateView(
        name=relation_name(relation),
        query=query(child(node, "query")),
        columns=strings(node, "aliases"),
        or_replace=flag(node, "replace"),
        is_temporary=word(relation, "relpersistence") == "t",
        options=options_of(node, "options"),
        check_option=check if check in {"local", "cascaded"} else None,
    )
    return [view]


def refresh(node: Tree) -> list[ops.Operation]:
    """Return REFRESH MATERIALIZED VIEW."""
    return [
        ops.RefreshMaterializedView(
            name=relation_name(child(node, "relation")),
            concurrently=flag(node, "concurrent"),
            with_data=not flag(node, "skipData"),
        )
    ]


def create_index(node: Tree) -> list[ops.Operation]:
    """Return CREATE INDEX."""
    relation = child(node, "relation")
    index = ops.CreateIndex(
        name=text(node, "idxname"),
        table=relation_name(relation),
        columns=made.index_columns(node, "indexParams"),
        include=tuple(word(inner(each), "name") for each in nodes(node, "indexIncludingParams")),
        method=text(node, "accessMethod") or "btree",
        is_unique=flag(node, "unique"),
        nulls_not_distinct=flag(node, "nulls_not_distinct"),
        predicate=optional(node, "whereClause"),
        concurrently=flag(node, "concurrent"),
        if_not_exists=flag(node, "if_not_exists"),
        only=not flag(relation, "inh"),
        options=options_of(node, "options"),
        tablespace=text(node, "tableSpace"),
    )
    return [index]


def create_statistics(node: Tree) -> list[ops.Operation]:
    """Return CREATE STATISTICS."""
    names = strings(node, "defnames")
    relations = [inner(each) for each in nodes(node, "relations")]
    return [
        ops.CreateStatistics(
            name=dotted_relation(names) if names else None,
            table=relation_name(relations[0] if relations else {}),
            columns=made.index_columns(node, "exprs"),
            if_not_exists=flag(node, "if_not_exists"),
        )
    ]


def create_sequence(node: Tree) -> list[ops.Operation]:
    """Return CREATE SEQUENCE."""
    relation = child(node, "sequence")
    return [
        ops.CreateSequence(
            name=relation_name(relation),
            if_not_exists=flag(node, "if_not_exists"),
            options=options_of(node, "options"),
            owned_by=_owned_by(node),
            persistence=_persistence(relation),
        )
    ]


def alter_sequence(node: Tree) -> list[ops.Operation]:
    """Return ALTER SEQUENCE."""
    return [
        ops.AlterSequence(
            name=relation_name(child(node, "sequence")),
            if_exists=flag(node, "missing_ok"),
            options=options_of(node, "options"),
            owned_by=_owned_by(node),
        )
    ]


def _owned_by(node: Tree) -> tuple[Name, str] | None:
    parts = strings(inner(option(node, "options", "owned_by")), "items")
    return (dotted_relation(parts[:-1]), parts[-1]) if len(parts) > 1 else None


CONVERTERS: dict[str, Callable[[Tree], list[ops.Operation]]] = {
    "CreateStmt": create_table,
    "CreateForeignTableStmt": create_foreign_table,
    "CreateTableAsStmt": create_table_as,
    "ViewStmt": create_view,
    "RefreshMatViewStmt": refresh,
    "IndexStmt": create_index,
    "CreateStatsStmt": create_statistics,
    "CreateSeqStmt": create_sequence,
    "AlterSeqStmt": alter_sequence,
}

"""Views: created, replaced, refreshed, dropped; what they read is resolved when they are made."""

from lint import ops
from lint.catalog import Catalog
from lint.definitions import Query, Read
from lint.expressions import Star
from lint.facts import MaterializedView, Table, View
from lint.names import Name
from lint.replay.columns import drop_view
from lint.replay.edit import create, put, remove


def create_view(catalog: Catalog, op: ops.CreateView) -> Catalog:
    """Return the catalog after CREATE VIEW."""
    name = Name("pg_temp", op.name.name) if op.is_temporary else catalog.new_name(op.name)
    query, old = resolved(catalog, op.query), catalog.relations.get(name)
    # One that reads itself cannot be read, but it can be made; no walk over it would end.
    acyclic = tuple(each for each in query.relations if not _reaches(catalog, each, name))
    query = query.but(relations=acyclic)
    view = View(
        name=name,
        serial=0,
        query=query,
        columns=_columns(query, op.columns),
        options=op.options,
        is_temporary=op.is_temporary,
    )
    if isinstance(old, View):
        return put(catalog, view.but(serial=old.serial, owner=old.owner, triggers=old.triggers))
    return create(catalog, view)


def create_materialized_view(catalog: Catalog, op: ops.CreateMaterializedView) -> Catalog:
    """Return the catalog after CREATE MATERIALIZED VIEW."""
    name = catalog.new_name(op.name)
    if op.if_not_exists and name in catalog.relations:
        return catalog
    query = resolved(catalog, op.query)
    view = MaterializedView(
        name=name,
        serial=0,
        query=query,
        columns=_columns(query, op.columns),
        is_populated=op.with_data,
    )
    return create(catalog, view)


def refresh(catalog: Catalog, op: ops.RefreshMaterializedView) -> Catalog:
    """Return the catalog after REFRESH."""
    view = catalog.relation(op.name)
    if not isinstance(view, MaterializedView):
        return catalog
    return put(catalog, view.but(is_populated=op.with_data))


def drop_views(catalog: Catalog, op: ops.Drop) -> Catalog:
    """Return the catalog after DROP VIEW or DROP MATERIALIZED VIEW."""
    for name in op.names:
        view = catalog.view(name)
        if view is not None:
            catalog = drop_view(catalog, view)
        elif not catalog.is_complete:
            catalog = remove(catalog, catalog.qualified(name))
    return catalog


def _reaches(catalog: Catalog, name: Name, target: Name) -> bool:
    """Tell if the relation is the target, or a view that reads it."""
    if name == target:
        return True
    view = catalog.relations.get(name)
    reads = view.query.relations if isinstance(view, View | MaterializedView) else ()
    return any(_reaches(catalog, each, target) for each in reads)


def _columns(query: Query, given: tuple[str, ...]) -> tuple[str, ...]:
    names = tuple(name for name in query.columns if name is not None)
    return (*given, *names[len(given) :])


def resolved(catalog: Catalog, query: Query) -> Query:
    """Return the query with qualified names, stars spelled out, and columns given their owners."""
    relations = tuple(catalog.qualified(name) for name in query.relations)
    reads: dict[Read, None] = {}
    for read in query.reads:
        for each in _reads(catalog, read, relations):
            reads[each] = None
    return query.but(relations=relations, reads=tuple(reads), columns=_spelled(catalog, query))


def _reads(catalog: Catalog, read: Read, relations: tuple[Name, ...]) -> list[Read]:
    if read.relation is None:
        owners = [name for name in relations if read.column in columns_of(catalog, name)]
        return [Read(owner, read.column) for owner in owners] or [read]
    name = catalog.qualified(read.relation)
    columns = columns_of(catalog, name)
    if read.column is None and columns:
        return [Read(name, column) for column in columns]
    return [Read(name, read.column)]


def columns_of(catalog: Catalog, name: Name) -> tuple[str, ...]:
    """Return the names of the columns of a table or view; none if it is not known."""
    match catalog.relations.get(name):
        case Table(columns=columns):
            return tuple(column.name for column in columns)
        case View(columns=names) | MaterializedView(columns=names):
            return names
        case _:
            return ()


def _spelled(catalog: Catalog, query: Query) -> tuple[str | None, ...]:
    """Return the query's columns with each star replaced, where its relations are known."""
    spelled: list[str | None] = []
    stars = iter(query.stars)
    for name, value in zip(query.columns, query.outputs, strict=False):
        if not isinstance(value, Star):
            spelled.append(name)
            continue
        relations = [each and catalog.qualified(each) for each in next(stars, ())]
        names = [columns_of(catalog, each) if each else () for each in relations]
        is_known = bool(names) and all(names)
        spelled += [column for each in names for column in each] if is_known else [None]
    return tuple(spelled)

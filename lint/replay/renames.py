"""Relations renamed or moved to another schema: everything that names them follows."""

from lint import ops
from lint.catalog import Catalog
from lint.definitions import (
    Constraint,
    PrimaryKey,
    Unique,
)
from lint.facts import (
    Relation,
    Sequence,
    Table,
)
from lint.names import Name
from lint.replay.edit import put, remove
from lint.replay.rewrite import renamed_everywhere


def rename_relation(catalog: Catalog, old: Name, new: Name) -> Catalog:
    """Return the catalog in which the relation has another name, everywhere."""
    relation = catalog.relations.get(old)
    if new in catalog.relations:
        return catalog  # PostgreSQL refuses: the name is taken
    if relation is None:
        if not catalog.is_complete:
            catalog = remove(catalog, old)
            table = Table(name=new, serial=0, is_complete=False)
            return put(catalog, table)
        return catalog
    users = tuple(catalog.users_of(old))
    kin = _kin(catalog, relation)
    catalog = remove(catalog, old)
    catalog = put(catalog, _renamed(relation, old, new))
    for user in (*users, *kin):
        current = catalog.relations.get(user.name)
        if current is not None:
            catalog = put(catalog, _renamed(current, old, new))
    gone = catalog.gone.without(new)
    return catalog.but(gone=gone)


def _kin(catalog: Catalog, relation: Relation) -> tuple[Relation, ...]:
    """Return relations that name this one without leaning on it."""
    names: tuple[Name, ...] = ()
    if isinstance(relation, Table):
        names = relation.parents
    elif hasattr(relation, "table"):
        names = (relation.table,)
        names += tuple(
            index.name
            for child in getattr(catalog.table(relation.table), "children", ())
            for index in catalog.indexes_of(child)
            if index.parent == relation.name
        )
    elif isinstance(relation, Sequence) and relation.owned_by:
        names = (relation.owned_by[0],)
    found = (catalog.relations.get(name) for name in names)
    return tuple(each for each in found if each is not None)


def _renamed(relation: Relation, old: Name, new: Name) -> Relation:
    renamed = renamed_everywhere(relation, old, new)
    constraint = getattr(renamed, "constraint", None)
    is_key_index = isinstance(constraint, str) and renamed.name == new and constraint == old.name
    if is_key_index:
        return renamed.but(constraint=new.name)
    if isinstance(renamed, Table) and new in renamed.indexes:
        keys = tuple(_renamed_key(each, old.name, new.name) for each in renamed.constraints)
        return renamed.but(constraints=keys)
    return renamed


def _renamed_key(constraint: Constraint, old: str, new: str) -> Constraint:
    if isinstance(constraint, PrimaryKey | Unique) and constraint.name == old:
        return constraint.but(name=new)
    return constraint


def rename(catalog: Catalog, op: ops.RenameRelation) -> Catalog:
    """Return the catalog after RENAME TO."""
    old = catalog.qualified(op.table)
    return rename_relation(catalog, old, Name(old.schema, op.new_name))


def set_schema(catalog: Catalog, op: ops.SetRelationSchema) -> Catalog:
    """Return the catalog after SET SCHEMA; indexes and owned sequences move too."""
    old = catalog.qualified(op.table)
    relation = catalog.relations.get(old)
    catalog = rename_relation(catalog, old, Name(op.new_schema, old.name))
    if isinstance(relation, Table):
        owned = (column.sequence for column in relation.columns)
        for name in (*relation.indexes, *owned):
            if name is not None:
                catalog = rename_relation(catalog, name, Name(op.new_schema, name.name))
    return catalog

"""The smallest changes to a catalog; all keep the record of who leans on whom."""

from collections.abc import Callable, Iterable

from lint.catalog import Catalog
from lint.definitions import ForeignKey
from lint.expressions import Cast, Constant, Expression, FunctionCall
from lint.facts import Index, MaterializedView, Relation, Sequence, Table, TypeFact, View
from lint.names import Name, name_in
from lint.persistent import PersistentMap

LONGEST = 63  # bytes of an identifier


def put(catalog: Catalog, relation: Relation) -> Catalog:
    """Return the catalog with the relation, new or changed."""
    old = catalog.relations.get(relation.name)
    before, now = leans_on(old), leans_on(relation)
    users = catalog.users
    if before != now:
        for name in now - before:
            users = users.with_item(name, (users.get(name) or frozenset()) | {relation.name})
        for name in before - now:
            users = users.with_item(name, (users.get(name) or frozenset()) - {relation.name})
    relations = catalog.relations.with_item(relation.name, relation)
    constraints = _recounted(catalog, old, relation)
    return catalog.but(
        relations=relations,
        users=users,
        constraints=constraints,
        protected=_protected(catalog, relation.name, relation),
    )


def create(catalog: Catalog, relation: Relation) -> Catalog:
    """Return the catalog with a new relation, which gets the next serial."""
    created = put(catalog, relation.but(serial=catalog.next_serial))
    gone = created.gone.without(relation.name)
    has_temporary = catalog.has_temporary or relation.name.schema == "pg_temp"
    return created.but(next_serial=catalog.next_serial + 1, gone=gone, has_temporary=has_temporary)


def remove(catalog: Catalog, name: Name) -> Catalog:
    """Return the catalog without the relation, and nothing else changed."""
    old = catalog.relations.get(name)
    users = catalog.users
    for leant_on in leans_on(old):
        users = users.with_item(leant_on, (users.get(leant_on) or frozenset()) - {name})
    gone = catalog.gone if catalog.is_complete else catalog.gone.with_item(name, True)  # noqa: FBT003 - a set
    return catalog.but(
        relations=catalog.relations.without(name),
        users=users,
        gone=gone,
        constraints=_recounted(catalog, old, None),
        protected=catalog.protected.without(name),
    )


def _recounted(
    catalog: Catalog, old: Relation | None, new: Relation | None
) -> PersistentMap[Name, int]:
    """Return how often each constraint's name is used once the relation has changed."""
    if isinstance(old, Table) and isinstance(new, Table) and _has_same_constraints(old, new):
        return catalog.constraints
    before, now = _constraint_names(old), _constraint_names(new)
    counts = catalog.constraints
    for name in before - now:
        left = (counts.get(name) or 1) - 1
        counts = counts.with_item(name, left) if left else counts.without(name)
    for name in now - before:
        counts = counts.with_item(name, (counts.get(name) or 0) + 1)
    return counts


def _has_same_constraints(old: Table, new: Table) -> bool:
    return old.constraints is new.constraints and old.columns is new.columns


def _protected(
    catalog: Catalog, name: Name, relation: Relation | None
) -> PersistentMap[Name, bool]:
    """Return the tables with row level security once the relation has changed."""
    known = catalog.protected
    if isinstance(relation, Table) and relation.has_row_security:
        return known if name in known else known.with_item(name, True)  # noqa: FBT003 - a set
    return known.without(name)


def _constraint_names(relation: Relation | None) -> frozenset[Name]:
    if not isinstance(relation, Table):
        return frozenset()
    schema = relation.name.schema
    own = (each.name for each in relation.constraints)
    not_nulls = (each.not_null.name for each in relation.columns if each.not_null is not None)
    return frozenset(Name(schema, name) for name in (*own, *not_nulls) if name is not None)


def leans_on(relation: Relation | None) -> frozenset[Name]:
    """Return the relations, types and functions that the relation needs."""
    match relation:
        case Table():
            types = (column.type.name for column in relation.columns)
            keys = (
                each.references for each in relation.constraints if isinstance(each, ForeignKey)
            )
            sequences = (sequence_in(column.default) for column in relation.columns)
            functions = (trigger.function for trigger in relation.triggers)
            qualified = (name for name in types if name.schema is not None)
            counted = (name for name in sequences if name is not None)
            acted = (name for each in relation.rules for name in each.query.relations)
            return frozenset((*qualified, *keys, *functions, *relation.parents, *counted, *acted))
        case View():
            acted = (name for each in relation.rules for name in each.query.relations)
            return frozenset((*relation.query.relations, *acted))
        case MaterializedView():
            return frozenset(relation.query.relations)
        case Index():
            return frozenset((relation.table,))
        case Sequence(owned_by=(table, _)):
            return frozenset((table,))
        case _:
            return frozenset()


def sequence_in(default: Expression | None) -> Name | None:
    """Return the sequence of a default `nextval('sequence'::regclass)`."""
    if not isinstance(default, FunctionCall) or default.function.name != "nextval":
        return None
    argument = default.arguments[0] if default.arguments else None
    while isinstance(argument, Cast):
        argument = argument.argument
    name = name_in(argument.value) if isinstance(argument, Constant) else None
    return None if name is None else Name(name.schema or "public", name.name)


def put_type(catalog: Catalog, fact: TypeFact) -> Catalog:
    """Return the catalog with the type, new or changed."""
    return catalog.but(types=catalog.types.with_item(fact.name, fact))


def create_type(catalog: Catalog, fact: TypeFact) -> Catalog:
    """Return the catalog with a new type, which gets the next serial."""
    numbered = fact.but(serial=catalog.next_serial)
    return put_type(catalog, numbered).but(next_serial=catalog.next_serial + 1)


def known_table(catalog: Catalog, name: Name) -> Table | None:
    """Return the table to change.

    A table nothing is known of becomes one of which only the coming change will be known; in a
    complete catalog a missing table is missing.
    """
    found = catalog.relation(name)
    if isinstance(found, Table):
        return found
    if found is not None or catalog.is_complete:
        return None
    full = catalog.qualified(name)
    if full in catalog.gone:
        return None
    return Table(name=full, serial=0, is_complete=False)


def change_family(
    catalog: Catalog, name: Name, change: Callable[[Table], Table], *, only: bool = False
) -> Catalog:
    """Return the catalog with the change made to a table and what inherits from it."""
    table = known_table(catalog, name)
    if table is None:
        return catalog
    family = (table,) if only else (table, *catalog.descendants(table.name))
    for member in family:
        catalog = put(catalog, change(member))
    return catalog


def change_table(catalog: Catalog, name: Name, change: Callable[[Table], Table]) -> Catalog:
    """Return the catalog with the change made to one table."""
    return change_family(catalog, name, change, only=True)


def object_name(first: str, second: str, label: str) -> str:
    """Return the name PostgreSQL makes of two parts and a label, cut to 63 bytes as it cuts."""
    room = LONGEST - len(label.encode()) - (2 if second else 1)
    one, two = first.encode(), second.encode()
    while len(one) + len(two) > room:
        if len(one) > len(two):
            one = one[:-1]
        else:
            two = two[:-1]
    parts = [one.decode(errors="ignore"), two.decode(errors="ignore"), label]
    return "_".join(part for part in parts if part)


def free_name(first: str, second: str, label: str, is_taken: Callable[[str], bool]) -> str:
    """Return the first such name that is not taken; PostgreSQL counts behind the label."""
    name, count = object_name(first, second, label), 0
    while is_taken(name):
        count += 1
        name = object_name(first, second, f"{label}{count}")
    return name


def free_relation_name(catalog: Catalog, table: Name, columns: str, label: str) -> Name:
    """Return a name for an index or sequence of the table that no relation has."""
    name = free_name(
        table.name, columns, label, lambda taken: Name(table.schema, taken) in catalog.relations
    )
    return Name(table.schema, name)


def replaced(names: Iterable[str], old: str, new: str) -> tuple[str, ...]:
    """Return the names with one of them renamed."""
    return tuple(new if name == old else name for name in names)

"""Values that a type or a column took before a migration and does not take after it.

Compared are the states, not the statements, so it makes no difference how a value went. A type is
known by its name, for that is what clients name; a column by its table's name and its own.
"""

from collections.abc import Iterator

from lint.catalog import Catalog
from lint.clients import column_of, is_new
from lint.definitions import Check, Constraint
from lint.exposure import shown_name
from lint.expressions import Constant, listed
from lint.facts import ColumnFact, Domain, EnumType, Table, TypeFact
from lint.names import Name, quoted
from lint.ops import (
    AddConstraint,
    AlterColumnType,
    CreateEnum,
    DomainAddConstraint,
    DomainDropConstraint,
    DropConstraint,
    DropType,
    Operation,
    RenameEnumValue,
    RenameObject,
)
from lint.record import Record
from lint.rule import Run, Step
from lint.values import (
    constant,
    fact_refuses,
    listed_columns,
    refuses,
    values_of,
    values_of_column,
)


class Removal(Record):
    """What no longer takes which values; `kept` is SQL that would have kept them."""

    name: str
    values: frozenset[Constant]
    is_enum: bool
    kept: str
    cause: Operation | None


class Unclear(Record):
    """Something made anew, of which it is not known what it took before."""

    name: str
    cause: Operation


def of_types(before: Catalog, after: Catalog, run: Run) -> Iterator[Removal]:
    """Yield the enums and domains that take less under the same name."""
    for name, old, new in after.types.changes_since(before.types):
        if old is None or new is None:
            continue
        values = values_of(before, old) - _renamed(run, name)
        gone = frozenset(each for each in values if fact_refuses(after, new, each))
        if gone:
            words = listed(_all_values(old, new, values | values_of(after, new)))
            yield _type_removal(name, words, gone, new, run)


def _all_values(old: TypeFact, new: TypeFact, values: frozenset[Constant]) -> tuple[Constant, ...]:
    """Return the values of both; labels in the order in which they sort."""
    if not isinstance(old, EnumType) or not isinstance(new, EnumType):
        return in_order(values)
    return tuple(map(constant, dict.fromkeys((*old.labels, *new.labels))))


def _type_removal(
    name: Name, words: str, gone: frozenset[Constant], new: TypeFact, run: Run
) -> Removal:
    def is_gone(now: Catalog) -> bool:
        fact = now.types.get(name)
        return any(fact_refuses(now, fact, each) for each in gone)

    known, cause = shown_name(name, run.before), run.cause(is_gone)
    if isinstance(cause, CreateEnum):
        kept = f"create type {cause.name} as enum ({words});"
    elif isinstance(cause, DomainAddConstraint):
        added = f"alter domain {cause.domain} add{_named(cause.constraint)}"
        kept = f"{added} check (value in ({words})) not valid;"
    else:
        kept = f"-- type {known} keeps {words}"
    return Removal(f"type {known}", gone, isinstance(new, EnumType), kept, cause)


def of_columns(before: Catalog, after: Catalog, run: Run) -> Iterator[Removal]:
    """Yield the columns that take less, under the same names."""
    for name, old, new in after.relations.changes_since(before.relations):
        if isinstance(old, Table) and isinstance(new, Table):
            yield from _of_table(name, old, new, run)


def _of_table(name: Name, old: Table, new: Table, run: Run) -> Iterator[Removal]:
    for was in old.columns:
        now = new.column(was.name)
        if now is None or (now == was and old.constraints == new.constraints):
            continue
        values = values_of_column(run.before, old, was)
        values -= _renamed(run, was.type.name)
        gone = frozenset(each for each in values if refuses(run.after, new, now, each))
        if gone:
            yield _column_removal(name, now, values, gone, run)


def _column_removal(
    name: Name, column: ColumnFact, values: frozenset[Constant], gone: frozenset[Constant], run: Run
) -> Removal:
    def is_gone(now: Catalog) -> bool:
        table = now.relations.get(name)
        fact = table.column(column.name) if isinstance(table, Table) else None
        return (
            isinstance(table, Table)
            and fact is not None
            and any(refuses(now, table, fact, each) for each in gone)
        )

    is_enum = isinstance(run.after.type(column.type.name), EnumType)
    words, cause = listed(in_order(values)), run.cause(is_gone)
    shown = shown_name(name, run.before)
    kept = f"-- {quoted(column.name)} of {shown} keeps {words}"
    if isinstance(cause, AddConstraint) and not is_enum:
        check = f"check ({quoted(column.name)} in ({words})) not valid;"
        kept = f"alter table {shown} {_dropped(cause, run)}add{_named(cause.constraint)} {check}"
    return Removal(f"{shown}.{quoted(column.name)}", gone, is_enum, kept, cause)


def _named(constraint: Constraint) -> str:
    return f" constraint {quoted(constraint.name)}" if constraint.name else ""


def _dropped(op: AddConstraint, run: Run) -> str:
    """Return the DROP clauses of the same statement, which a fix must say again."""
    siblings = (each for each in run.operations if each.statement is op.statement)
    drops = (each.constraint for each in siblings if isinstance(each, DropConstraint))
    return "".join(f"drop constraint {quoted(each)}, " for each in drops)


def _renamed(run: Run, type_name: Name) -> frozenset[Constant]:
    """Return the labels that were renamed: another rule speaks of those."""
    return frozenset(
        constant(operation.label)
        for operation in run.operations
        if isinstance(operation, RenameEnumValue) and operation.type.name == type_name.name
    )


def in_order(values: frozenset[Constant]) -> tuple[Constant, ...]:
    """Return the values in the order of the alphabet."""
    return tuple(sorted(values, key=lambda value: value.value))


def unclear(run: Run) -> Iterator[Unclear]:
    """Yield what is made anew while nobody can tell what it took before."""
    if run.before.is_complete:
        return
    found = [each for step in run.steps for each in _unclear_types(step, run)]
    found += [each for step in run.steps for each in _unclear_columns(step, run)][: not found]
    yield from dict.fromkeys(found)
    yield from dict.fromkeys(each for step in run.steps for each in _unclear_lists(step, run))


def _unclear_types(step: Step, run: Run) -> Iterator[Unclear]:
    """Yield types of unknown labels that go, and whose name a new enum takes."""
    match step.operation:
        case RenameObject(kind="type" | "domain", name=name):
            names: tuple[Name, ...] = (name,)
        case DropType(names=names):
            pass
        case _:
            return
    for name in names:
        known = step.catalog.qualified(name)
        old, new = step.catalog.types.get(known), run.after.types.get(known)
        if _is_unknown(old, step.catalog) and isinstance(new, EnumType):
            yield Unclear(f"type {name}", step.operation)


def _is_unknown(fact: TypeFact | None, catalog: Catalog) -> bool:
    if isinstance(fact, EnumType | Domain):
        return not fact.is_complete
    return fact is None and not catalog.is_complete


def _unclear_columns(step: Step, run: Run) -> Iterator[Unclear]:
    """Yield columns of unknown type that become an enum which this migration made."""
    match step.operation:
        case AlterColumnType(table=table, column=column, type=type_name):
            new = step.catalog.enum(type_name.name)
            old = column_of(step.catalog, table, column)
            is_known = old is not None or step.catalog.is_complete
            if new is not None and is_new(run, new.serial) and not is_known:
                yield Unclear(f"{table}.{quoted(column)}", step.operation)


def _unclear_lists(step: Step, run: Run) -> Iterator[Unclear]:
    """Yield lists in a CHECK that take the place of a constraint nobody has seen."""
    match step.operation:
        case AddConstraint(table=table, constraint=Check() as check):
            if _takes_a_place(run, step.catalog.qualified(table), check):
                yield Unclear(f"a CHECK of {table}", step.operation)
        case DomainAddConstraint(domain=domain, constraint=Check() as check):
            if _takes_a_place(run, step.catalog.qualified(domain), check):
                yield Unclear(f"a CHECK of domain {domain}", step.operation)


def _takes_a_place(run: Run, owner: Name, check: Check) -> bool:
    """Tell if the migration drops a constraint nobody has seen, for which this one comes.

    That is one of the same name, or any when the CHECK is a list of values.
    """
    if run.before.is_complete:
        return False
    name = None if listed_columns(check) else check.name
    return any(_drops(step, owner, name) for step in run.steps)


def _drops(step: Step, owner: Name, constraint: str | None) -> bool:
    match step.operation:
        case DropConstraint(table=table, constraint=name):
            fact = step.catalog.table(table)
            is_seen = fact is not None and (fact.is_complete or fact.constraint(name) is not None)
            is_owner = step.catalog.qualified(table) == owner
        case DomainDropConstraint(domain=domain, constraint=name):
            known = step.catalog.domain(domain)
            is_seen = known is not None and (
                known.is_complete or any(each.name == name for each in known.constraints)
            )
            is_owner = step.catalog.qualified(domain) == owner
        case _:
            return False
    return is_owner and not is_seen and constraint in {None, name}

"""A dropped type takes the columns that use it, or breaks the clients that still name it.

With CASCADE, PostgreSQL drops every column of the type, with its values, and every function that
takes or returns it. Without, it refuses while a column uses the type; but clients that cast to it,
or whose driver looks it up by name, fail with 42704 all the same.

Convert the columns first, deploy code that does not name the type, and drop it without CASCADE in a
later migration. A type that nothing has used since before this migration may go.

```sql bad
create type mood as enum ('sad', 'ok');
create table author (id bigint primary key, mood mood);
-- migration
drop type mood cascade;
```

```sql bad
create type mood as enum ('sad', 'ok');
create function is_ok(mood) returns boolean language sql immutable as 'select $1::text = ''ok''';
-- migration
drop type mood cascade;
```

```sql good
create type mood as enum ('sad', 'ok');
create table author (id bigint primary key, mood mood);
-- migration
alter table author add column mood_name text;
```

```sql good
create type mood as enum ('sad', 'ok');
-- migration
drop type mood;
```
"""

from collections.abc import Iterator

from lint.clients import is_new, is_refused
from lint.finding import Severity
from lint.names import Name, quoted
from lint.ops import DropDomain, DropType
from lint.rule import Before, Complaint, rule
from lint.types import is_rebuilt, type_known_as


@rule("HG310", on=(DropType, DropDomain), severity=Severity.ERROR)
def check(op: DropType | DropDomain, before: Before) -> Iterator[Complaint]:
    """Complain of dropped types that something uses, or may use."""
    kind = "domain" if isinstance(op, DropDomain) else "type"
    for name in op.names:
        if _may_serve(name, before):
            columns, routines = _columns(name, before), _routines(name, before)
            if op.cascade and not before.catalog.is_complete and not columns:
                columns = ("every column of the type",)
            if op.cascade and (columns or routines):
                yield _lost(name, kind, columns, routines)
            elif columns or not before.catalog.is_complete:
                yield _unnamed(name, kind)


def _may_serve(name: Name, before: Before) -> bool:
    fact = before.catalog.type(name)
    if is_refused(before):
        return False
    if fact is None:
        return not before.catalog.is_complete and not is_rebuilt(before, name)
    return not is_new(before.run, fact.serial) and not is_rebuilt(before, name)


def _columns(name: Name, before: Before) -> tuple[str, ...]:
    """Return the columns that use the type, or did so when the migration began."""
    known = type_known_as(before, name)
    catalog = before.run.before if known in before.run.before.types else before.catalog
    return tuple(
        f"{table.name.name}.{column.name}"
        for table in catalog.tables_using_type(known)
        for column in table.columns
        if catalog.qualified(column.type.name) == known
    )


def _routines(name: Name, before: Before) -> tuple[str, ...]:
    full = before.catalog.qualified(name)
    definitions = (f.definition for each in before.catalog.functions.values() for f in each)
    return tuple(
        f"function {each.name}"
        for each in definitions
        for used in (*(argument.type for argument in each.arguments), each.returns)
        if used is not None and before.catalog.qualified(used.name) == full
    )


def _lost(name: Name, kind: str, columns: tuple[str, ...], routines: tuple[str, ...]) -> Complaint:
    dragged = ", ".join((*columns, *dict.fromkeys(routines)))
    return Complaint(
        f"CASCADE drops {dragged} with all values, and running clients that name them fail"
        if columns
        else f"CASCADE drops {dragged}, and running clients that call it fail with 42883",
        f"-- convert what uses {name} first: without CASCADE, PostgreSQL refuses to lose anything\n"
        f"-- drop {kind} {name};",
    )


def _unnamed(name: Name, kind: str) -> Complaint:
    return Complaint(
        f"every running client that names {kind} {name} (casts, enum mappings) fails with 42704"
        f" from here on",
        f"-- deploy code that does not name {quoted(name.name)}; then, in a migration of its own:\n"
        f"-- drop {kind} {name};",
        severity=Severity.WARNING,
    )

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

from lint.catalog import Catalog
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
        if not _may_serve(name, before):
            continue
        dragged = _dragged(name, before) if op.cascade else ()
        if dragged:
            yield _lost(name, kind, dragged)
        elif not is_rebuilt(before, name) and _was_used(name, before):
            yield _unnamed(name, kind)


def _may_serve(name: Name, before: Before) -> bool:
    fact = before.catalog.type(name)
    if is_refused(before) or (fact is None and before.catalog.is_complete):
        return False
    return fact is None or not is_new(before.run, fact.serial)


def _dragged(name: Name, before: Before) -> tuple[str, ...]:
    """Return what CASCADE drops too."""
    full = before.catalog.qualified(name)
    found = (*_columns(full, before.catalog), *_routines(full, before.catalog))
    # A type that this migration renamed has made room for another: its columns were converted.
    is_unknown = not before.catalog.is_complete and type_known_as(before, name) == full
    return found or (("every column of the type",) if is_unknown else ())


def _was_used(name: Name, before: Before) -> bool:
    """Tell if a column used the type when the migration began, or may have."""
    known = type_known_as(before, name)
    return not before.catalog.is_complete or bool(_columns(known, before.run.before))


def _columns(full: Name, catalog: Catalog) -> tuple[str, ...]:
    return tuple(
        f"{table.name.name}.{column.name}"
        for table in catalog.tables_using_type(full)
        for column in table.columns
        if catalog.qualified(column.type.name) == full
    )


def _routines(full: Name, catalog: Catalog) -> tuple[str, ...]:
    definitions = (f.definition for each in catalog.functions.values() for f in each)
    found = (
        f"function {each.name}"
        for each in definitions
        for used in (*(argument.type for argument in each.arguments), each.returns)
        if used is not None and catalog.qualified(used.name) == full
    )
    return tuple(dict.fromkeys(found))


def _lost(name: Name, kind: str, dragged: tuple[str, ...]) -> Complaint:
    return Complaint(
        f"CASCADE drops {', '.join(dragged)}: all values are lost, and running clients that name"
        f" what is gone fail",
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

"""A dropped view breaks every client that still reads it.

Reports, dashboards and exports name views, often outside the repository: they fail with 42P01. A
view that is dropped and made again in the same transaction is not missed, as long as it has all the
columns it had; without one of them, clients that name it fail with 42703. A column of another type
is read as another type, and a new table in the view's place is empty.

Leave the view until no client reads it. To change one, add columns at its end with CREATE OR
REPLACE VIEW, or make the new one under another name.

```sql bad
create table author (id bigint primary key, name text, email text);
create view contact as select id, name, email from author;
-- migration
drop view contact;
```

```sql bad
create table author (id bigint primary key, name text, email text);
create view contact as select id, name, email from author;
-- migration
drop view contact;
create view contact as select id, name from author;
```

```sql bad
create table author (id bigint primary key, born timestamptz);
create view birthday as select id, born from author;
-- migration
drop view birthday;
create view birthday as select id, born::date as born from author;
```

```sql good
create table author (id bigint primary key, name text, email text);
create view contact as select id, name, email from author;
-- migration
drop view contact;
create view contact as select id, name, email, left(name, 1) as initial from author;
```
"""

from lint.clients import at_commit, columns_of, is_replaced, known_as, serves
from lint.facts import MaterializedView, Table, View
from lint.finding import Severity
from lint.names import Name, TypeName, quoted
from lint.ops import DropMaterializedView, DropView
from lint.rule import Before, Complaint, rule
from lint.view_types import output_types


@rule("HG417", on=(DropView, DropMaterializedView), severity=Severity.ERROR)
def check(op: DropView | DropMaterializedView, before: Before) -> Complaint | None:
    """Complain of dropped views that nothing takes the place of."""
    names = [each for each in op.names if _is_missed(op, each, before)]
    if not names:
        return None
    kind = "view" if isinstance(op, DropView) else "materialized view"
    listed, harm = ", ".join(map(str, names)), _harm(names, before)
    return Complaint(
        f"every running client that reads {harm} from here on{_dragged(op, names, before)}",
        f"-- deploy code that does without {listed}; then, in a migration of its own:\n"
        f"-- drop {kind} {listed};",
    )


def _harm(names: list[Name], before: Before) -> str:
    """Return what clients read no more, and what they meet instead."""
    first, listed = names[0], ", ".join(map(str, names))
    lost = _lost_columns(first, before)
    if lost:
        return f"{', '.join(map(quoted, lost))} of {first} fails with 42703"
    changed = _retyped(first, before)
    if changed:
        column, was, becomes = changed[0]
        return f"{quoted(column)} of {first} as {was} is given {becomes}"
    if isinstance(at_commit(before).relations.get(known_as(before, first)), Table):
        return f"{listed} finds a new table without rows"
    return f"{listed} fails with 42P01"


def _is_missed(op: DropView | DropMaterializedView, name: Name, before: Before) -> bool:
    if not serves(before, name):
        return False
    if is_replaced(before, name):
        return bool(_retyped(name, before))
    is_unknown = before.catalog.relation(name) is None
    new = at_commit(before).relations.get(known_as(before, name))
    is_alike = isinstance(op, DropMaterializedView) and isinstance(new, MaterializedView)
    return not (is_unknown and is_alike)


def _lost_columns(name: Name, before: Before) -> list[str]:
    """Return the columns that what takes the view's place does not have."""
    old, new = before.catalog.view(name), at_commit(before).relations.get(known_as(before, name))
    had = columns_of(old) if old else None
    has = columns_of(new) if new else None
    return [] if had is None or has is None else sorted(had - has)


def _retyped(name: Name, before: Before) -> list[tuple[str, TypeName, TypeName]]:
    """Return the columns that have another type in what takes the view's place: old and new."""
    after = at_commit(before)
    old, new = before.catalog.view(name), after.relations.get(known_as(before, name))
    if old is None or not isinstance(new, View | MaterializedView):
        return []
    given = dict(zip(new.columns, output_types(new, after), strict=False))
    pairs = zip(old.columns, output_types(old, before.catalog), strict=False)
    changed = ((column, was, given.get(column)) for column, was in pairs)
    return [
        (column, was, becomes)
        for column, was, becomes in changed
        if was is not None and becomes is not None and was.name != becomes.name
    ]


def _dragged(op: DropView | DropMaterializedView, names: list[Name], before: Before) -> str:
    views = (str(view.name) for name in names for view in before.catalog.views_of(name))
    dragged = ", ".join(dict.fromkeys(views)) if op.cascade else ""
    return f"; CASCADE drops {dragged} too" if dragged else ""

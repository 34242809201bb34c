"""A dropped view breaks every client that still reads it.

Reports, dashboards and exports name views, often outside the repository: they fail with 42P01. A
view that is dropped and made again in the same transaction is not missed, as long as it has all the
columns it had; without one of them, clients that name it fail with 42703.

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

```sql good
create table author (id bigint primary key, name text, email text);
create view contact as select id, name, email from author;
-- migration
drop view contact;
create view contact as select id, name, email, left(name, 1) as initial from author;
```
"""

from lint.clients import at_commit, columns_of, is_replaced, known_as, serves
from lint.facts import MaterializedView
from lint.finding import Severity
from lint.names import Name, quoted
from lint.ops import DropMaterializedView, DropView
from lint.rule import Before, Complaint, rule


@rule("HG417", on=(DropView, DropMaterializedView), severity=Severity.ERROR)
def check(op: DropView | DropMaterializedView, before: Before) -> Complaint | None:
    """Complain of dropped views that nothing takes the place of."""
    names = [each for each in op.names if _is_missed(op, each, before)]
    if not names:
        return None
    kind = "view" if isinstance(op, DropView) else "materialized view"
    listed = ", ".join(map(str, names))
    lost = ", ".join(quoted(each) for each in _lost_columns(names[0], before))
    if lost:
        what = f"every running client that reads {lost} of {listed} fails with 42703 from here on"
    else:
        what = f"every running client that reads {listed} fails with 42P01 from here on"
    return Complaint(
        what + _dragged(op, names, before),
        f"-- deploy code that does not read {lost or listed}; then, in a migration of its own:\n"
        f"-- drop {kind} {listed};",
    )


def _is_missed(op: DropView | DropMaterializedView, name: Name, before: Before) -> bool:
    if not serves(before, name) or is_replaced(before, name):
        return False
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


def _dragged(op: DropView | DropMaterializedView, names: list[Name], before: Before) -> str:
    views = (str(view.name) for name in names for view in before.catalog.views_of(name))
    dragged = ", ".join(dict.fromkeys(views)) if op.cascade else ""
    return f"; CASCADE drops {dragged} too" if dragged else ""

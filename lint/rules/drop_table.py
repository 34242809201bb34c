"""A dropped table takes its rows with it, and breaks every client that still names it.

The rows are gone with the commit: only a backup brings them back. Running clients answer every
query of the table with 42P01. Where a copy takes the table's place, what others wrote between the
copy and the drop is lost as well.

Do it last, in a migration of its own, once no released code names the table; and say so: `--
headgate: allow HG303 because …`. A table that this migration made, or a temporary one, may go.

```sql bad
create table author (id bigint primary key, name text);
-- migration
drop table author;
```

```sql bad
create table author (id bigint primary key, name text);
-- migration
create table author_copy (id bigint primary key, name text not null);
insert into author_copy select id, coalesce(name, '') from author where true;
drop table author;
alter table author_copy rename to author;
```

```sql good
create table author (id bigint primary key, name text);
-- migration
create temporary table found as select id from author;
drop table found;
```
"""

from lint.advice import column_list
from lint.clients import is_replaced, serves
from lint.finding import Severity
from lint.names import Name
from lint.ops import DropTable
from lint.partitions import was_partition
from lint.rule import Before, Complaint, rule


@rule("HG303", on=DropTable, severity=Severity.ERROR)
def check(op: DropTable, before: Before) -> Complaint | None:
    """Complain of dropped tables that clients may use; partitions are another rule's."""
    names = [each for each in op.names if _is_lost(each, before)]
    if not names:
        return None
    listed = ", ".join(map(str, names))
    return Complaint(
        f"{_loss(op, listed, names, before)}{_dragged(op, names, before)}",
        f"-- deploy code that does not name {listed}; then, in a migration of its own:\n"
        f"-- drop table {listed};",
    )


def _is_lost(name: Name, before: Before) -> bool:
    return serves(before, name) and not was_partition(before, name)


def _loss(op: DropTable, listed: str, names: list[Name], before: Before) -> str:
    if op.is_foreign:
        return f"every running client that names {listed} fails with 42P01 from here on"
    if all(is_replaced(before, each) for each in names):
        return f"what others write to {listed} after the copy and before this commit is lost"
    return (
        f"all rows of {listed} are lost, and every running client that names it fails with 42P01"
        f" from here on"
    )


def _dragged(op: DropTable, names: list[Name], before: Before) -> str:
    if not op.cascade:
        return ""
    catalog = before.catalog
    views = (str(view.name) for name in names for view in catalog.views_of(name))
    keys = (
        f"the foreign key {user.name} {column_list(key.columns)}"
        for name in names
        for user, key in catalog.foreign_keys_to(name)
        if user.name not in map(catalog.qualified, names)
    )
    dragged = ", ".join(dict.fromkeys((*views, *keys)))
    return f"; CASCADE drops {dragged} too" if dragged else ""

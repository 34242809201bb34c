"""`SET LOGGED` and `SET UNLOGGED` write the whole table anew while nobody can read or write it.

Both copy the table and its indexes under ACCESS EXCLUSIVE; SET LOGGED sends all of it through the
write-ahead log besides. An UNLOGGED table is emptied after a crash and is not there on a replica.
Decide it when the table is created, or copy the rows into a new table in batches.

```sql bad
create table visit (id bigint primary key, page text);
-- migration
alter table visit set unlogged;
```

```sql good
create table visit (id bigint primary key, page text);
-- migration
create unlogged table visit_draft (id bigint primary key, page text);
```
"""

from lint.exposure import exposure
from lint.finding import Severity
from lint.names import quoted
from lint.ops import SetLogged, SetUnlogged
from lint.rule import Before, Complaint, rule


@rule("HG223", on=(SetLogged, SetUnlogged), severity=Severity.ERROR)
def check(op: SetLogged | SetUnlogged, before: Before) -> Complaint | None:
    """Complain of the copy, unless the table is what it should become already."""
    harm = exposure(before)
    if harm is None:
        return None
    copy = quoted(f"{op.table.name}_new")
    unlogged = "unlogged " * isinstance(op, SetUnlogged)
    return Complaint(
        what=f"{op.table} and its indexes are written anew; until that is done, {harm.waiting}",
        fix=f"create {unlogged}table {copy} (like {op.table} including all);\n"
        f"-- then copy the rows in batches, with a trigger for what changes meanwhile,\n"
        f"-- and exchange the names in one short transaction at last",
    )

"""`SET ACCESS METHOD` writes the whole table anew while nobody can read or write it.

The rows are copied into the other method's storage and all indexes built again, under ACCESS
EXCLUSIVE. Create a new table with the access method, copy the rows in batches, and exchange the
names. For a partitioned table the method is only the default for partitions to come.

```sql bad 15
create access method heap_too type table handler heap_tableam_handler;
create table visit (id bigint primary key, page text);
-- migration
alter table visit set access method heap_too;
```

```sql good
create access method heap_too type table handler heap_tableam_handler;
create table visit (id bigint primary key, page text);
-- migration
create table visit_new (like visit including all) using heap_too;
```
"""

from lint.exposure import exposure
from lint.finding import Severity
from lint.names import quoted
from lint.ops import SetAccessMethod
from lint.rule import Before, Complaint, rule


@rule("HG224", on=SetAccessMethod, severity=Severity.ERROR)
def check(op: SetAccessMethod, before: Before) -> Complaint | None:
    """Complain of the copy."""
    harm = exposure(before)
    if harm is None:
        return None
    method = f" using {quoted(op.method)}" if op.method else ""
    copy = quoted(f"{op.table.name}_new")
    return Complaint(
        what=f"{op.table} is copied to another access method; until that is done, {harm.waiting}",
        fix=f"create table {copy} (like {op.table} including all){method};\n"
        f"-- then copy the rows in batches, with a trigger for what changes meanwhile,\n"
        f"-- and exchange the names in one short transaction at last",
    )

"""`CREATE TABLE … PARTITION OF` takes ACCESS EXCLUSIVE on the parent, and all queue behind it.

It takes ACCESS EXCLUSIVE on the partitioned table. Creating the table by itself and attaching it
takes SHARE UPDATE EXCLUSIVE on the parent, which lets reads and writes through; the new table is
empty, so the scan of ATTACH PARTITION costs nothing.

```sql bad
create table event (id bigint, at date) partition by range (at);
-- migration
create table event_2026 partition of event for values from ('2026-01-01') to ('2027-01-01');
```

```sql good
create table event (id bigint, at date) partition by range (at);
-- migration
create table event_2026 (like event including all);
alter table event attach partition event_2026 for values from ('2026-01-01') to ('2027-01-01');
```
"""

from lint.exposure import exposure, is_exposed
from lint.finding import Severity
from lint.ops import CreateTable
from lint.rule import Before, Complaint, rule


@rule("HG108", on=CreateTable, severity=Severity.NOTE)
def check(op: CreateTable, before: Before) -> Complaint | None:
    """Say that the parent is locked; where a default partition is read, another rule complains."""
    if op.partition_of is None or before.effects.fails is not None:
        return None
    parent = before.catalog.qualified(op.partition_of)
    if not is_exposed(parent, before) or exposure(before) is not None:
        return None
    return Complaint(
        what=f"creating {op.name} waits for every running query of {op.partition_of}, and "
        f"meanwhile nobody can read or write {op.partition_of}",
        fix=f"create table {op.name} (like {op.partition_of} including all);\n"
        f"alter table {op.partition_of} attach partition {op.name} {_bound(op)};",
    )


def _bound(op: CreateTable) -> str:
    text = op.statement.sql
    start = text.lower().rfind("for values")
    return text[start:] if start >= 0 else "default"

"""`DETACH PARTITION` waits for every query of the parent, and everybody else waits behind it.

It takes ACCESS EXCLUSIVE on the partitioned table, not just on the partition. DETACH PARTITION …
CONCURRENTLY lets reads and writes of the parent go on. It cannot run inside a transaction, nor
where there is a default partition.

```sql bad
create table event (id bigint, at date) partition by range (at);
create table event_2020 partition of event for values from ('2020-01-01') to ('2021-01-01');
-- migration
alter table event detach partition event_2020;
```

```sql good
create table event (id bigint, at date) partition by range (at);
create table event_2020 partition of event for values from ('2020-01-01') to ('2021-01-01');
-- migration outside transaction
alter table event detach partition event_2020 concurrently;
```
"""

from lint.advice import OUTSIDE
from lint.exposure import is_exposed
from lint.finding import Severity
from lint.ops import DetachPartition
from lint.rule import Before, Complaint, rule


@rule("HG103", on=DetachPartition, severity=Severity.WARNING)
def check(op: DetachPartition, before: Before) -> Complaint | None:
    """Complain of a partition that could be detached CONCURRENTLY."""
    if op.concurrently or before.effects.fails is not None:
        return None
    if not is_exposed(before.catalog.qualified(op.table), before):
        return None
    if before.catalog.default_partition(op.table) is not None:
        return None
    return Complaint(
        what=f"detaching {op.partition} waits for every running query of {op.table}, and meanwhile "
        f"nobody can read or write {op.table}",
        fix=f"{OUTSIDE}\nalter table {op.table} detach partition {op.partition} concurrently;",
    )

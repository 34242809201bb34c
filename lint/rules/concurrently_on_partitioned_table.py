"""A partitioned table has no rows of its own: its indexes cannot be built CONCURRENTLY.

PostgreSQL refuses CREATE INDEX CONCURRENTLY on a partitioned table. Create the index ON ONLY the
parent, which is a matter of a moment, build one CONCURRENTLY on each partition, and attach them:
with the last one the parent's index becomes valid.

```sql bad
create table event (id bigint, at date) partition by range (at);
create table event_2026 partition of event for values from ('2026-01-01') to ('2027-01-01');
-- migration outside transaction
create index concurrently event_at_idx on event (at);
```

```sql good
create table event (id bigint, at date) partition by range (at);
create table event_2026 partition of event for values from ('2026-01-01') to ('2027-01-01');
-- migration
create index event_at_idx on only event (at);
-- migration outside transaction
create index concurrently event_2026_at_idx on event_2026 (at);
-- migration
alter index event_at_idx attach partition event_2026_at_idx;
```
"""

from lint.advice import index_by_partitions
from lint.finding import Severity
from lint.ops import CreateIndex, DropIndex
from lint.refusals import Refusal, refusal_of
from lint.rule import Before, Complaint, rule


@rule("HG603", on=(CreateIndex, DropIndex), severity=Severity.ERROR)
def check(op: CreateIndex | DropIndex, before: Before) -> Complaint | None:
    """Complain of CONCURRENTLY where there is nothing to be concurrent with."""
    if refusal_of(before) is not Refusal.CONCURRENTLY_ON_PARTITIONED:
        return None
    if isinstance(op, CreateIndex):
        fix = index_by_partitions(op, before.catalog)
    else:
        fix = f"drop index {', '.join(map(str, op.names))};"
    return Complaint(what=f"PostgreSQL refuses this: {before.effects.fails}", fix=fix)

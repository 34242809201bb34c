"""`CREATE INDEX` reads the whole table while nobody can write to it.

PostgreSQL takes SHARE: reads go on, every INSERT, UPDATE and DELETE waits until the index is built.
CREATE INDEX CONCURRENTLY takes longer and lets writes through. It cannot run inside a transaction,
so it needs a migration that the tool does not wrap in one. If it fails it leaves an invalid index
behind, to be dropped before the next try.

A partitioned table takes no CONCURRENTLY: create the index ON ONLY the parent, build one
CONCURRENTLY on each partition, and attach them.

```sql bad
create table book (id bigint primary key, title text);
-- migration
create index book_title_idx on book (title);
```

```sql good
create table book (id bigint primary key, title text);
-- migration outside transaction
create index concurrently book_title_idx on book (title);
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

from lint.advice import OUTSIDE, index_by_partitions, index_concurrently
from lint.exposure import exposure
from lint.finding import Severity
from lint.ops import CreateIndex
from lint.rule import Before, Complaint, rule


@rule("HG204", on=CreateIndex, severity=Severity.ERROR)
def check(op: CreateIndex, before: Before) -> Complaint | None:
    """Complain of an index that is built on rows while writes wait."""
    harm = exposure(before)
    if harm is None or op.concurrently:
        return None
    if op.only and before.catalog.table(op.table) is None:
        return None  # nobody says ONLY of a table that is not partitioned
    index = f"the index {op.name}" if op.name else "an index"
    return Complaint(
        what=f"{index} is built from every row of {op.table}; until it is done, {harm.waiting}",
        fix=_fix(op, before),
    )


def _fix(op: CreateIndex, before: Before) -> str:
    table = before.catalog.table(op.table)
    if table is not None and table.partition_by is not None:
        return index_by_partitions(op, before.catalog)
    return f"{OUTSIDE}\n{index_concurrently(op)}"

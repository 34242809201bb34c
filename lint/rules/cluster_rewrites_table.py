"""`CLUSTER` writes the whole table anew while nobody can read or write it.

The rows are copied in the order of an index, and all indexes are built again, under ACCESS
EXCLUSIVE; rows written later do not keep the order. pg_repack does the same while reads and writes
go on.

```sql bad
create table visit (id bigint primary key, page text);
-- migration
cluster visit using visit_pkey;
```

```sql good
create table visit (id bigint primary key, page text);
-- migration
alter table visit cluster on visit_pkey;
```
"""

from lint.exposure import exposure
from lint.finding import Severity
from lint.names import quoted
from lint.ops import Cluster
from lint.rule import Before, Complaint, rule


@rule("HG227", on=Cluster, severity=Severity.ERROR)
def check(op: Cluster, before: Before) -> Complaint | None:
    """Complain of CLUSTER; without a table it means all that were clustered before."""
    harm = exposure(before)
    if before.effects.fails is not None or (op.table is not None and harm is None):
        return None
    table = str(op.table) if op.table is not None else "every table that was clustered before"
    blocked = harm.waiting if harm is not None else "nobody can use it"
    return Complaint(
        what=f"{table} is written anew in the order of an index; until that is done, {blocked}",
        fix=_fix(op),
    )


def _fix(op: Cluster) -> str:
    if op.table is None or op.index is None:
        return "-- from outside the migration: pg_repack"
    return (
        f"alter table {op.table} cluster on {quoted(op.index)};\n"
        f"-- then, from outside the migration: pg_repack --table={op.table}"
    )

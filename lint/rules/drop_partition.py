"""A dropped partition takes its rows out of the table that clients read.

The rows are gone with the commit, and rows for its range are refused from then on (23514) or land
in the default partition. A drop also locks the whole parent.

Detach it first, concurrently, and keep it for as long as somebody may want it back; drop it in a
later migration, when it is a table that nobody names.

```sql bad
create table visit (at date not null) partition by range (at);
create table visit_2024 partition of visit for values from ('2024-01-01') to ('2025-01-01');
-- migration
drop table visit_2024;
```

```sql good
create table visit (at date not null) partition by range (at);
create table visit_2024 partition of visit for values from ('2024-01-01') to ('2025-01-01');
-- migration outside transaction
alter table visit detach partition visit_2024 concurrently;
```
"""

from lint.advice import OUTSIDE
from lint.clients import serves
from lint.finding import Severity
from lint.ops import DropTable
from lint.partitions import was_partition
from lint.rule import Before, Complaint, rule


@rule("HG304", on=DropTable, severity=Severity.ERROR)
def check(op: DropTable, before: Before) -> Complaint | None:
    """Complain of dropped partitions."""
    names = [each for each in op.names if serves(before, each) and was_partition(before, each)]
    if not names:
        return None
    listed = ", ".join(map(str, names))
    table = before.catalog.table(names[0])
    parents = ", ".join(map(str, table.parents)) if table and table.parents else "its parent"
    return Complaint(
        f"all rows of partition {listed} are lost, to the clients of {parents} too",
        f"{OUTSIDE}\nalter table {parents} detach partition {names[0]} concurrently;\n"
        f"-- and drop {listed} in a later one",
    )

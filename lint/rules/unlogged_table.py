"""An unlogged table is empty after a crash, and not there on a replica.

PostgreSQL truncates it when it recovers, and never sends it to a standby: after a failover it is
empty too. It is in no backup that is taken from the log.

Keep it for what can be computed again.

```sql bad
-- migration
create unlogged table session (id uuid primary key, at timestamptz not null);
```

```sql good
-- migration
create table session (id uuid primary key, at timestamptz not null);
```
"""

from lint.definitions import Persistence
from lint.finding import Severity
from lint.ops import CreateTable, CreateTableAs
from lint.restated import changed
from lint.rule import Before, Complaint, rule


@rule("HG919", on=(CreateTable, CreateTableAs), severity=Severity.NOTE)
def check(op: CreateTable | CreateTableAs, _: Before) -> Complaint | None:
    """Note tables that a crash empties."""
    if op.persistence is not Persistence.UNLOGGED:
        return None
    return Complaint(
        f"all rows of {op.name} are lost when the server crashes or fails over",
        changed(op, r"\bunlogged\s+", ""),
    )

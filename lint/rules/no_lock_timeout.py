"""Without `lock_timeout` a statement that waits for its lock makes everybody else wait behind it.

A lock that excludes writes or reads is granted when every transaction that uses the table has
ended. Until then the statement waits, and all that come later queue behind it, even those that only
read: one long report is enough. With a lock_timeout of a few seconds the migration gives up
instead, and is tried again.

A role or a database may have a lock_timeout of its own, which a migration does not show: so this is
a note.

```sql bad
create table author (id bigint primary key);
-- migration
set local statement_timeout = '10s';
alter table author add column name text;
```

```sql good
create table author (id bigint primary key);
-- migration
set local lock_timeout = '2s';
set local statement_timeout = '10s';
alter table author add column name text;
```
"""

from lint.exposure import first_to_block
from lint.finding import Severity
from lint.migration import Transactions
from lint.rule import Complaint, Run, migration_rule


@migration_rule("HG501", severity=Severity.NOTE)
def check(run: Run) -> Complaint | None:
    """Say which statement is the first that may wait for a lock without end."""
    step, blocked = first_to_block(run, lambda step: not step.transaction.is_set("lock_timeout"))
    if step is None:
        return None
    local = "" if run.migration.transactions is Transactions.SEPARATE else "local "
    return Complaint(
        what=f"this may wait for its lock without end, and while it waits, {blocked}",
        fix=f"set {local}lock_timeout = '2s';",
        at=step.operation,
    )

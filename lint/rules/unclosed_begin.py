"""A transaction that nothing commits is rolled back when the connection closes.

BEGIN without COMMIT leaves all that follows to whoever closes the connection: the server rolls it
back, and the tool may have recorded the migration as done. Until then its locks are held.

```sql bad
create table author (id bigint primary key);
-- migration outside transaction
begin;
create table book (id bigint primary key);
```

```sql good
create table author (id bigint primary key);
-- migration outside transaction
begin;
create table book (id bigint primary key);
commit;
```
"""

from lint.finding import Severity
from lint.migration import Transactions
from lint.ops import Begin, Commit, Operation, PrepareTransaction, Rollback
from lint.rule import Complaint, Run, migration_rule

ENDS: tuple[type[Operation], ...] = (Commit, Rollback, PrepareTransaction)
WRAPPED = (Transactions.WRAPPED, Transactions.JOINED)


@migration_rule("HG510", severity=Severity.WARNING)
def check(run: Run) -> Complaint | None:
    """Complain of the last BEGIN that is still open at the end of the file."""
    if run.migration.transactions in WRAPPED:
        return None
    opened: Operation | None = None
    for op in run.operations:
        if isinstance(op, Begin):
            opened = op
        elif isinstance(op, ENDS):
            opened = None
    if opened is None:
        return None
    return Complaint(
        what="nothing commits this transaction: it is rolled back when the connection closes",
        fix="commit;",
        at=opened,
    )

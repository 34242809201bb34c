"""`LOCK TABLE` keeps others out until the transaction ends, whatever comes next.

Every mode from SHARE on stops writes, ACCESS EXCLUSIVE stops reads as well, and there is no UNLOCK:
the lock stays for each statement that follows. Statements take the locks they need by themselves.
Where a lock must come first, take it in a short transaction, after `set local lock_timeout`.

```sql bad
create table book (id bigint primary key, title text);
-- migration
lock table book in access exclusive mode;
```

```sql good
create table book (id bigint primary key, title text);
-- migration
set local lock_timeout = '2s';
alter table book add column pages integer;
```
"""

from lint.effects.lock import MODES
from lint.exposure import is_exposed
from lint.finding import Severity
from lint.ops import LockTable
from lint.rule import Before, Complaint, rule


@rule("HG102", on=LockTable, severity=Severity.WARNING)
def check(op: LockTable, before: Before) -> Complaint | None:
    """Complain of a lock that stops writes."""
    lock = MODES[op.mode]
    names = [name for name in op.tables if is_exposed(before.catalog.qualified(name), before)]
    if not names or not lock.blocks_writes or before.effects.fails is not None:
        return None
    tables = ", ".join(map(str, names))
    stopped = "read or write" if lock.blocks_reads else "write to"
    return Complaint(
        what=f"until the transaction ends, nobody can {stopped} {tables}",
        fix=f"set local lock_timeout = '2s';\n-- and leave out: {op.statement.sql}",
    )

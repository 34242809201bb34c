"""Row level security changes under ACCESS EXCLUSIVE, which waits for every query of the table.

Nothing is read, so it is short once the lock is there; but until it is there, every query that
comes later queues behind it. Set a lock_timeout and try again; put the statements for one table
into one transaction.

```sql bad also HG704
create table book (id bigint primary key, owner_id bigint);
alter table book enable row level security;
create policy book_is_own on book using (owner_id = 1);
-- migration
drop policy book_is_own on book;
```

```sql good
create table book (id bigint primary key, owner_id bigint);
-- migration
create table note (id bigint primary key, owner_id bigint);
alter table note enable row level security;
create policy note_is_own on note using (owner_id = 1);
```
"""

from lint.exposure import is_exposed
from lint.finding import Severity
from lint.ops import (
    AlterPolicy,
    CreatePolicy,
    DisableRowSecurity,
    DropPolicy,
    EnableRowSecurity,
    ForceRowSecurity,
    NoForceRowSecurity,
    Operation,
)
from lint.rule import Before, Complaint, rule

CHANGES: tuple[type[Operation], ...] = (
    *(CreatePolicy, AlterPolicy, DropPolicy),
    *(EnableRowSecurity, DisableRowSecurity, ForceRowSecurity, NoForceRowSecurity),
)


@rule("HG106", on=CHANGES, severity=Severity.NOTE)
def check(op: Operation, before: Before) -> Complaint | None:
    """Say who waits while the row security of a table in use changes."""
    blocked = [
        each.relation.name
        for each in before.effects.relations
        if each.lock and each.lock.blocks_reads and is_exposed(each.relation, before)
    ]
    if not blocked:
        return None
    return Complaint(
        what=f"while the row security of {blocked[0]} changes, nobody can read or write it",
        fix=f"set local lock_timeout = '2s';\n{op.statement.sql};",
    )

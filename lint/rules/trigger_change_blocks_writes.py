"""Creating, enabling, disabling or dropping a trigger stops writes for a moment, or everybody.

CREATE TRIGGER and ALTER TABLE … ENABLE or DISABLE TRIGGER take SHARE ROW EXCLUSIVE on the table,
DROP TRIGGER takes ACCESS EXCLUSIVE. Nothing is read, so it is short once the lock is there; but it
waits for the longest transaction that writes, and writes queue behind it. Set a lock_timeout and
try again.

```sql bad
create table book (id bigint primary key, title text);
create function touch() returns trigger language plpgsql as 'begin return new; end';
-- migration
create trigger book_touch before update on book for each row execute function touch();
```

```sql good
create function touch() returns trigger language plpgsql as 'begin return new; end';
-- migration
create table book (id bigint primary key, title text);
create trigger book_touch before update on book for each row execute function touch();
```
"""

from lint.exposure import is_exposed, waiting
from lint.finding import Severity
from lint.ops import CreateTrigger, DisableTrigger, DropTrigger, EnableTrigger
from lint.rule import Before, Complaint, rule

Change = CreateTrigger | EnableTrigger | DisableTrigger | DropTrigger


@rule(
    "HG105",
    on=(CreateTrigger, EnableTrigger, DisableTrigger, DropTrigger),
    severity=Severity.NOTE,
)
def check(op: Change, before: Before) -> Complaint | None:
    """Say who waits while the triggers of a table in use change."""
    effects = before.effects.relations
    blocked = tuple(
        each
        for each in effects
        if each.lock and each.lock.blocks_writes and is_exposed(each.relation, before)
    )
    if not blocked:
        return None
    return Complaint(
        what=f"while the triggers of {op.table} change, {waiting(blocked, before.catalog)}",
        fix=f"set local lock_timeout = '2s';\n{op.statement.sql};",
    )

"""Without `statement_timeout` a statement that takes too long keeps its locks without end.

The limit is a belt beside braces: where a scan or a wait was not expected, the statement is
cancelled and rolled back, and nobody was kept out for longer. A role or a database may have one of
its own, which a migration does not show: so this is a note.

```sql bad
create table author (id bigint primary key);
-- migration
set local lock_timeout = '2s';
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
from lint.rule import Complaint, Run, Step, migration_rule

LIMITS = ("statement_timeout", "transaction_timeout")


@migration_rule("HG503", severity=Severity.NOTE)
def check(run: Run) -> Complaint | None:
    """Say which statement is the first that may hold its lock without end."""
    step, blocked = first_to_block(run, _has_no_limit)
    if step is None:
        return None
    return Complaint(
        what=f"nothing limits how long this may take, and while it runs, {blocked}",
        fix="set local statement_timeout = '10s';",
        at=step.operation,
    )


def _has_no_limit(step: Step) -> bool:
    return not any(step.transaction.is_set(each) for each in LIMITS)

"""A migration without a way back cannot be undone by the tool.

The tool has a place for the statements that undo a migration, and this one leaves it empty. Where
nothing has to be undone, or where it cannot be, say so there: the next person in a hurry will look.

```sql bad
create table author (id bigint primary key);
-- migration without down
alter table author add column name text;
```

```sql good
create table author (id bigint primary key);
-- migration
alter table author add column name text;
```
"""

from lint.finding import Severity
from lint.migration import Down
from lint.rule import Complaint, Run, migration_rule


@migration_rule("HG514", severity=Severity.NOTE)
def check(run: Run) -> Complaint | None:
    """Say that the migration has no down."""
    if run.migration.down is not Down.ABSENT or not run.steps:
        return None
    return Complaint(
        what=f"the migration {run.migration.id} has nothing that undoes it",
        fix="-- the statements that undo it, where the tool looks for them",
        at=run.steps[0].operation,
    )

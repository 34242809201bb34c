"""A migration that stands before one that is already in use does not run where its author tried it.

Databases that have the later one get this one after it, in another order than the folder says; some
tools refuse it (Flyway), some skip it without a word (golang-migrate). It comes about when a branch
waits and another is merged first. Give it a number, or a parent, after the last one in use.

```sql bad
create table author (id bigint primary key);
-- migration
alter table author add column name text;
-- migration already applied
alter table author add column email text;
```

```sql good
create table author (id bigint primary key);
alter table author add column email text;
-- migration
alter table author add column name text;
```
"""

from lint.finding import Severity
from lint.rule import Complaint, Run, migration_rule


@migration_rule("HG515", severity=Severity.WARNING)
def check(run: Run) -> Complaint | None:
    """Complain of a migration that others have overtaken."""
    if run.overtaken_by is None or not run.steps:
        return None
    return Complaint(
        what=f"{run.migration.id} stands before {run.overtaken_by}, which is in use already",
        fix=f"-- rename {run.migration.path} so that it comes after {run.overtaken_by}",
        at=run.steps[0].operation,
    )

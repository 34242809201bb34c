"""`SET NOT NULL` reads every row while nobody can read or write the table.

PostgreSQL takes ACCESS EXCLUSIVE and looks at every row for a NULL. It skips the scan when a
validated CHECK already proves that there is none: `check (name is not null)`, also as one part of
an AND. A CHECK like `name <> ''` proves nothing, for NULL passes it, and neither does one that is
not validated.

Add the CHECK as NOT VALID, validate it in a migration of its own (reads and writes go on), and only
then set NOT NULL. Since PostgreSQL 18 the NOT NULL constraint itself can be added as NOT VALID and
validated.

```sql bad
create table author (id bigint primary key, name text);
-- migration
alter table author alter column name set not null;
```

```sql good
create table author (id bigint primary key, name text);
-- migration
alter table author add constraint author_name_present check (name is not null) not valid;
-- migration
alter table author validate constraint author_name_present;
-- migration
alter table author alter column name set not null;
```
"""

from lint.advice import made_required
from lint.exposure import exposure
from lint.finding import Severity
from lint.ops import SetNotNull
from lint.rule import Before, Complaint, rule


@rule("HG201", on=SetNotNull, severity=Severity.ERROR)
def check(op: SetNotNull, before: Before) -> Complaint | None:
    """Complain when the scan is not spared by a proof."""
    harm = exposure(before)
    if harm is None:
        return None
    return Complaint(
        what=f"SET NOT NULL reads every row of {op.table} to look for NULL in {op.column}; "
        f"until it is done, {harm.waiting}",
        fix=made_required(op.table, op.column, before.pg_version),
    )

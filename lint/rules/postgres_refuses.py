"""PostgreSQL refuses this statement whatever the data: the migration cannot succeed.

The reason is in the server's own words. It follows from the schema as the migrations before have
left it, and from the server's version: something is missing, is there already, has the wrong kind,
or others lean on it.

```sql bad
create table author (id bigint primary key);
-- migration
alter table author drop column name;
```

```sql good
create table author (id bigint primary key);
-- migration
alter table author add column name text;
```
"""

from lint.finding import Severity
from lint.ops import Operation
from lint.refusals import Refusal, refusal_of
from lint.rule import Before, Complaint, rule


@rule("HG699", on=Operation, severity=Severity.ERROR)
def check(op: Operation, before: Before) -> Complaint | None:
    """Complain of a refusal that no other rule knows a way out of."""
    if refusal_of(before) is not Refusal.OTHER:
        return None
    return Complaint(
        what=f"PostgreSQL refuses this: {before.effects.fails}",
        fix=f"-- leave out, or mend what it leans on: {op.statement.sql.splitlines()[0]}",
    )

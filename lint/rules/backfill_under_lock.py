"""A backfill in the transaction of an ALTER TABLE keeps everybody out until its last row.

ALTER TABLE took ACCESS EXCLUSIVE, and the transaction keeps it. The UPDATE that follows may take
minutes, and nobody can even read the table before COMMIT. Change the schema in one migration; fill
the rows in later ones, or from outside, in batches of some thousand rows with a commit after each.

```sql bad
create table author (id bigint primary key, name text);
-- migration
alter table author add column slug text;
update author set slug = lower(name) where slug is null;
```

```sql good
create table author (id bigint primary key, name text);
-- migration
alter table author add column slug text;
-- migration
update author set slug = lower(name) where slug is null and id between 1 and 5000;
```
"""

from lint.advice import LATER
from lint.changes import reaches_many_rows
from lint.exposure import held_waiting
from lint.finding import Severity
from lint.ops import ChangesData
from lint.rule import Before, Complaint, rule


@rule("HG505", on=ChangesData, severity=Severity.ERROR)
def check(op: ChangesData, before: Before) -> Complaint | None:
    """Complain of many rows written under a lock that is still held."""
    if not reaches_many_rows(op, before):
        return None
    kept_out = held_waiting(before)
    if kept_out is None:
        return None
    return Complaint(
        what=f"rows of {op.table} are written under locks that this transaction took before; "
        f"until that is done, {kept_out}",
        fix=f"{LATER}\n{op.statement.sql};",
    )

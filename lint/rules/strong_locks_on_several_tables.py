"""Strong locks on several tables in one transaction are held until the last of them is granted.

While the second statement waits for its lock, the first table stays closed; and a client that uses
the two tables in the other order meets the migration in a deadlock. One table per transaction keeps
both short.

```sql bad
create table author (id bigint primary key);
create table book (id bigint primary key);
-- migration
alter table author add column note text;
alter table book add column note text;
```

```sql good
create table author (id bigint primary key);
create table book (id bigint primary key);
-- migration
alter table author add column note text;
-- migration
alter table book add column note text;
```
"""

from collections.abc import Iterator

from lint.advice import LATER
from lint.exposure import closed_tables, listed
from lint.finding import Severity
from lint.rule import Complaint, Run, migration_rule


@migration_rule("HG507", severity=Severity.NOTE)
def check(run: Run) -> Iterator[Complaint]:
    """Say where a second statement closes another table, once per transaction."""
    first: dict[int, object] = {}
    told: set[int] = set()
    for step in run.steps:
        number, tables = step.transaction.number, closed_tables(step, run)
        if not tables or not step.transaction.is_block:
            continue
        held = {each.relation for each in step.transaction.locks if each.lock.blocks_reads}
        others = [each for each in tables if each not in held]
        statement = step.operation.statement
        if first.setdefault(number, statement) is statement or number in told or not others:
            continue
        told.add(number)
        yield Complaint(
            what=f"{listed(others, step.catalog)} is closed while this transaction already keeps "
            f"another table closed",
            fix=f"{LATER}\n{statement.sql};",
            at=step.operation,
        )

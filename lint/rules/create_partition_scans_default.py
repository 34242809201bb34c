"""A new partition makes PostgreSQL read the whole default partition under ACCESS EXCLUSIVE.

CREATE TABLE … PARTITION OF takes ACCESS EXCLUSIVE on the parent and on its default partition, and
reads the default for rows that now belong into the new one. Give the default partition a CHECK that
says that it holds no such rows, NOT VALID at first, validate it, and then create the partition.

```sql bad
create table event (id bigint, at date) partition by range (at);
create table event_rest partition of event default;
-- migration
create table event_2026 partition of event for values from ('2026-01-01') to ('2027-01-01');
```

```sql good
create table event (id bigint, at date) partition by range (at);
create table event_rest partition of event default;
-- migration
alter table event_rest add constraint event_rest_without_2026
  check (not (at is not null and at >= '2026-01-01' and at < '2027-01-01')) not valid;
-- migration
alter table event_rest validate constraint event_rest_without_2026;
-- migration
create table event_2026 partition of event for values from ('2026-01-01') to ('2027-01-01');
```
"""

from lint.advice import made_name, steps
from lint.bounds import condition
from lint.exposure import exposure, listed, shown_name
from lint.finding import Severity
from lint.names import Name
from lint.ops import CreateTable
from lint.rule import Before, Complaint, rule


@rule("HG230", on=CreateTable, severity=Severity.ERROR)
def check(op: CreateTable, before: Before) -> Complaint | None:
    """Complain of the scan of the default partition that no CHECK makes superfluous."""
    harm = exposure(before)
    if harm is None or op.partition_of is None:
        return None
    read = [each.relation for each in harm.worked]
    return Complaint(
        what=f"creating {op.name} reads every row of {listed(read, before.catalog)}; "
        f"until that is done, {harm.waiting}",
        fix=_fix(op, op.partition_of, read[0], before),
    )


def _fix(op: CreateTable, parent_name: Name, default: Name, before: Before) -> str:
    parent = before.catalog.table(parent_name)
    by = parent.partition_by if parent else None
    bound = condition(by, op.bound) if by and op.bound else None
    table = shown_name(default, before.catalog)
    name = made_name(default, ("without", op.name.name), "check")
    demand = f"check (not ({bound or '… what the bound says, and each key is not null'}))"
    return steps(
        f"alter table {table} add constraint {name} {demand} not valid;",
        f"alter table {table} validate constraint {name};",
        f"{op.statement.sql};",
    )

"""`ATTACH PARTITION` reads every row of the new and of the default partition under a lock.

PostgreSQL takes ACCESS EXCLUSIVE on the table that is attached and on the default partition, and
reads both: the one for rows that do not belong into it, the other for rows that now belong
elsewhere. It skips a scan when a validated CHECK proves there are none. Give the table a CHECK that
says what the bound says and that the key is not NULL, and the default partition one that says the
opposite, both NOT VALID at first.

```sql bad
create table event (id bigint, at date not null) partition by range (at);
create table event_2026 (id bigint, at date not null);
-- migration
alter table event attach partition event_2026 for values from ('2026-01-01') to ('2027-01-01');
```

```sql good
create table event (id bigint, at date not null) partition by range (at);
create table event_2026 (id bigint, at date not null);
-- migration
alter table event_2026 add constraint event_2026_bound
  check (at is not null and at >= '2026-01-01' and at < '2027-01-01') not valid;
-- migration
alter table event_2026 validate constraint event_2026_bound;
-- migration
alter table event attach partition event_2026 for values from ('2026-01-01') to ('2027-01-01');
```
"""

from lint.advice import made_name, steps
from lint.bounds import condition
from lint.exposure import exposure, listed, shown_name
from lint.finding import Severity
from lint.names import Name
from lint.ops import AttachPartition
from lint.rule import Before, Complaint, rule


@rule("HG229", on=AttachPartition, severity=Severity.ERROR)
def check(op: AttachPartition, before: Before) -> Complaint | None:
    """Complain of the scans that no CHECK makes superfluous."""
    harm = exposure(before)
    if harm is None:
        return None
    read = [each.relation for each in harm.worked]
    return Complaint(
        what=f"attaching {op.partition} reads every row of {listed(read, before.catalog)}; "
        f"until that is done, {harm.waiting}",
        fix=_fix(op, read, before),
    )


def _fix(op: AttachPartition, read: list[Name], before: Before) -> str:
    parent = before.catalog.table(op.table)
    by = parent.partition_by if parent else None
    bound = condition(by, op.bound) if by else None
    default = before.catalog.default_partition(op.table)
    added, validated = [], []
    for each in read:
        demand = bound or "… what the bound says, and each key is not null"
        if default is not None and each == default.name:
            demand = f"not ({demand})"
        table = f"alter table {shown_name(each, before.catalog)}"
        name = made_name(each, (op.partition.name,), "bound")
        added.append(f"{table} add constraint {name} check ({demand}) not valid;")
        validated.append(f"{table} validate constraint {name};")
    return steps(
        "\n".join(added),
        "\n".join(validated),
        f"{op.statement.sql};",
    )

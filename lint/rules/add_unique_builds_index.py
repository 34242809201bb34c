"""`ADD UNIQUE` builds an index while nobody can read or write the table.

Unlike CREATE UNIQUE INDEX, which stops writes only, ADD CONSTRAINT … UNIQUE takes ACCESS EXCLUSIVE
while it builds. Build the index CONCURRENTLY first; the constraint then takes it over with USING
INDEX, which is a matter of a moment.

A partitioned table takes no USING INDEX: give each partition its constraint in this way, and then
add it to the parent, which takes them over and reads nothing.

```sql bad
create table author (id bigint primary key, email text);
-- migration
alter table author add constraint author_email_key unique (email);
```

```sql bad
create table event (id bigint, at date) partition by range (at);
create table event_2026 partition of event for values from ('2026-01-01') to ('2027-01-01');
-- migration
alter table event add constraint event_key unique (id, at);
```

```sql good
create table author (id bigint primary key, email text);
-- migration outside transaction
create unique index concurrently author_email_key on author (email);
-- migration
alter table author add constraint author_email_key unique using index author_email_key;
```
"""

from lint.advice import constraint_name, key_by_partitions, steps, unique_index
from lint.definitions import Unique
from lint.exposure import exposure
from lint.finding import Severity
from lint.ops import AddConstraint
from lint.rule import Before, Complaint, rule


@rule("HG205", on=AddConstraint, severity=Severity.ERROR)
def check(op: AddConstraint, before: Before) -> Complaint | None:
    """Complain of a UNIQUE constraint that builds its own index."""
    harm = exposure(before)
    if harm is None or not isinstance(op.constraint, Unique):
        return None
    name = constraint_name(op.table, op.constraint)
    return Complaint(
        what=f"the constraint {name} builds an index from every row of {op.table}; "
        f"until it is done, {harm.waiting}",
        fix=_fix(op, op.constraint, before),
    )


def _fix(op: AddConstraint, key: Unique, before: Before) -> str:
    table = before.catalog.table(op.table)
    if table is not None and table.partition_by is not None:
        return key_by_partitions(op, key, before.catalog)
    name = constraint_name(op.table, key)
    return steps(
        unique_index(op.table, name, key.columns),
        f"alter table {op.table} add constraint {name} unique using index {name};",
    )

"""`ADD PRIMARY KEY` scans the table twice while nobody can read or write it.

Once to look for NULL, once to build the unique index, both under ACCESS EXCLUSIVE. Make the columns
NOT NULL first (with a NOT VALID constraint that is validated later), build the unique index
CONCURRENTLY, and let the key take it over with USING INDEX: then there is nothing left to scan.

A partitioned table takes no USING INDEX: give each partition its key in this way, and then add it
to the parent, which takes them over and reads nothing.

```sql bad
create table author (id bigint not null, name text);
-- migration
alter table author add constraint author_pkey primary key (id);
```

```sql bad
create table event (id bigint not null, at date not null) partition by range (at);
create table event_2026 partition of event for values from ('2026-01-01') to ('2027-01-01');
-- migration
alter table event add constraint event_pkey primary key (id, at);
```

```sql good
create table author (id bigint not null, name text);
-- migration outside transaction
create unique index concurrently author_pkey on author (id);
-- migration
alter table author add constraint author_pkey primary key using index author_pkey;
```
"""

from lint.advice import constraint_name, key_by_partitions, made_required, steps, unique_index
from lint.definitions import PrimaryKey
from lint.exposure import exposure
from lint.finding import Severity
from lint.ops import AddConstraint
from lint.rule import Before, Complaint, rule


@rule("HG206", on=AddConstraint, severity=Severity.ERROR)
def check(op: AddConstraint, before: Before) -> Complaint | None:
    """Complain of a primary key that builds its own index."""
    harm = exposure(before)
    key = op.constraint
    if harm is None or not isinstance(key, PrimaryKey) or key.using_index is not None:
        return None
    return Complaint(
        what=f"the primary key of {op.table} is built from every row; "
        f"until it is done, {harm.waiting}",
        fix=_fix(op, key, before),
    )


def _fix(op: AddConstraint, key: PrimaryKey, before: Before) -> str:
    name = constraint_name(op.table, key)
    table = before.catalog.table(op.table)
    if table is not None and table.partition_by is not None:
        return key_by_partitions(op, key, before.catalog)
    facts = [(each, table.column(each) if table else None) for each in key.columns]
    nullable = [name for name, fact in facts if fact is None or not fact.proves_not_null]
    return steps(
        *(made_required(op.table, column, before.pg_version) for column in nullable),
        unique_index(op.table, name, key.columns),
        f"alter table {op.table} add constraint {name} primary key using index {name};",
    )

"""A constraint that is NOT ENFORCED is checked for no row, neither old nor new.

PostgreSQL 18 keeps such a constraint as a promise that nobody holds anyone to: rows that break it
get in, and enforcing it later fails on the first of them. To have new rows checked and old ones
left alone, say NOT VALID.

```sql bad 18
create table author (id bigint primary key);
create table book (id bigint primary key, author_id bigint);
create index book_author_id_idx on book (author_id);
alter table book add constraint book_author_fk foreign key (author_id) references author not valid;
-- migration
alter table book alter constraint book_author_fk not enforced;
```

```sql good
create table author (id bigint primary key);
create table book (id bigint primary key, author_id bigint);
create index book_author_id_idx on book (author_id);
-- migration
alter table book add constraint book_author_fk foreign key (author_id) references author not valid;
```
"""

from lint.advice import constraint_name, constraint_sql
from lint.finding import Severity
from lint.names import quoted
from lint.ops import AddConstraint, AlterConstraint
from lint.rule import Before, Complaint, rule


@rule("HG330", on=(AddConstraint, AlterConstraint), severity=Severity.NOTE)
def check(op: AddConstraint | AlterConstraint, before: Before) -> Complaint | None:
    """Say which constraint holds nobody to anything."""
    if before.effects.fails is not None:
        return None
    if isinstance(op, AlterConstraint):
        if op.is_enforced is not False:
            return None
        name, fix = quoted(op.constraint), f"-- leave {quoted(op.constraint)} as it is"
    else:
        if op.constraint.is_enforced:
            return None
        name = constraint_name(op.table, op.constraint)
        demand = constraint_sql(op.constraint)
        fix = f"alter table {op.table} add constraint {name} {demand} not valid;"
    return Complaint(what=f"rows of {op.table} that break {name} get in from here on", fix=fix)

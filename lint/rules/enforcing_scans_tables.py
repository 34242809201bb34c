"""Making a constraint ENFORCED checks every row while nobody can write to the tables.

A foreign key that was NOT ENFORCED (PostgreSQL 18) is verified for all rows in the statement that
enforces it. Add a second foreign key as NOT VALID, validate it in a migration of its own, and drop
the one that is not enforced.

```sql bad 18
create table author (id bigint primary key);
create table book (id bigint primary key, author_id bigint);
alter table book add constraint book_author_id_fkey
  foreign key (author_id) references author (id) not enforced;
-- migration
alter table book alter constraint book_author_id_fkey enforced;
```

```sql good 18
create table author (id bigint primary key);
create table book (id bigint primary key, author_id bigint);
create index book_author_id_idx on book (author_id);
alter table book add constraint book_author_id_fkey
  foreign key (author_id) references author (id) not enforced;
-- migration
alter table book add constraint book_author_fkey
  foreign key (author_id) references author (id) not valid;
-- migration
alter table book validate constraint book_author_fkey;
```
"""

from lint.advice import constraint_sql, steps
from lint.exposure import exposure
from lint.finding import Severity
from lint.names import quoted
from lint.ops import AlterConstraint
from lint.rule import Before, Complaint, rule


@rule("HG231", on=AlterConstraint, severity=Severity.ERROR)
def check(op: AlterConstraint, before: Before) -> Complaint | None:
    """Complain of the check of all rows that enforcing means."""
    harm = exposure(before)
    if harm is None:
        return None
    return Complaint(
        what=f"{quoted(op.constraint)} is checked for every row of {op.table} as it is enforced; "
        f"until that is done, {harm.waiting}",
        fix=_fix(op, before),
    )


def _fix(op: AlterConstraint, before: Before) -> str:
    table = before.catalog.table(op.table)
    known = table.constraint(op.constraint) if table else None
    demand = constraint_sql(known) if known else "foreign key (…) references … (…)"
    new = quoted(f"{op.constraint}_enforced")
    return steps(
        f"alter table {op.table} add constraint {new} {demand} not valid;",
        f"alter table {op.table} validate constraint {new};",
        f"alter table {op.table} drop constraint {quoted(op.constraint)};",
    )

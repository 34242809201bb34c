"""`ADD FOREIGN KEY` looks up every row while nobody can write to either table.

PostgreSQL takes SHARE ROW EXCLUSIVE on the table and on the one it references, and holds both while
it checks that each row has its partner. With NOT VALID it takes the same locks for a moment only.
VALIDATE CONSTRAINT then checks the old rows while reads and writes go on in both tables.

Before PostgreSQL 18 a partitioned table cannot have a NOT VALID foreign key: add it to each
partition as NOT VALID, validate it there, and then add it to the parent, which takes over what is
already proven.

```sql bad
create table author (id bigint primary key);
create table book (id bigint primary key, author_id bigint);
-- migration
alter table book add constraint book_author_id_fkey foreign key (author_id) references author (id);
```

```sql good
create table author (id bigint primary key);
create table book (id bigint primary key, author_id bigint);
create index book_author_id_idx on book (author_id);
-- migration
alter table book add constraint book_author_id_fkey
  foreign key (author_id) references author (id) not valid;
-- migration
alter table book validate constraint book_author_id_fkey;
```
"""

from lint.advice import added_not_valid, constraint_name
from lint.definitions import ForeignKey
from lint.exposure import exposure
from lint.finding import Severity
from lint.ops import AddConstraint
from lint.rule import Before, Complaint, rule


@rule("HG203", on=AddConstraint, severity=Severity.ERROR)
def check(op: AddConstraint, before: Before) -> Complaint | None:
    """Complain of a foreign key whose old rows are checked at once."""
    harm = exposure(before)
    if harm is None or not isinstance(op.constraint, ForeignKey):
        return None
    return Complaint(
        what=f"the foreign key {constraint_name(op.table, op.constraint)} is checked for every "
        f"row of {op.table}; until that is done, {harm.waiting}",
        fix=added_not_valid(op.table, op.constraint),
    )

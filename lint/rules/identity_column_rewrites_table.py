"""An identity column numbers every row while nobody can read or write the table.

ADD COLUMN … GENERATED … AS IDENTITY draws a number for each row that is there, and writes the whole
table anew under ACCESS EXCLUSIVE. Add a plain column with a sequence as its default (that is only
for new rows when the default is set in a clause of its own), number the old rows in batches, and
make it required then.

```sql bad
create table visit (page text, at timestamptz);
-- migration
alter table visit add column number bigint generated always as identity;
```

```sql good
create table visit (page text, at timestamptz);
-- migration
create sequence visit_number_seq;
alter table visit
  add column number bigint,
  alter column number set default nextval('visit_number_seq');
alter sequence visit_number_seq owned by visit.number;
```
"""

from lint.advice import numbered
from lint.exposure import exposure
from lint.finding import Severity
from lint.ops import AddColumn
from lint.rule import Before, Complaint, rule


@rule("HG212", on=AddColumn, severity=Severity.ERROR)
def check(op: AddColumn, before: Before) -> Complaint | None:
    """Complain of rows that are numbered under the lock."""
    harm = exposure(before)
    if harm is None or not harm.rewrites or op.column.identity is None:
        return None
    return Complaint(
        what=f"every row of {op.table} gets a number in {op.column.name}, and the table is "
        f"written anew; until that is done, {harm.waiting}",
        fix=numbered(op, str(op.column.type), before.pg_version),
    )

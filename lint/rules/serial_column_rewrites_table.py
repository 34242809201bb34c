"""A serial column numbers every row while nobody can read or write the table.

`serial`, of any size, means a default that draws from a sequence. Such a default is volatile, so
ADD COLUMN computes it for each row that is there and writes the whole table anew under ACCESS
EXCLUSIVE. Add a plain column, set the default in a clause of its own (then it is only for new
rows), and number the old rows in batches.

```sql bad
create table visit (page text, at timestamptz);
-- migration
alter table visit add column number bigserial;
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
from lint.definitions import SERIALS
from lint.exposure import exposure
from lint.finding import Severity
from lint.ops import AddColumn
from lint.rule import Before, Complaint, rule


@rule("HG213", on=AddColumn, severity=Severity.ERROR)
def check(op: AddColumn, before: Before) -> Complaint | None:
    """Complain of rows that are numbered under the lock."""
    harm = exposure(before)
    if harm is None or not harm.rewrites or not op.column.is_serial:
        return None
    return Complaint(
        what=f"every row of {op.table} gets a number in {op.column.name}, and the table is "
        f"written anew; until that is done, {harm.waiting}",
        fix=numbered(op, str(SERIALS[op.column.type.name]), before.pg_version),
    )

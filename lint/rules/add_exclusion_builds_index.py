"""`ADD EXCLUDE` builds an index while nobody can read or write the table.

An exclusion constraint can be neither NOT VALID nor USING INDEX: there is no way to add one to a
big table without holding ACCESS EXCLUSIVE while its index is built. Add it to an empty table that
the rows are then copied into, or while nobody needs the table.

```sql bad
create table booking (id bigint primary key, room int4range, during tstzrange);
-- migration
alter table booking add constraint booking_no_overlap exclude using gist (during with &&);
```

```sql good
create table booking (id bigint primary key, during tstzrange);
-- migration
create table room_booking (
  id bigint primary key,
  during tstzrange,
  constraint room_booking_no_overlap exclude using gist (during with &&)
);
```
"""

from lint.advice import IN_QUIET, constraint_name
from lint.definitions import Exclusion
from lint.exposure import exposure
from lint.finding import Severity
from lint.ops import AddConstraint
from lint.rule import Before, Complaint, rule


@rule("HG207", on=AddConstraint, severity=Severity.ERROR)
def check(op: AddConstraint, before: Before) -> Complaint | None:
    """Complain of an exclusion constraint on a table with rows."""
    harm = exposure(before)
    if harm is None or not isinstance(op.constraint, Exclusion):
        return None
    name = constraint_name(op.table, op.constraint)
    return Complaint(
        what=f"the constraint {name} builds an index from every row of {op.table}; "
        f"until it is done, {harm.waiting}",
        fix=f"{IN_QUIET}\n{op.statement.sql};",
    )

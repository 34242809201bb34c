"""`ADD CHECK` reads every row while nobody can read or write the table.

PostgreSQL takes ACCESS EXCLUSIVE and checks all rows before it lets anybody in again. With NOT
VALID it checks only rows that are written from now on, and needs the lock for a moment. VALIDATE
CONSTRAINT then checks the old rows under a lock that lets reads and writes through, as long as it
does not run in the transaction that added the constraint.

```sql bad
create table book (id bigint primary key, price_cents integer);
-- migration
alter table book add constraint book_price_positive check (price_cents > 0);
```

```sql good
create table book (id bigint primary key, price_cents integer);
-- migration
alter table book add constraint book_price_positive check (price_cents > 0) not valid;
-- migration
alter table book validate constraint book_price_positive;
```
"""

from lint.advice import added_not_valid, constraint_name
from lint.definitions import Check, NotNull
from lint.exposure import exposure
from lint.finding import Severity
from lint.ops import AddConstraint
from lint.rule import Before, Complaint, rule


@rule("HG202", on=AddConstraint, severity=Severity.ERROR)
def check(op: AddConstraint, before: Before) -> Complaint | None:
    """Complain of a CHECK, or a NOT NULL as a constraint, that is verified at once."""
    harm = exposure(before)
    if harm is None or not isinstance(op.constraint, Check | NotNull):
        return None
    return Complaint(
        what=f"the constraint {constraint_name(op.table, op.constraint)} is checked against every "
        f"row of {op.table}; until that is done, {harm.waiting}",
        fix=added_not_valid(op.table, op.constraint),
    )

"""Validating in the transaction that added the constraint checks every row under its lock.

VALIDATE CONSTRAINT by itself lets reads and writes through. But locks are kept until the
transaction ends: after ALTER TABLE … ADD CONSTRAINT … NOT VALID the transaction still has the
stronger lock that the ADD took, so the scan keeps others out just as an ADD without NOT VALID
would. The same is true after any other ALTER TABLE of the same transaction. Validate in a
transaction of its own.

```sql bad
create table book (id bigint primary key, price_cents integer);
-- migration
alter table book add constraint book_price_positive check (price_cents > 0) not valid;
alter table book validate constraint book_price_positive;
```

```sql good
create table book (id bigint primary key, price_cents integer);
-- migration
alter table book add constraint book_price_positive check (price_cents > 0) not valid;
-- migration
alter table book validate constraint book_price_positive;
```
"""

from lint.advice import LATER
from lint.exposure import exposure, held_waiting, works_on_exposed
from lint.finding import Severity
from lint.names import quoted
from lint.ops import ValidateConstraint
from lint.rule import Before, Complaint, rule


@rule("HG209", on=ValidateConstraint, severity=Severity.ERROR)
def check(op: ValidateConstraint, before: Before) -> Complaint | None:
    """Complain of a scan that is harmless by itself, under a lock that is still held."""
    harm = exposure(before)
    kept_out = harm.waiting if harm is not None else held_waiting(before)
    if kept_out is None or not works_on_exposed(before):
        return None
    return Complaint(
        what=f"{quoted(op.constraint)} is validated under a lock that this transaction took "
        f"before; until every row of {op.table} is checked, {kept_out}",
        fix=f"{LATER}\nalter table {op.table} validate constraint {quoted(op.constraint)};",
    )

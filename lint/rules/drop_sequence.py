"""A dropped sequence takes its counter with it, and breaks who draws from it by name.

`nextval('…')` in client code fails with 42P01. With CASCADE, PostgreSQL also drops the defaults
that draw from it, and inserts that leave such a column out fail with 23502. A sequence made again
starts from 1 and hands out keys that exist.

Deploy code that does not draw from it, then drop it without CASCADE, in a later migration.

```sql bad
create sequence invoice_numbers;
-- migration
drop sequence invoice_numbers;
```

```sql good
create table invoice (id bigint generated always as identity primary key, number bigint);
-- migration
create sequence numbers;
drop sequence numbers;
```
"""

from lint.clients import serves
from lint.finding import Severity
from lint.ops import DropSequence
from lint.rule import Before, Complaint, rule


@rule("HG311", on=DropSequence, severity=Severity.ERROR)
def check(op: DropSequence, before: Before) -> Complaint | None:
    """Complain of dropped sequences that clients may draw from."""
    names = [each for each in op.names if serves(before, each)]
    if not names:
        return None
    listed = ", ".join(map(str, names))
    cascade = ", and inserts that rely on a default from it fail with 23502" if op.cascade else ""
    return Complaint(
        f"the counter of {listed} is lost, and every running client that draws from it by name"
        f" fails with 42P01 from here on{cascade}",
        f"-- deploy code that does not draw from {listed}; then, in a migration of its own:\n"
        f"-- drop sequence {listed};",
    )

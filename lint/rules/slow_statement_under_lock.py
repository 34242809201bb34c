"""A slow statement after one that took a strong lock keeps everybody out until it ends.

Locks are held until the transaction ends. A statement that would harm nobody by itself, because it
only reads, makes clients wait when an earlier statement of the same transaction locked a table they
use. Put it into a transaction of its own, or before.

```sql bad
create table sale (id bigint primary key, shop text, cents bigint);
-- migration
alter table sale add column note text;
create materialized view revenue as select shop, sum(cents) as cents from sale group by shop;
```

```sql good
create table sale (id bigint primary key, shop text, cents bigint);
-- migration
create materialized view revenue as select shop, sum(cents) as cents from sale group by shop;
-- migration
alter table sale add column note text;
```
"""

from lint.advice import LATER
from lint.exposure import exposure, held_waiting, is_exposed, works_on_exposed
from lint.finding import Severity
from lint.ops import (
    CreateMaterializedView,
    CreateTableAs,
    Operation,
    RefreshMaterializedView,
    RunsQuery,
    ValidateConstraint,
)
from lint.rule import Before, Complaint, rule


@rule("HG504", on=Operation, severity=Severity.ERROR)
def check(op: Operation, before: Before) -> Complaint | None:
    """Complain of slow statements that are harmless but for the locks that are held."""
    if isinstance(op, ValidateConstraint | RunsQuery) or not _is_slow(op, before):
        return None
    kept_out = held_waiting(before)
    if kept_out is None:
        return None
    return Complaint(
        what=f"this takes as long as the tables it reads are big; because of the locks that this "
        f"transaction took before, {kept_out} until it is done",
        fix=f"{LATER}\n{op.statement.sql};",
    )


def _is_slow(op: Operation, before: Before) -> bool:
    if before.effects.fails is not None:
        return False
    match op:
        case CreateTableAs(with_data=True) | CreateMaterializedView(with_data=True):
            reads = (before.catalog.qualified(each) for each in op.query.relations)
            return any(is_exposed(each, before) for each in reads)
        case RefreshMaterializedView(concurrently=True):
            return is_exposed(before.catalog.qualified(op.name), before)
    return exposure(before) is None and works_on_exposed(before)

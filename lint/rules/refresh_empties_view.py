"""`REFRESH MATERIALIZED VIEW … WITH NO DATA` makes every query of the view fail.

It throws the contents away and marks the view as not populated: readers get "has not been
populated" (55000) until it is refreshed WITH DATA. Where the contents are no longer wanted, drop
the view when nobody reads it.

```sql bad
create table sale (id bigint primary key, shop text, cents bigint);
create materialized view revenue as select shop, sum(cents) as cents from sale group by shop;
-- migration
refresh materialized view revenue with no data;
```

```sql good
create table sale (id bigint primary key, shop text, cents bigint);
-- migration
create materialized view revenue as select shop, sum(cents) as cents from sale group by shop
  with no data;
```
"""

from lint.exposure import is_exposed
from lint.finding import Severity
from lint.ops import RefreshMaterializedView
from lint.rule import Before, Complaint, rule


@rule("HG440", on=RefreshMaterializedView, severity=Severity.ERROR)
def check(op: RefreshMaterializedView, before: Before) -> Complaint | None:
    """Complain of a view that clients can no longer read."""
    if op.with_data or before.effects.fails is not None:
        return None
    if not is_exposed(before.catalog.qualified(op.name), before):
        return None
    return Complaint(
        what=f"every query of {op.name} fails with 55000 from here on",
        fix=f"-- leave out, or, when nobody reads it: drop materialized view {op.name};",
    )

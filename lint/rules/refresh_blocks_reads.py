"""`REFRESH MATERIALIZED VIEW` runs the whole query while nobody can read the view.

It takes ACCESS EXCLUSIVE on the view and keeps it until the new contents are there. REFRESH …
CONCURRENTLY works out what has changed and lets reads go on; it needs a unique index on plain
columns, without a WHERE.

```sql bad
create table sale (id bigint primary key, shop text, cents bigint);
create materialized view revenue as select shop, sum(cents) as cents from sale group by shop;
create unique index revenue_shop_key on revenue (shop);
-- migration
refresh materialized view revenue;
```

```sql good
create table sale (id bigint primary key, shop text, cents bigint);
create materialized view revenue as select shop, sum(cents) as cents from sale group by shop;
create unique index revenue_shop_key on revenue (shop);
-- migration
refresh materialized view concurrently revenue;
```
"""

from lint.advice import LATER, OUTSIDE
from lint.exposure import exposure
from lint.facts import MaterializedView
from lint.finding import Severity
from lint.names import quoted
from lint.ops import RefreshMaterializedView
from lint.rule import Before, Complaint, rule


@rule("HG104", on=RefreshMaterializedView, severity=Severity.ERROR)
def check(op: RefreshMaterializedView, before: Before) -> Complaint | None:
    """Complain of a refresh that keeps readers out, unless there was nothing to read yet."""
    harm = exposure(before)
    view = before.catalog.view(op.name)
    if harm is None or op.concurrently or not op.with_data:
        return None
    if isinstance(view, MaterializedView) and not view.is_populated:
        return None
    return Complaint(
        what=f"{op.name} is computed again from its whole query; until that is done, "
        f"nobody can read {op.name}",
        fix=_fix(op, before),
    )


def _fix(op: RefreshMaterializedView, before: Before) -> str:
    refresh = f"refresh materialized view concurrently {op.name};"
    indexes = before.catalog.indexes_of(op.name)
    if any(i.is_unique and i.plain_columns and i.predicate is None for i in indexes):
        return refresh
    key = f"{quoted(f'{op.name.name}_key')} on {op.name} (…)"
    return f"{OUTSIDE}\ncreate unique index concurrently {key};\n{LATER}\n{refresh}"

"""A changed default changes what running clients write without knowing it.

Rows that exist keep their value; an INSERT that leaves the column out writes the new one from now
on, also from the release that expects the old one.

Where that matters, let the next release write the column itself before the default changes.

```sql bad
create table orders (id bigint primary key, status text not null default 'open');
-- migration
alter table orders alter column status set default 'draft';
```

```sql good
create table orders (id bigint primary key, status text);
-- migration
alter table orders alter column status set default 'open';
```
"""

from lint.absence import is_null
from lint.clients import column_of, serves_column
from lint.finding import Severity
from lint.names import quoted
from lint.ops import SetDefault
from lint.rule import Before, Complaint, rule


@rule("HG415", on=SetDefault, severity=Severity.NOTE)
def check(op: SetDefault, before: Before) -> Complaint | None:
    """Note a default that takes the place of another."""
    fact = column_of(before.catalog, op.table, op.column)
    if fact is None or is_null(fact.default) or fact.default == op.default or is_null(op.default):
        return None
    if not serves_column(before, op.table, op.column):
        return None
    named = f"{op.table}.{quoted(op.column)}"
    return Complaint(
        f"running clients that leave {named} out write {op.default} from here on, not"
        f" {fact.default}",
        f"alter table {op.table} alter column {quoted(op.column)} set default {fact.default};\n"
        f"-- until the released code writes {quoted(op.column)} itself",
    )

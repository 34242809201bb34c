"""A column that is dropped while a like one is added is a rename that loses the values.

Tools that compare models write a rename in this way: the new column starts empty, the old one takes
its values with it, and every running client that names the old column fails with 42703. Even where
the migration copies the values in between, the clients break, and what they write meanwhile is
lost.

Split it: add the new column now, write both, fill the old rows in batches, read the new one, and
drop the old one in a later migration.

```sql bad
create table author (id bigint primary key, name text);
-- migration
alter table author add column full_name text;
alter table author drop column name;
```

```sql good
create table author (id bigint primary key, name text);
-- migration
alter table author add column full_name text;
```
"""

from lint.advice import filled_in_batches
from lint.clients import serves_column
from lint.disguise import renamed
from lint.finding import Severity
from lint.names import quoted
from lint.ops import DropColumn
from lint.rule import Before, Complaint, rule


@rule("HG411", on=DropColumn, severity=Severity.ERROR)
def check(op: DropColumn, before: Before) -> Complaint | None:
    """Complain of a dropped column when the migration adds one of the same type."""
    added = renamed(op, before)
    if added is None or not serves_column(before, op.table, op.column):
        return None
    old, new = quoted(op.column), quoted(added.column.name)
    return Complaint(
        f"{op.table}.{old} looks renamed to {new}: its values are lost unless they were copied, and"
        f" every running client that names {old} fails with 42703 from here on",
        f"-- leave {old} here, and deploy code that writes both columns\n"
        f"{filled_in_batches(op.table, added.column.name, old)}\n"
        f"-- deploy code that names {new} only, and drop {old} in a later migration",
    )

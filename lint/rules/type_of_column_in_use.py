"""The type of a column that a view, trigger, policy or generated column uses cannot change.

PostgreSQL refuses ALTER COLUMN … TYPE as long as one of them names the column: for a view it would
have to change what others read. Drop it, change the type and create it again in one transaction,
or, for a view with clients, add a second column and move over.

```sql bad
create table book (id bigint primary key, isbn varchar(13));
create view isbns as select isbn from book;
-- migration
alter table book alter column isbn type text;
```

```sql good
create table book (id bigint primary key, isbn varchar(13), note varchar(80));
create view isbns as select isbn from book;
-- migration
alter table book alter column note type text;
```
"""

from lint.finding import Severity
from lint.ops import AlterColumnType
from lint.refusals import Refusal, refusal_of
from lint.rule import Before, Complaint, rule


@rule("HG604", on=AlterColumnType, severity=Severity.ERROR)
def check(op: AlterColumnType, before: Before) -> Complaint | None:
    """Complain of what stands in the way of the new type."""
    if refusal_of(before) is not Refusal.COLUMN_IN_USE:
        return None
    views = before.catalog.views_reading(op.table, op.column)
    names = [str(each.name) for each in views]
    drops = "".join(f"drop view {name};\n" for name in names)
    creates = "".join(f"\n-- and create view {name} again as it was" for name in names)
    return Complaint(
        what=f"PostgreSQL refuses this: {before.effects.fails}",
        fix=f"{drops}{op.statement.sql};{creates}",
    )

"""DROP DATABASE deletes everything, at once, beyond any rollback.

No migration of one schema's history has a reason to do it.

```sql bad
-- migration outside transaction
drop database if exists shop_old;
```

```sql good
create table author (id bigint primary key);
-- migration
comment on table author is 'who writes';
```
"""

from lint.finding import Severity
from lint.names import quoted
from lint.ops import DropDatabase
from lint.rule import Before, Complaint, rule


@rule("HG307", on=DropDatabase, severity=Severity.ERROR)
def check(op: DropDatabase, _: Before) -> Complaint:
    """Complain of every dropped database."""
    name = quoted(op.name)
    return Complaint(
        f"everything in database {name} is lost, beyond any rollback",
        f"-- by hand, after a backup, never in a migration:\n-- drop database {name};",
    )

"""DROP OWNED drops whatever the role owns when it runs, tables with their rows included.

What that is depends on the server, not on the migration: the same statement drops nothing in a test
and everything in production.

Hand over what the role owns (REASSIGN OWNED), and drop by name what must go.

```sql bad
do $$ begin create role shop_reports; exception when duplicate_object then null; end $$;
-- migration
drop owned by shop_reports;
```

```sql good
do $$ begin create role shop_readers; exception when duplicate_object then null; end $$;
-- migration
reassign owned by shop_readers to current_user;
```
"""

from lint.finding import Severity
from lint.names import quoted
from lint.ops import DropOwned
from lint.rule import Before, Complaint, rule

WORDS = {"current_user", "current_role", "session_user"}


@rule("HG308", on=DropOwned, severity=Severity.ERROR)
def check(op: DropOwned, _: Before) -> Complaint:
    """Complain of every DROP OWNED."""
    roles = ", ".join(each if each in WORDS else quoted(each) for each in op.roles)
    return Complaint(
        f"every table, view and function that {roles} owns is dropped, whatever that is on the"
        f" server",
        f"reassign owned by {roles} to current_user;",
    )

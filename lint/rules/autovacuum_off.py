"""Without autovacuum a table grows with every UPDATE, and its plans go wrong.

Dead rows stay, indexes grow, statistics go stale. In the end PostgreSQL vacuums the table anyway,
to prevent wraparound, at a time of its own choosing.

Make autovacuum more eager, not absent; for a load, set it back in the same migration.

```sql bad
create table visit (id bigint primary key);
-- migration
alter table visit set (autovacuum_enabled = false);
```

```sql good
create table visit (id bigint primary key);
-- migration
alter table visit set (autovacuum_vacuum_scale_factor = 0.01);
```
"""

from lint.clients import at_commit
from lint.finding import Severity
from lint.names import Name
from lint.ops import CreateTable, SetOptions
from lint.rule import Before, Complaint, rule

OPTIONS = ("autovacuum_enabled", "toast.autovacuum_enabled")
OFF = {"false", "off", "0", "no"}


@rule("HG917", on=(CreateTable, SetOptions), severity=Severity.WARNING)
def check(op: CreateTable | SetOptions, before: Before) -> Complaint | None:
    """Complain of autovacuum that is off when the transaction commits."""
    name = op.name if isinstance(op, CreateTable) else op.table
    given = [key for key, value in op.options if key in OPTIONS and value.lower() in OFF]
    if not given or not _is_off_at_commit(name, before):
        return None
    return Complaint(
        f"dead rows of {name} stay from here on, and its statistics go stale",
        f"alter table {name} reset ({given[0]});",
    )


def _is_off_at_commit(name: Name, before: Before) -> bool:
    table = at_commit(before).table(name)
    options = dict(table.options) if table else {}
    return table is None or any(options.get(each, "").lower() in OFF for each in OPTIONS)

"""Row level security without a policy hides every row from all but the owner.

From the commit on, clients that do not connect as the table's owner read an empty table, without an
error, and their writes fail with 42501.

FORCE does the same to the owner, as which many applications connect. Create the policies first, in
the same transaction, and enable it then.

```sql bad
create table author (id bigint primary key, name text);
-- migration
alter table author enable row level security;
```

```sql good
create table author (id bigint primary key, name text);
-- migration
create table draft (id bigint primary key);
alter table draft enable row level security;
```
"""

from lint.clients import at_commit, serves
from lint.finding import Severity
from lint.ops import EnableRowSecurity, ForceRowSecurity
from lint.rule import Before, Complaint, rule


@rule("HG426", on=(EnableRowSecurity, ForceRowSecurity), severity=Severity.WARNING)
def check(op: EnableRowSecurity | ForceRowSecurity, before: Before) -> Complaint | None:
    """Complain when the transaction leaves the table without a policy."""
    table = at_commit(before).table(op.table)
    if not serves(before, op.table) or (table is not None and table.policies):
        return None
    if isinstance(op, ForceRowSecurity) and not _is_enabled_before(op, before):
        return None
    is_forced = isinstance(op, ForceRowSecurity)
    everyone = "the owner, like every other client," if is_forced else "every client but the owner"
    return Complaint(
        f"{everyone} reads no row of {op.table} from here on, and its writes fail with 42501",
        f"-- in the same transaction, before it is enabled, say who sees which rows:\n"
        f"-- create policy … on {op.table} to … using (…);",
    )


def _is_enabled_before(op: ForceRowSecurity, before: Before) -> bool:
    """Tell if clients met row level security before the migration: else ENABLE is what hides."""
    table = before.run.before.table(op.table)
    steps = (step.operation for step in before.run.steps)
    is_enabled_here = any(
        isinstance(each, EnableRowSecurity) and each.table == op.table for each in steps
    )
    return not is_enabled_here and (table is None or table.has_row_security)

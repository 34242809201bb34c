"""A policy on a table without row level security does nothing.

CREATE POLICY succeeds, the policy is listed, and every client reads every row: policies only hold
once row level security is enabled on the table.

Enable it, after the policies, in the same transaction.

```sql bad
-- migration
create table author (id bigint primary key, tenant_id bigint not null);
create policy own_tenant on author using (tenant_id = 1);
```

```sql good
-- migration
create table author (id bigint primary key, tenant_id bigint not null);
create policy own_tenant on author using (tenant_id = 1);
alter table author enable row level security;
```
"""

from lint.facts import Table
from lint.finding import Severity
from lint.names import quoted
from lint.ops import CreatePolicy
from lint.rule import Before, Complaint, rule


@rule("HG706", on=CreatePolicy, severity=Severity.WARNING)
def check(op: CreatePolicy, before: Before) -> Complaint | None:
    """Complain of a policy on a table that ends the migration without row level security."""
    table = before.run.after.table(op.table)
    if not isinstance(table, Table) or table.has_row_security or not table.is_complete:
        return None
    return Complaint(
        f"policy {quoted(op.name)} is idle: every client that may read {op.table} reads all rows",
        f"alter table {op.table} enable row level security;",
    )

"""Without row level security, the policies of a table stay and protect nothing.

From the commit on every client that may read the table reads all rows, those of other tenants
included. NO FORCE does the same for the table's owner, as which many applications connect.

Change the policy instead: a permissive policy for the role that needs more.

```sql bad
create table author (id bigint primary key, tenant_id bigint not null);
alter table author enable row level security;
create policy own_tenant on author using (tenant_id = 1);
-- migration
alter table author disable row level security;
```

```sql good
create table author (id bigint primary key, tenant_id bigint not null);
-- migration
create table draft (id bigint primary key, tenant_id bigint not null);
alter table draft enable row level security;
create policy own_tenant on draft using (tenant_id = 1);
create policy audit on draft for select to pg_monitor using (tenant_id > 0);
```
"""

from lint.clients import at_commit, serves
from lint.facts import Table
from lint.finding import Severity
from lint.ops import DisableRowSecurity, NoForceRowSecurity
from lint.rule import Before, Complaint, rule


@rule("HG703", on=(DisableRowSecurity, NoForceRowSecurity), severity=Severity.WARNING)
def check(op: DisableRowSecurity | NoForceRowSecurity, before: Before) -> Complaint | None:
    """Complain of protection that is off once the transaction commits."""
    table = at_commit(before).table(op.table)
    if not serves(before, op.table) or (table is not None and _is_protected(op, table)):
        return None
    is_owner = isinstance(op, NoForceRowSecurity)
    who = f"the owner of {op.table}" if is_owner else f"every client that may read {op.table}"
    verb = "force" if is_owner else "enable"
    return Complaint(
        f"{who} reads and writes all of its rows from here on, whatever its policies say",
        f"alter table {op.table} {verb} row level security;",
    )


def _is_protected(op: DisableRowSecurity | NoForceRowSecurity, table: Table) -> bool:
    is_owner = isinstance(op, NoForceRowSecurity)
    return table.forces_row_security if is_owner else table.has_row_security

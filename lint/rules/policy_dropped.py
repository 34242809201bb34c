"""A dropped policy hides rows from clients, or shows them what it hid.

Permissive policies open rows, restrictive ones close them. Without the last permissive policy every
client but the owner reads nothing (its writes fail with 42501); without a restrictive one it reads
more than before.

Put the new policy in place in the same transaction, or use ALTER POLICY.

```sql bad
create table author (id bigint primary key, tenant_id bigint not null);
alter table author enable row level security;
create policy own_tenant on author using (tenant_id = 1);
-- migration
drop policy own_tenant on author;
```

```sql good
create table author (id bigint primary key, tenant_id bigint not null);
-- migration
create table draft (id bigint primary key, tenant_id bigint not null);
alter table draft enable row level security;
create policy own_tenant on draft using (tenant_id = 1);
drop policy own_tenant on draft;
create policy own_tenant on draft using (tenant_id = 2);
```
"""

from lint.clients import at_commit, serves
from lint.finding import Severity
from lint.names import quoted
from lint.ops import DropPolicy
from lint.rule import Before, Complaint, rule


@rule("HG704", on=DropPolicy, severity=Severity.WARNING)
def check(op: DropPolicy, before: Before) -> Complaint | None:
    """Complain of a policy that nothing in the transaction takes the place of."""
    if not serves(before, op.table) or _is_replaced(op, before):
        return None
    policy, table = quoted(op.name), before.catalog.table(op.table)
    known = next((each for each in table.policies if each.name == op.name), None) if table else None
    if table is not None and table.is_complete and known is None:
        return None
    using = known.using if known and known.using else "false"
    opens = known is None or known.is_permissive
    loss = "no longer see or write the rows it opened" if opens else "see the rows it kept closed"
    return Complaint(
        f"without policy {policy}, clients of {op.table} {loss}",
        f"-- or change it in place, in the migration's stead\n"
        f"alter policy {policy} on {op.table} using ({using});",
    )


def _is_replaced(op: DropPolicy, before: Before) -> bool:
    """Tell if the transaction adds a policy to the table, or if nothing is protected any more."""
    later, now = at_commit(before).table(op.table), before.catalog.table(op.table)
    if later is None or now is None:
        return later is None and at_commit(before).is_complete
    had = {each.name for each in now.policies} - {op.name}
    return any(each.name not in had for each in later.policies)

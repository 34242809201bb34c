"""A policy that holds for every row and every role protects nothing.

Permissive policies are joined by OR: one `using (true)` for PUBLIC makes all the others idle, and
the table looks protected, because row level security is on. For writes, a WITH CHECK that always
holds lets every role insert rows for any tenant.

Say whose rows they are; where a role may see everything, name the role (`to …`).

```sql bad
create table author (id bigint primary key, tenant_id bigint not null);
alter table author enable row level security;
-- migration
create policy everything on author using (true);
```

```sql good
create table author (id bigint primary key, tenant_id bigint not null);
alter table author enable row level security;
-- migration
create policy own_tenant on author
  using (tenant_id = current_setting('app.tenant_id')::bigint);
```
"""

from lint.expressions import Constant, ConstantKind, Expression
from lint.finding import Severity
from lint.names import quoted
from lint.ops import AlterPolicy, CreatePolicy
from lint.rule import Before, Complaint, rule

ALWAYS = Constant("true", ConstantKind.BOOLEAN)


@rule("HG705", on=(CreatePolicy, AlterPolicy), severity=Severity.WARNING)
def check(op: CreatePolicy | AlterPolicy, _: Before) -> Complaint | None:
    """Complain of permissive policies without a condition, for everybody."""
    if isinstance(op, CreatePolicy) and not op.is_permissive:
        return None
    is_for_all = set(op.roles) <= {"public"} and (bool(op.roles) or isinstance(op, CreatePolicy))
    if not is_for_all or not (_holds(op.using) or _holds(op.check)):
        return None
    verb = "change" if op.using is None or not _holds(op.using) else "read"
    return Complaint(
        f"policy {quoted(op.name)} lets every role {verb} every row of {op.table}, whatever the"
        f" other policies say",
        f"-- for the role that may; it bypasses no other policy of other roles\n"
        f"create policy {quoted(op.name)} on {op.table} to current_user using (true);",
    )


def _holds(condition: Expression | None) -> bool:
    return condition == ALWAYS

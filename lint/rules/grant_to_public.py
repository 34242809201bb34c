"""What is granted to PUBLIC, every role that can connect has, today and ever after.

That includes roles for monitoring, for exports, for a forgotten tool, and every role that is still
to be made. It cannot be taken from one of them: a REVOKE from a role does not touch what PUBLIC
has.

Grant to a role that stands for the purpose, and make logins members of it.

```sql bad
create table author (id bigint primary key, email text);
-- migration
grant select on author to public;
```

```sql good
create table author (id bigint primary key, email text);
-- migration
grant select on author to pg_monitor;
```
"""

from lint.finding import Severity
from lint.ops import AlterDefaultPrivileges, Grant
from lint.rule import Before, Complaint, rule

HARMLESS = {("usage",), ("connect",), ("temporary",), ("temp",)}
DATA = {"table", "sequence", "column", "schema", "database", "large object", "parameter"}


@rule("HG702", on=(Grant, AlterDefaultPrivileges), severity=Severity.WARNING)
def check(op: Grant | AlterDefaultPrivileges, _: Before) -> Complaint | None:
    """Complain of privileges on data for everybody."""
    grant = op.action if isinstance(op, AlterDefaultPrivileges) else op
    if not isinstance(grant, Grant) or "public" not in grant.grantees or grant.kind not in DATA:
        return None
    if grant.privileges in HARMLESS:
        return None
    rights = ", ".join(grant.privileges) or "all"
    listed = ", ".join(map(str, grant.names)) or f"every {grant.kind} made from here on"
    return Complaint(
        f"every role that can connect, now or later, gets {rights} on {listed}",
        f"-- to a role that stands for the purpose:\n-- grant {rights} on"
        f" {'' if grant.kind == 'table' else grant.kind + ' '}{listed} to readers;",
    )

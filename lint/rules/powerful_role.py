"""A role with SUPERUSER, BYPASSRLS or REPLICATION is above every policy and privilege.

A superuser runs programs on the server; BYPASSRLS reads the rows of every tenant; REPLICATION
copies the whole cluster. A migration gives that to whoever gets the role later.

Grant what the role does. Where a job must read all rows, give it a policy of its own.

```sql bad
do $$ begin create role powerful_job; exception when duplicate_object then null; end $$;
-- migration
alter role powerful_job login bypassrls;
```

```sql good
do $$ begin create role powerless_job; exception when duplicate_object then null; end $$;
-- migration
alter role powerless_job login;
```
"""

from lint.finding import Severity
from lint.names import quoted
from lint.ops import AlterRole, CreateRole
from lint.restated import changed
from lint.rule import Before, Complaint, rule

POWERS = {
    "superuser": "superuser",
    "bypassrls": "bypassrls",
    "isreplication": "replication",
}
ON = {"true", "1", "on"}


@rule("HG710", on=(CreateRole, AlterRole), severity=Severity.WARNING)
def check(op: CreateRole | AlterRole, _: Before) -> Complaint | None:
    """Complain of attributes that stand above privileges."""
    powers = [POWERS[key] for key, value in op.options if key in POWERS and value.lower() in ON]
    if not powers:
        return None
    return Complaint(
        f"role {quoted(op.name)} gets {', '.join(powers)}: no privilege and no policy holds for it",
        changed(op, rf"(\s+({'|'.join(powers)})\b)+", ""),
    )

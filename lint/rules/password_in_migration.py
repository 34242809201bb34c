"""A password in a migration is in the repository, in the server's log and in pg_stat_statements.

Everybody who can read one of them can connect. The history of a repository does not forget it.

Create the role without a password, and set one from where secrets are kept, with psql's
password command, which sends a hash.

```sql bad
do $$ begin create role password_reader; exception when duplicate_object then null; end $$;
-- migration
alter role password_reader login password 'correct horse';
```

```sql good
do $$ begin create role password_writer; exception when duplicate_object then null; end $$;
-- migration
alter role password_writer login;
```
"""

from lint.finding import Severity
from lint.names import quoted
from lint.ops import AlterRole, CreateRole
from lint.rule import Before, Complaint, rule

HASHES = ("SCRAM-SHA-256$", "md5")


@rule("HG709", on=(CreateRole, AlterRole), severity=Severity.WARNING)
def check(op: CreateRole | AlterRole, _: Before) -> Complaint | None:
    """Complain of a password that is written out."""
    password = dict(op.options).get("password")
    if not password or password.startswith(HASHES) or password == "null":  # noqa: S105 - PASSWORD NULL takes it away
        return None
    verb = "create" if isinstance(op, CreateRole) else "alter"
    return Complaint(
        f"the password of role {quoted(op.name)} can be read in the repository and in the server's"
        f" log",
        f"{verb} role {quoted(op.name)} login;\n"
        f"-- and set the password from where secrets are kept: \\password {op.name}",
    )

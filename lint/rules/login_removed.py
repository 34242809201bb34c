"""A role or database under another name, or none, refuses the clients that connect by the old one.

Running connections stay; the next one, from a pool that grows or a process that restarts, fails
(28000, 3D000). A renamed role with an MD5 password loses the password as well.

Create the new role beside the old one, grant it the old one's rights, move the clients, and drop
the old one when nobody connects as it.

```sql bad
do $$ begin create role login_reporter; exception when duplicate_object then null; end $$;
-- migration
drop role login_reporter;
```

```sql bad
do $$ begin create role login_auditor; exception when duplicate_object then null; end $$;
-- migration
alter role login_auditor nologin;
```

```sql good
do $$ begin create role login_analyst; exception when duplicate_object then null; end $$;
-- migration
alter role login_analyst login;
```
"""

from lint.finding import Severity
from lint.names import quoted
from lint.ops import AlterRole, CreateRole, DropRole, RenameObject
from lint.rule import Before, Complaint, rule

KINDS = {"role", "database"}


@rule("HG431", on=(RenameObject, DropRole, AlterRole), severity=Severity.WARNING)
def check(op: RenameObject | DropRole | AlterRole, before: Before) -> Complaint | None:
    """Complain of a role that is renamed, dropped or shut out, and of a renamed database."""
    if isinstance(op, DropRole):
        return _dropped(op, before)
    if isinstance(op, AlterRole):
        return _shut_out(op, before)
    if op.kind not in KINDS or op.name.name in _made_here(before):
        return None
    return Complaint(
        f"every client that connects next to {op.kind} {op.name} is refused from here on",
        f"create role {quoted(op.new_name)} login in role {op.name};\n"
        f"-- move the clients, then drop {op.name} in a later migration"
        if op.kind == "role"
        else f"-- leave the name of database {op.name}: connection strings hold it",
    )


def _dropped(op: DropRole, before: Before) -> Complaint | None:
    names = [each for each in op.names if each not in _made_here(before)]
    if not names:
        return None
    listed = ", ".join(map(quoted, names))
    return Complaint(
        f"every client that connects next as {listed} is refused from here on",
        f"-- see that nobody connects as {listed} any more; then, in a migration of its own:\n"
        f"-- drop role {listed};",
    )


def _shut_out(op: AlterRole, before: Before) -> Complaint | None:
    if ("canlogin", "false") not in op.options or op.name in _made_here(before):
        return None
    name = quoted(op.name)
    return Complaint(
        f"every client that connects next as {name} is refused from here on",
        f"-- see that nobody connects as {name} any more; then, in a migration of its own:\n"
        f"-- alter role {name} nologin;",
    )


def _made_here(before: Before) -> set[str]:
    steps = (step.operation for step in before.earlier)
    return {each.name for each in steps if isinstance(each, CreateRole)}

"""A privilege that is revoked is missing in the very next statement of a running client.

Clients that connect as the role, or as one of its members, fail with 42501, permission denied, at
once: there is no deployment in between.

Move the clients to another role first, or revoke once no released code needs the privilege. Revoke
and grant again in one transaction, and nobody notices.

```sql bad
create table author (id bigint primary key);
grant select on author to pg_monitor;
-- migration
revoke select on author from pg_monitor;
```

```sql good
create table author (id bigint primary key);
grant all on author to pg_monitor;
-- migration
revoke all on author from pg_monitor;
grant all on author to pg_monitor;
```
"""

from collections.abc import Iterator

from lint.clients import is_new, serves
from lint.finding import Severity
from lint.names import Name, quoted
from lint.ops import Grant, Privileges, Revoke
from lint.rule import Before, Complaint, Step, rule

RELATIONS = {"table", "sequence", "column"}
ROUTINES = {"function", "procedure", "routine"}


@rule("HG425", on=Revoke, severity=Severity.WARNING)
def check(op: Revoke, before: Before) -> Complaint | None:
    """Complain of privileges taken from what is older than the migration."""
    names = [each for each in op.names if _is_old(op, each, before)]
    if not names or any(_gives_back(step, op, before) for step in before.later):
        return None
    rights = ", ".join(op.privileges) or "all"
    listed = ", ".join(map(str, names))
    grantees = ", ".join(map(_shown, op.grantees))
    return Complaint(
        f"running clients that need {rights} on {listed} as {grantees} fail with 42501 from here"
        f" on",
        f"grant {rights} on {'' if op.kind == 'table' else op.kind + ' '}{listed} to {grantees};\n"
        f"-- until no released client needs it",
    )


def _shown(grantee: str) -> str:
    return grantee if grantee == "public" else quoted(grantee)


def _is_old(op: Privileges, name: Name, before: Before) -> bool:
    if op.all_in_schema or op.kind == "schema":
        serial = before.catalog.schemas.get(name.name)
        return serial is None or not is_new(before.run, serial)
    if op.kind in ROUTINES:
        found = before.catalog.functions_named(name)
        return not any(is_new(before.run, each.serial) for each in found)
    return serves(before, name) if op.kind in RELATIONS else True


def _gives_back(step: Step, op: Revoke, before: Before) -> bool:
    given = step.operation
    if not isinstance(given, Grant) or step.transaction.number != before.transaction.number:
        return False
    covers = set(given.grantees) >= set(op.grantees) and set(given.names) >= set(op.names)
    return covers and (not given.privileges or set(given.privileges) >= set(_asked(op)))


def _asked(op: Revoke) -> Iterator[str]:
    yield from op.privileges or ("every privilege",)

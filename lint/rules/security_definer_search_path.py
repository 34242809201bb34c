"""A SECURITY DEFINER function without a search_path of its own runs what its caller puts first.

The function has its owner's rights but its caller's `search_path`: whoever may create a table, a
function or an operator in any schema of that path, `pg_temp` included, decides what the names in
the body mean, and has it run as the owner.

Set the path with the function, with `pg_temp` last, or empty, and name schemas in the body.

```sql bad
-- migration
create function author_count() returns bigint language sql security definer
  as 'select count(*) from pg_class';
```

```sql bad
create function author_count() returns bigint language sql as 'select count(*) from pg_class';
-- migration
alter function author_count() security definer;
```

```sql good
-- migration
create function author_count() returns bigint language sql security definer
  set search_path = pg_catalog, pg_temp
  as 'select count(*) from pg_class';
```
"""

from lint.finding import Severity
from lint.names import Name
from lint.ops import AlterFunction, CreateFunction
from lint.restated import followed_by
from lint.routines import named
from lint.rule import Before, Complaint, rule

PATH = "search_path"


@rule("HG701", on=(CreateFunction, AlterFunction), severity=Severity.WARNING)
def check(op: CreateFunction | AlterFunction, before: Before) -> Complaint | None:
    """Complain of functions that run as their owner with a path from their caller."""
    name = op.name if isinstance(op, CreateFunction) else op.routine.name
    if not op.is_security_definer or PATH in dict(op.settings) or _is_set_later(name, before):
        return None
    if isinstance(op, AlterFunction) and _has_path(op, before):
        return None
    return Complaint(
        f"function {name} runs as its owner what the caller's search_path finds: whoever may create"
        f" objects in that path gets the owner's rights",
        followed_by(op, f"alter function {name} set search_path = pg_catalog, pg_temp;")
        + "\n-- and name the schemas of what the body uses",
    )


def _has_path(op: AlterFunction, before: Before) -> bool:
    found = named(before.catalog, op.routine.name, op.routine.arguments)
    return bool(found) and all(PATH in dict(each.definition.settings) for each in found)


def _is_set_later(name: Name, before: Before) -> bool:
    return any(
        isinstance(step.operation, AlterFunction)
        and step.operation.routine.name == name
        and PATH in dict(step.operation.settings)
        for step in before.later
    )

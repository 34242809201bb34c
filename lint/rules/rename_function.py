"""A renamed function breaks every client that still calls the old name.

Triggers, defaults and indexes follow the rename. Clients and functions whose bodies are text do
not: their calls fail with 42883, function does not exist.

In the same transaction, leave a function under the old name that calls the new one, and drop it
once no client calls it.

```sql bad
create function net(gross numeric) returns numeric language sql immutable as 'select gross / 1.2';
-- migration
alter function net(numeric) rename to net_amount;
```

```sql good
create function net(gross numeric) returns numeric language sql immutable as 'select gross / 1.2';
-- migration
alter function net(numeric) rename to net_amount;
create function net(gross numeric) returns numeric language sql immutable
  as 'select net_amount(gross)';
```
"""

from lint.finding import Severity
from lint.names import Name
from lint.ops import RenameObject
from lint.routines import is_answered, serves_calls
from lint.rule import Before, Complaint, rule

ROUTINES = {"function", "procedure", "routine", "aggregate"}


@rule("HG406", on=RenameObject, severity=Severity.ERROR)
def check(op: RenameObject, before: Before) -> Complaint | None:
    """Complain of a routine's rename that leaves nothing under the old name."""
    if op.kind not in ROUTINES or not serves_calls(before, op.name, op.arguments):
        return None
    if is_answered(before, op.name, op.arguments):
        return None
    new = Name(op.name.schema, op.new_name)
    return Complaint(
        f"every running client that calls {op.kind} {op.name} fails with 42883 from here on, until"
        f" its replacement is deployed",
        f"-- create {new} beside {op.name} and let the old one call the new one;\n"
        f"-- in a later migration, once no client calls it:\n"
        f"-- drop {op.kind} {op.name};",
    )

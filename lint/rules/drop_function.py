"""A dropped function, or one with other arguments, breaks every client that still calls it.

Running clients, and functions whose bodies are text, fail with 42883. With CASCADE the triggers,
defaults, indexes and generated columns that call it go as well. A function that is dropped and made
again in the same transaction is not missed if every old call still fits: the same arguments, new
ones only at the end and with a default, the same result.

Make the new function under another name, or let the new arguments have defaults, and drop the old
one in a later migration.

```sql bad
create function net(gross numeric) returns numeric language sql immutable as 'select gross / 1.2';
-- migration
drop function net(numeric);
```

```sql bad
create function net(gross numeric) returns numeric language sql immutable as 'select gross / 1.2';
-- migration
drop function net;
create function net(gross numeric, rate numeric) returns numeric language sql immutable
  as 'select gross / (1 + rate)';
```

```sql good
create function net(gross numeric) returns numeric language sql immutable as 'select gross / 1.2';
-- migration
drop function net(numeric);
create function net(gross numeric, rate numeric default 0.2) returns numeric language sql immutable
  as 'select gross / (1 + rate)';
```
"""

from lint.finding import Severity
from lint.names import Name
from lint.ops import DropRoutine
from lint.routines import Types, is_answered, named, serves_calls
from lint.rule import Before, Complaint, rule

TRIGGERS = {Name(None, "trigger"), Name(None, "event_trigger")}


@rule("HG418", on=DropRoutine, severity=Severity.ERROR)
def check(op: DropRoutine, before: Before) -> Complaint | None:
    """Complain of dropped routines whose calls nothing answers any more."""
    lost = [each for each in op.routines if _is_lost(before, each.name, each.arguments, op.cascade)]
    if not lost:
        return None
    listed = ", ".join(str(each.name) for each in lost)
    cascade = ", and CASCADE drops the triggers, defaults and indexes that call it" * op.cascade
    return Complaint(
        f"every running client that calls {op.kind} {listed} fails with 42883 from here on"
        + cascade,
        f"-- deploy code that does not call {listed}; then, in a migration of its own:\n"
        f"-- drop {op.kind} {listed};",
    )


def _is_lost(before: Before, name: Name, types: Types, cascade: bool) -> bool:  # noqa: FBT001 - as the statement says it
    if not serves_calls(before, name, types) or is_answered(before, name, types):
        return False
    found = named(before.catalog, name, types)
    is_trigger = bool(found) and all(
        each.definition.returns is not None and each.definition.returns.name in TRIGGERS
        for each in found
    )
    return not is_trigger or (cascade and any(before.catalog.users_of(found[0].name)))

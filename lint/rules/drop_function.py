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

from lint.definitions import Routine
from lint.finding import Severity
from lint.names import Name
from lint.ops import DropRoutine
from lint.routines import is_answered, named, serves_calls
from lint.rule import Before, Complaint, rule

TRIGGERS = {Name(None, "trigger"), Name(None, "event_trigger")}


@rule("HG418", on=DropRoutine, severity=Severity.ERROR)
def check(op: DropRoutine, before: Before) -> Complaint | None:
    """Complain of dropped routines whose calls nothing answers any more."""
    lost = [each for each in op.routines if _is_lost(op, each, before)]
    if not lost:
        return None
    listed = ", ".join(str(each.name) for each in lost)
    return Complaint(
        _what(op, lost, listed, before),
        f"-- deploy code that does not call {listed}; then, in a migration of its own:\n"
        f"-- drop {op.kind} {listed};",
    )


def _what(op: DropRoutine, lost: list[Routine], listed: str, before: Before) -> str:
    if all(_is_trigger(each, before) for each in lost):
        return (
            f"CASCADE drops the triggers that call {listed}: rows that clients write no longer pass"
            f" them from here on"
        )
    cascade = ", and CASCADE drops the triggers, defaults and indexes that call it" * op.cascade
    return (
        f"every running client that calls {op.kind} {listed} fails with 42883 from here on{cascade}"
    )


def _is_lost(op: DropRoutine, routine: Routine, before: Before) -> bool:
    name, types = routine.name, routine.arguments
    if not serves_calls(before, name, types) or is_answered(before, name, types):
        return False
    if not _is_trigger(routine, before):
        return True
    found = named(before.catalog, name, types)
    return op.cascade and any(before.catalog.users_of(found[0].name))


def _is_trigger(routine: Routine, before: Before) -> bool:
    """Tell if only triggers can call the function."""
    found = named(before.catalog, routine.name, routine.arguments)
    returned = [each.definition.returns for each in found]
    return bool(found) and all(each is not None and each.name in TRIGGERS for each in returned)

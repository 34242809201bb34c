"""A second function that fits the same calls makes them ambiguous.

CREATE OR REPLACE replaces a function only when its arguments are the same. With one more argument
that has a default it makes a second function beside the first, and every call that fits both fails
with 42725, function is not unique.

Drop the old function in the same transaction: its calls then reach the new one.

```sql bad
create function net(gross numeric) returns numeric language sql immutable as 'select gross / 1.2';
-- migration
create or replace function net(gross numeric, rate numeric default 0.2) returns numeric
  language sql immutable as 'select gross / (1 + rate)';
```

```sql good
create function net(gross numeric) returns numeric language sql immutable as 'select gross / 1.2';
-- migration
create function net(gross numeric, rate numeric) returns numeric
  language sql immutable as 'select gross / (1 + rate)';
```
"""

from lint.clients import at_commit, is_new
from lint.facts import Function
from lint.finding import Severity
from lint.names import Name
from lint.ops import CreateFunction
from lint.restated import preceded_by
from lint.routines import inputs
from lint.rule import Before, Complaint, rule


@rule("HG419", on=CreateFunction, severity=Severity.ERROR)
def check(op: CreateFunction, before: Before) -> Complaint | None:
    """Complain of a function that fits calls of an older one that stays."""
    name = before.catalog.new_name(op.name)
    there = at_commit(before).functions.get(name) or ()
    new = Function(name=name, serial=0, definition=op)
    older = (each for each in there if not is_new(before.run, each.serial))
    hidden = next((each for each in older if _competes(new, each)), None)
    if hidden is None:
        return None
    types = ", ".join(str(each.type) for each in inputs(hidden))
    return Complaint(
        f"calls of {op.name} that fit {_signature(op.name, types)} fit this one too: they fail with"
        f" 42725 from here on",
        preceded_by(op, f"drop function {_signature(op.name, types)};"),
    )


def _signature(name: Name, types: str) -> str:
    return f"{name}({types})"


def _competes(new: Function, old: Function) -> bool:
    """Tell if a call with some of the arguments, all of the same types, fits both."""
    first, second = inputs(old), inputs(new)
    shared = min(len(first), len(second))
    rest = (*first[shared:], *second[shared:])
    is_same = [each.type for each in first] == [each.type for each in second]
    common = _common(new, old)
    return (
        not is_same
        and common >= _required(old)
        and common >= _required(new)
        and (bool(rest) or common < shared)
    )


def _common(new: Function, old: Function) -> int:
    """Return how many of the first arguments have the same types in both."""
    count = 0
    for one, other in zip(inputs(old), inputs(new), strict=False):
        if one.type != other.type:
            break
        count += 1
    return count


def _required(function: Function) -> int:
    return sum(each.default is None for each in inputs(function))

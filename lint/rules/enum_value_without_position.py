"""A new enum value without a place goes to the end, and the order of an enum is how it sorts.

ORDER BY, `<`, min() and max() follow the order of the labels. A value that belongs in the middle
and stands at the end sorts there for good: a label's place cannot be changed.

Say BEFORE or AFTER, even for the end.

```sql bad
create type order_status as enum ('open', 'sent', 'returned');
-- migration
alter type order_status add value 'paid';
```

```sql good
create type order_status as enum ('open', 'sent', 'returned');
-- migration
alter type order_status add value 'paid' after 'open';
```
"""

from lint.expressions import Constant, ConstantKind
from lint.finding import Severity
from lint.ops import AddEnumValue
from lint.rule import Before, Complaint, rule


@rule("HG918", on=AddEnumValue, severity=Severity.NOTE)
def check(op: AddEnumValue, before: Before) -> Complaint | None:
    """Note values whose place nobody chose."""
    if op.before is not None or op.after is not None:
        return None
    enum = before.catalog.enum(op.type)
    labels = enum.labels if enum else ()
    new = Constant(op.label, ConstantKind.STRING)
    place = f" after {Constant(labels[-1], ConstantKind.STRING)}" if labels else ""
    return Complaint(
        f"{new} sorts after every other value of {op.type}, for good",
        f"alter type {op.type} add value {new}{place};",
    )

"""A renamed enum value breaks every client that still writes or compares the old one.

`ALTER TYPE … RENAME VALUE` changes what the stored rows say, at once. Running clients that write
the old value or use it in a WHERE fail with 22P02, invalid input value for enum, and those that
read meet a value they do not know.

Add the new value, let the next release understand both, write only the new one, and change the rows
in batches. The old label stays in the type, unused: that costs nothing.

```sql bad
create type order_status as enum ('open', 'payed');
create table orders (id bigint primary key, status order_status not null);
-- migration
alter type order_status rename value 'payed' to 'paid';
```

```sql good
create type order_status as enum ('open', 'payed');
create table orders (id bigint primary key, status order_status not null);
-- migration
alter type order_status add value 'paid' after 'payed';
```
"""

from lint.clients import at_commit, is_new
from lint.expressions import Constant, ConstantKind
from lint.finding import Severity
from lint.ops import RenameEnumValue
from lint.rule import Before, Complaint, rule


@rule("HG409", on=RenameEnumValue, severity=Severity.ERROR)
def check(op: RenameEnumValue, before: Before) -> Complaint | None:
    """Complain of a renamed value, unless the type is new or the value is there again."""
    enum, later = before.catalog.enum(op.type), at_commit(before).enum(op.type)
    if enum is not None and (is_new(before.run, enum.serial) or _is_new_label(op, before)):
        return None
    if later is not None and op.label in later.labels:
        return None
    old, new = (Constant(label, ConstantKind.STRING) for label in (op.label, op.new_label))
    return Complaint(
        f"every running client that writes or compares {old} of {op.type} fails with 22P02 from"
        f" here on, and readers meet {new}, which they do not know",
        f"alter type {op.type} add value {new} after {old};\n"
        f"-- deploy code that knows both and writes {new}, then change the rows in batches",
    )


def _is_new_label(op: RenameEnumValue, before: Before) -> bool:
    enum = before.run.before.enum(op.type)
    return enum is not None and enum.is_complete and op.label not in enum.labels

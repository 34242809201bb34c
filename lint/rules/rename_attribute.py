"""A renamed attribute breaks every client that reads or builds the composite type by field name.

Running clients keep saying `(address).zip`: PostgreSQL answers 42703, column not found in data
type. Drivers that map the type to a class by its attribute names fail when they next load it.

Make a composite type with the new attribute beside the old one, move the columns and functions that
use it, and drop the old type later.

```sql bad
create type address as (street text, zip text);
-- migration
alter type address rename attribute zip to postal_code;
```

```sql good
create type address as (street text, zip text);
-- migration
create type postal_address as (street text, postal_code text);
```
"""

from lint.clients import is_new, is_refused
from lint.finding import Severity
from lint.names import quoted
from lint.ops import RenameAttribute
from lint.rule import Before, Complaint, rule


@rule("HG408", on=RenameAttribute, severity=Severity.ERROR)
def check(op: RenameAttribute, before: Before) -> Complaint | None:
    """Complain of an attribute's rename in a type that was there before."""
    fact = before.catalog.type(op.type)
    if is_refused(before) or (fact is not None and is_new(before.run, fact.serial)):
        return None
    return Complaint(
        f"every running client that names attribute {quoted(op.attribute)} of type {op.type} fails"
        f" with 42703 from here on, until its replacement is deployed",
        f"-- make a type beside {op.type} that says {quoted(op.new_name)}, move what uses it,\n"
        f"-- and in a later migration:\n-- drop type {op.type};",
    )

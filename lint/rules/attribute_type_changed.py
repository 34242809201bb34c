"""An attribute of another type breaks the clients that write or read the composite type.

A row literal with the old type's value fails with 22P02 or 42846 as soon as the value does not fit,
and functions that take the attribute apart fail when they next run. PostgreSQL refuses the change
while a column of a table uses the type.

Make a type with the new attribute beside it, and move the functions that use it.

```sql bad
create type address as (street text, zip text);
create function zip_of(address) returns text language plpgsql as 'begin return $1.zip; end';
-- migration
alter type address alter attribute zip type integer;
```

```sql good
create type address as (street text, zip text);
-- migration
create type numbered_address as (street text, zip integer);
```
"""

from lint.clients import is_new, is_refused
from lint.finding import Severity
from lint.names import quoted
from lint.ops import AlterAttributeType
from lint.rule import Before, Complaint, rule


@rule("HG434", on=AlterAttributeType, severity=Severity.WARNING)
def check(op: AlterAttributeType, before: Before) -> Complaint | None:
    """Complain of an attribute's new type, in a type that was there before."""
    fact = before.catalog.type(op.type)
    if is_refused(before) or (fact is not None and is_new(before.run, fact.serial)):
        return None
    return Complaint(
        f"running clients and functions that write or read {quoted(op.attribute)} of {op.type} as"
        f" before may fail with 22P02 or 42846 from here on",
        f"-- make a type beside {op.type}, move what uses it, and in a later migration:\n"
        f"-- drop type {op.type};",
    )

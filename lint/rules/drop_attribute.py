"""A dropped attribute of a composite type takes its values out of every column of that type.

The values are gone with the commit, and every client that names the attribute, or writes the type
as a row of so many fields, fails until it is replaced.

Make a type without the attribute beside it, move the columns, and drop the old type later.

```sql bad
create type address as (street text, zip text);
create table author (id bigint primary key, home address);
-- migration
alter type address drop attribute zip;
```

```sql good
create type address as (street text, zip text);
create table author (id bigint primary key, home address);
-- migration
create type postal_address as (street text);
alter table author add column postal postal_address;
```
"""

from lint.clients import is_new, is_refused
from lint.finding import Severity
from lint.names import quoted
from lint.ops import DropAttribute
from lint.rule import Before, Complaint, rule


@rule("HG313", on=DropAttribute, severity=Severity.ERROR)
def check(op: DropAttribute, before: Before) -> Complaint | None:
    """Complain of an attribute dropped from a type that was there before."""
    fact = before.catalog.type(op.type)
    if is_refused(before) or (fact is not None and is_new(before.run, fact.serial)):
        return None
    return Complaint(
        f"all values of attribute {quoted(op.attribute)} are lost from every column of type"
        f" {op.type}, and running clients that name or write it fail from here on",
        f"-- make a type beside {op.type}, move what uses it, and in a later migration:\n"
        f"-- drop type {op.type};",
    )

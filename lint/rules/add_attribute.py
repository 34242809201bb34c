"""A new attribute of a composite type breaks every client that writes the type as a row.

A row of so many fields must have exactly as many as the type: `(1, 'x')` and `row(1, 'x')::address`
fail with 42846 from the commit on, `'(1,x)'` with 22P02. Only clients that read single attributes
do not notice.

Make a type with the attribute beside it, and move the columns and functions that use it.

```sql bad
create type address as (street text, zip text);
create table author (id bigint primary key, home address);
-- migration
alter type address add attribute country text;
```

```sql good
create type address as (street text, zip text);
create table author (id bigint primary key, home address);
-- migration
alter table author add column home_country text;
```
"""

from lint.clients import is_new, is_refused
from lint.finding import Severity
from lint.names import quoted
from lint.ops import AddAttribute
from lint.rule import Before, Complaint, rule


@rule("HG429", on=AddAttribute, severity=Severity.WARNING)
def check(op: AddAttribute, before: Before) -> Complaint | None:
    """Complain of an attribute added to a type that was there before."""
    fact = before.catalog.type(op.type)
    if is_refused(before) or (fact is not None and is_new(before.run, fact.serial)):
        return None
    return Complaint(
        f"every running client that writes {op.type} as a row without"
        f" {quoted(op.attribute.name)} fails with 42846 or 22P02 from here on",
        f"-- make a type beside {op.type} that has it, move what uses it, and in a later"
        f" migration:\n-- drop type {op.type};",
    )

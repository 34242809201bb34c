"""`serial` is a default on a sequence that lives beside the column, with its own rights and owner.

Roles that insert need USAGE on the sequence too; CREATE TABLE … LIKE makes two tables share it; and
any client may write the column and so run into its next value.

Say `bigint generated always as identity`: the sequence belongs to the column.

```sql bad
-- migration
create table author (id bigserial primary key);
```

```sql good
-- migration
create table author (id bigint generated always as identity primary key);
```
"""

from lint.declared import declared, instead, named
from lint.definitions import SERIALS, Column
from lint.finding import Severity
from lint.ops import AddColumn, CreateTable
from lint.rule import Before, Complaint, rule


@rule("HG902", on=(CreateTable, AddColumn), severity=Severity.NOTE)
def check(op: CreateTable | AddColumn, _: Before) -> Complaint | None:
    """Note columns of the serial types."""
    columns = tuple(column for column in declared(op) if column.is_serial)
    if not columns:
        return None
    return Complaint(
        f"{named(op, columns)} draws from a sequence with an owner and rights of its own",
        instead(op, columns, _better),
    )


def _better(column: Column) -> str:
    return f"{SERIALS[column.type.name]} generated always as identity"

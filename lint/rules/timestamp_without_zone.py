"""`timestamp` without a time zone does not say which moment it means.

It holds a date and a clock's hands. Which moment that is depends on the session's `TimeZone` of
whoever wrote it; compared with `now()` it is read in the zone of whoever reads.

Say `timestamptz`: it takes the same eight bytes and is a moment.

```sql bad
-- migration
create table author (id bigint primary key, joined_at timestamp not null);
```

```sql good
-- migration
create table author (id bigint primary key, joined_at timestamptz not null);
```
"""

from lint.declared import declared_as, instead, named
from lint.definitions import Column
from lint.finding import Severity
from lint.names import Name, TypeName
from lint.ops import AddColumn, CreateTable
from lint.rule import Before, Complaint, rule


@rule("HG905", on=(CreateTable, AddColumn), severity=Severity.NOTE)
def check(op: CreateTable | AddColumn, _: Before) -> Complaint | None:
    """Note columns of the type."""
    columns = declared_as(op, _is_meant)
    if not columns:
        return None
    return Complaint(
        f"{named(op, columns)} holds a clock's hands, not a moment: which one depends on the"
        f" session's TimeZone",
        instead(op, columns, _better),
    )


def _is_meant(type_name: TypeName) -> bool:
    return type_name.name == Name(None, "timestamp")


def _better(column: Column) -> str:
    precision = column.type.typmods
    return f"timestamptz({precision[0]})" if precision else "timestamptz"

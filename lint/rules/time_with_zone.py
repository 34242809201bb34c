"""`time with time zone` cannot know its offset: that depends on the date.

The type keeps an offset beside the time of day, but an offset changes with daylight saving, so the
value fits no zone all year round. It exists because the SQL standard has it.

Say `timestamptz` for a moment, or `time` and the name of the zone for a time of day.

```sql bad
-- migration
create table shop (id bigint primary key, opens_at time with time zone);
```

```sql good
-- migration
create table shop (id bigint primary key, opens_at time, zone text);
```
"""

from lint.declared import declared_as, instead, named
from lint.definitions import Column
from lint.finding import Severity
from lint.names import Name, TypeName
from lint.ops import AddColumn, CreateTable
from lint.rule import Before, Complaint, rule


@rule("HG906", on=(CreateTable, AddColumn), severity=Severity.NOTE)
def check(op: CreateTable | AddColumn, _: Before) -> Complaint | None:
    """Note columns of the type."""
    columns = declared_as(op, _is_meant)
    if not columns:
        return None
    return Complaint(
        f"{named(op, columns)} holds an offset that is right for half of the year",
        instead(op, columns, _better),
    )


def _is_meant(type_name: TypeName) -> bool:
    return type_name.name == Name(None, "timetz")


def _better(_: Column) -> str:
    return "time"

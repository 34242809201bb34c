"""`char(n)` fills values up with blanks, and forgets them again where it matters.

The blanks are stored and sent, do not count in comparisons with other `char`, do in LIKE and
patterns, and go in a cast to `text`. It is no faster than `text`, and changing its length rewrites
the table.

Say `text`, with a CHECK for the length.

```sql bad
-- migration
create table author (id bigint primary key, country char(2) not null);
```

```sql good
-- migration
create table author (
  id bigint primary key,
  country text not null constraint author_country_code check (length(country) = 2)
);
```
"""

from lint.declared import declared_as, instead, named
from lint.definitions import Column
from lint.finding import Severity
from lint.names import Name, TypeName, quoted
from lint.ops import AddColumn, CreateTable
from lint.rule import Before, Complaint, rule


@rule("HG904", on=(CreateTable, AddColumn), severity=Severity.NOTE)
def check(op: CreateTable | AddColumn, _: Before) -> Complaint | None:
    """Note columns of the type."""
    columns = declared_as(op, _is_meant)
    if not columns:
        return None
    return Complaint(
        f"{named(op, columns)} is filled up with blanks to its length",
        instead(op, columns, _better),
    )


def _is_meant(type_name: TypeName) -> bool:
    return type_name.name == Name(None, "bpchar")


def _better(column: Column) -> str:
    limit = column.type.typmods[0] if column.type.typmods else 1
    return f"text check (length({quoted(column.name)}) = {limit})"

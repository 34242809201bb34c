"""A length limit in the type is changed by altering the column; a CHECK is changed beside it.

`varchar(50)` saves no space over `text` and is no faster. To make it shorter later rewrites the
table under a lock; a CHECK is dropped and added again as NOT VALID.

Say `text`, with a CHECK where the length means something.

```sql bad
-- migration
create table author (id bigint primary key, name varchar(50) not null);
```

```sql good
-- migration
create table author (
  id bigint primary key,
  name text not null constraint author_name_short check (length(name) <= 50)
);
```
"""

from lint.declared import declared_as, instead, named
from lint.definitions import Column
from lint.finding import Severity
from lint.names import Name, TypeName, quoted
from lint.ops import AddColumn, CreateTable
from lint.rule import Before, Complaint, rule


@rule("HG903", on=(CreateTable, AddColumn), severity=Severity.NOTE)
def check(op: CreateTable | AddColumn, _: Before) -> Complaint | None:
    """Note columns of the type."""
    columns = declared_as(op, _is_meant)
    if not columns:
        return None
    return Complaint(
        f"{named(op, columns)} is limited by its type: a shorter limit later rewrites the table",
        instead(op, columns, _better),
    )


def _is_meant(type_name: TypeName) -> bool:
    return type_name.name == Name(None, "varchar") and bool(type_name.typmods)


def _better(column: Column) -> str:
    limit = column.type.typmods[0]
    return f"text check (length({quoted(column.name)}) <= {limit})"

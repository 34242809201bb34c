"""An integer key runs out: after 2,147,483,647 rows, deleted ones included, every INSERT fails.

Sequences count attempts, not rows: rollbacks and ON CONFLICT use numbers up as well. Changing the
type later rewrites the table and every table that refers to it, under a lock. A `smallint` key runs
out after 32,767.

Say `bigint`: four bytes more per row, which alignment often takes anyway.

```sql bad
-- migration
create table author (id integer generated always as identity primary key);
```

```sql bad
-- migration
create table author (id serial, name text, constraint author_key primary key (id));
```

```sql good
-- migration
create table author (id bigint generated always as identity primary key, age smallint);
```
"""

from lint.declared import declared, instead, is_key, named
from lint.definitions import Column
from lint.finding import Severity
from lint.ops import AddColumn, CreateTable
from lint.rule import Before, Complaint, rule

SMALL = {"int2", "int4", "serial", "serial2", "serial4", "smallserial"}


@rule("HG901", on=(CreateTable, AddColumn), severity=Severity.NOTE)
def check(op: CreateTable | AddColumn, _: Before) -> Complaint | None:
    """Note keys and identities of four bytes or fewer."""
    columns = tuple(
        column
        for column in declared(op)
        if column.type.name.name in SMALL and not column.type.array and _counts(op, column)
    )
    if not columns:
        return None
    return Complaint(
        f"{named(op, columns)} runs out of numbers, and every INSERT fails from then on",
        instead(op, columns, _better),
    )


def _counts(op: CreateTable | AddColumn, column: Column) -> bool:
    return is_key(op, column) or column.identity is not None or column.is_serial


def _better(column: Column) -> str:
    is_counted = column.identity is not None or column.is_serial
    return "bigint generated always as identity" if is_counted else "bigint"

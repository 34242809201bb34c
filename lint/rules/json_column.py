"""`json` keeps the text, has no equality, and cannot be indexed.

DISTINCT, GROUP BY and UNION over such a column fail with 42883, could not identify an equality
operator. Every access parses the text again; keys may be there twice.

Say `jsonb`.

```sql bad
-- migration
create table event (id bigint primary key, payload json not null);
```

```sql good
-- migration
create table event (id bigint primary key, payload jsonb not null);
```
"""

from lint.clients import serves
from lint.declared import declared_as, instead, named
from lint.definitions import Column
from lint.finding import Severity
from lint.names import Name, TypeName
from lint.ops import AddColumn, CreateTable
from lint.rule import Before, Complaint, rule


@rule("HG907", on=(CreateTable, AddColumn), severity=Severity.NOTE)
def check(op: CreateTable | AddColumn, before: Before) -> Complaint | None:
    """Note columns of the type."""
    if isinstance(op, AddColumn) and serves(before, op.table):
        return None  # then running clients break: another rule's
    columns = declared_as(op, _is_meant)
    if not columns:
        return None
    return Complaint(
        f"{named(op, columns)} has no equality: DISTINCT, GROUP BY and UNION over it fail with"
        f" 42883",
        instead(op, columns, _better),
    )


def _is_meant(type_name: TypeName) -> bool:
    return type_name.name == Name(None, "json")


def _better(_: Column) -> str:
    return "jsonb"

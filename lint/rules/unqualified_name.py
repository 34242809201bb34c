"""Without its schema, where an object is made depends on the `search_path` of whoever runs it.

Another role, another tool or a changed default, and the same migration makes the table in another
schema, where clients do not find it, or hides one of the same name.

Write the schema, or fix the path at the start of the migration: `set local search_path = …`.

```sql bad
-- migration
create table author (id bigint primary key);
```

```sql good
-- migration
create table public.author (id bigint primary key);
```
"""

from lint.definitions import Persistence
from lint.finding import Severity
from lint.names import Name
from lint.ops import (
    CreateDomain,
    CreateEnum,
    CreateFunction,
    CreateMaterializedView,
    CreateSequence,
    CreateTable,
    CreateTableAs,
    CreateView,
    Operation,
)
from lint.rule import Before, Complaint, rule

NAMING = (
    *(CreateTable, CreateTableAs, CreateView, CreateMaterializedView, CreateSequence),
    *(CreateEnum, CreateDomain, CreateFunction),
)
PATH = "search_path"


@rule("HG910", on=NAMING, severity=Severity.NOTE)
def check(op: Operation, before: Before) -> Complaint | None:
    """Note what is made in whatever schema comes first."""
    if not isinstance(op, NAMING) or op.name.schema is not None or _is_temporary(op):
        return None
    if before.transaction.is_set(PATH):
        return None
    full = Name(before.catalog.new_name(op.name).schema, op.name.name)
    return Complaint(
        f"{op.name} is made in whatever schema the search_path of the session names first",
        f"-- say {full}",
    )


def _is_temporary(op: Operation) -> bool:
    if isinstance(op, CreateView):
        return op.is_temporary
    if isinstance(op, CreateTable | CreateTableAs | CreateSequence):
        return op.persistence is Persistence.TEMPORARY
    return False

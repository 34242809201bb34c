"""A `json` column breaks running queries that compare whole rows: the type has no equality.

`select distinct author.*`, a UNION or a GROUP BY over all columns worked until the column came, and
fails with 42883 from the commit on, in code that never heard of it.

Say `jsonb`, which has equality, and can be indexed.

```sql bad
create table author (id bigint primary key, name text);
-- migration
alter table author add column settings json;
```

```sql good
create table author (id bigint primary key, name text);
-- migration
alter table author add column settings jsonb;
```
"""

from lint.advice import column_sql
from lint.clients import serves
from lint.finding import Severity
from lint.names import Name, TypeName, quoted
from lint.ops import AddColumn
from lint.rule import Before, Complaint, rule

JSON, JSONB = Name(None, "json"), TypeName(Name(None, "jsonb"))


@rule("HG432", on=AddColumn, severity=Severity.WARNING)
def check(op: AddColumn, before: Before) -> Complaint | None:
    """Complain of json columns of tables that clients query."""
    if op.column.type.name != JSON or op.column.type.array or not serves(before, op.table):
        return None
    return Complaint(
        f"running clients that say DISTINCT, UNION or GROUP BY over all columns of {op.table} fail"
        f" with 42883 from here on: {quoted(op.column.name)} has no equality",
        f"alter table {op.table} add column {column_sql(op.column.but(type=JSONB, default=None))};",
    )

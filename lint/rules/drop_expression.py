"""Without its expression a generated column is no longer computed.

The values that are there stay and go stale; rows that running clients insert hold NULL, because the
clients leave the column out: they had to.

Deploy code that computes and writes the value together with a trigger that fills it in for old
clients, then drop the expression.

```sql bad
create table price (
  id bigint primary key,
  net numeric not null,
  gross numeric generated always as (net * 1.2) stored
);
-- migration
alter table price alter column gross drop expression;
```

```sql good
create table price (
  id bigint primary key,
  net numeric not null,
  gross numeric generated always as (net * 1.2) stored
);
-- migration
alter table price add column gross_amount numeric;
```
"""

from lint.absence import refuses_null
from lint.clients import column_of, serves_column
from lint.finding import Severity
from lint.names import quoted
from lint.ops import DropGeneratedExpression
from lint.rule import Before, Complaint, rule


@rule("HG316", on=DropGeneratedExpression, severity=Severity.WARNING)
def check(op: DropGeneratedExpression, before: Before) -> Complaint | None:
    """Complain where NULL may come in; a NOT NULL column is another rule's."""
    fact = column_of(before.catalog, op.table, op.column)
    if fact is None or not serves_column(before, op.table, op.column):
        return None
    if fact.generated is None or refuses_null(before.catalog, fact):
        return None
    column = quoted(op.column)
    return Complaint(
        f"{op.table}.{column} is no longer computed from here on: rows that running clients insert"
        f" hold NULL in it, and updates leave it stale",
        f"-- first a trigger that does what the expression did:\n"
        f"-- new.{column} := {fact.generated.expression};",
    )

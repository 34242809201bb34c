"""A new expression of a stored column computes every row anew while nobody can use the table.

SET EXPRESSION (PostgreSQL 17 and later) writes the whole table anew under ACCESS EXCLUSIVE when the
column is stored. For a VIRTUAL column it touches only the catalog. Add a second column with the new
expression as VIRTUAL, or a plain one that a trigger fills, let the clients move to it, and drop the
first.

```sql bad 18
create table item (
  id bigint primary key,
  cents bigint,
  twice bigint generated always as (cents * 2) stored
);
-- migration
alter table item alter column twice set expression as (cents + cents);
```

```sql good 18
create table item (
  id bigint primary key,
  cents bigint,
  twice bigint generated always as (cents * 2) stored
);
-- migration
alter table item add column double_cents bigint generated always as (cents + cents) virtual;
```
"""

from lint.advice import filled_in_batches
from lint.exposure import exposure
from lint.finding import Severity
from lint.names import quoted
from lint.ops import SetGeneratedExpression
from lint.rule import Before, Complaint, rule

VIRTUAL_COLUMNS = 18


@rule("HG221", on=SetGeneratedExpression, severity=Severity.ERROR)
def check(op: SetGeneratedExpression, before: Before) -> Complaint | None:
    """Complain of a stored column that is computed again."""
    harm = exposure(before)
    if harm is None:
        return None
    return Complaint(
        what=f"{op.table}.{op.column} is computed again and stored in every row; "
        f"until that is done, {harm.waiting}",
        fix=_fix(op, before),
    )


def _fix(op: SetGeneratedExpression, before: Before) -> str:
    table = before.catalog.table(op.table)
    column = table.column(op.column) if table else None
    new, kind = quoted(f"{op.column}_new"), f" {column.type}" if column else ""
    added = f"alter table {op.table} add column {new}{kind}"
    if before.pg_version >= VIRTUAL_COLUMNS:
        return f"{added} generated always as ({op.expression}) virtual;"
    filled = filled_in_batches(op.table, f"{op.column}_new", str(op.expression))
    return f"{added};\n-- a trigger before insert or update sets it to {op.expression}\n{filled}"

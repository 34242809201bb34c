"""A stored generated column is computed for every row while nobody can read or write the table.

The values of GENERATED ALWAYS AS (…) STORED are in the rows, so ADD COLUMN writes the whole table
anew under ACCESS EXCLUSIVE. Since PostgreSQL 18 a VIRTUAL generated column is computed when it is
read, and adding one touches only the catalog. Before that: an ordinary column, a trigger that fills
it for new rows, and batches for the old ones.

```sql bad
create table item (id bigint primary key, price_cents bigint, amount bigint);
-- migration
alter table item add column total_cents bigint generated always as (price_cents * amount) stored;
```

```sql good
create table item (id bigint primary key, price_cents bigint, amount bigint);
-- migration
alter table item add column total_cents bigint;
```
"""

from lint.advice import column_sql, filled_in_batches
from lint.exposure import exposure
from lint.finding import Severity
from lint.ops import AddColumn
from lint.rule import Before, Complaint, rule

VIRTUAL_COLUMNS = 18


@rule("HG211", on=AddColumn, severity=Severity.ERROR)
def check(op: AddColumn, before: Before) -> Complaint | None:
    """Complain of a generated column whose values are stored."""
    harm = exposure(before)
    if harm is None or not harm.rewrites or op.column.generated is None:
        return None
    return Complaint(
        what=f"{op.table}.{op.column.name} is computed and stored in every row, and the table "
        f"written anew; until that is done, {harm.waiting}",
        fix=_fix(op, str(op.column.generated.expression), before.pg_version),
    )


def _fix(op: AddColumn, expression: str, pg_version: int) -> str:
    added = f"alter table {op.table} add column {column_sql(op.column)}"
    if pg_version >= VIRTUAL_COLUMNS:
        return f"{added} generated always as ({expression}) virtual;"
    filled = filled_in_batches(op.table, op.column.name, expression)
    return f"{added};\n-- a trigger before insert or update sets it to {expression}\n{filled}"

"""A new virtual column that is NOT NULL is computed for every row while nobody can use the table.

A VIRTUAL generated column (PostgreSQL 18) is not stored, so adding one is a matter of a moment. But
NOT NULL must hold for the rows that are there: the expression is computed for each of them under
ACCESS EXCLUSIVE. Add the column, then the constraint as NOT VALID, and validate it in a migration
of its own.

```sql bad 18
create table author (id bigint primary key, name text not null);
-- migration
alter table author add column sort_key text not null generated always as (lower(name)) virtual;
```

```sql good 18
create table author (id bigint primary key, name text not null);
-- migration
alter table author add column sort_key text generated always as (lower(name)) virtual;
```
"""

from lint.advice import column_sql, made_required
from lint.exposure import exposure
from lint.finding import Severity
from lint.ops import AddColumn
from lint.rule import Before, Complaint, rule


@rule("HG233", on=AddColumn, severity=Severity.ERROR)
def check(op: AddColumn, before: Before) -> Complaint | None:
    """Complain of the scan that NOT NULL demands of a column that has no values of its own."""
    harm = exposure(before)
    generated = op.column.generated
    if harm is None or generated is None or generated.is_stored or not op.column.is_not_null:
        return None
    added = f"{column_sql(op.column)} generated always as ({generated.expression}) virtual"
    return Complaint(
        what=f"{op.table}.{op.column.name} is computed for every row to look for NULL; "
        f"until that is done, {harm.waiting}",
        fix=f"alter table {op.table} add column {added};\n"
        f"{made_required(op.table, op.column.name, before.pg_version)}",
    )

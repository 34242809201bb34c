"""A new column that is UNIQUE builds an index while nobody can read or write the table.

The index is built from every row, under the ACCESS EXCLUSIVE lock of ADD COLUMN, even where all
rows hold NULL. Add the column, build the index CONCURRENTLY, and let the constraint take it over.

```sql bad
create table author (id bigint primary key);
-- migration
alter table author add column email text unique;
```

```sql good
create table author (id bigint primary key);
-- migration
alter table author add column email text;
-- migration outside transaction
create unique index concurrently author_email_key on author (email);
-- migration
alter table author add constraint author_email_key unique using index author_email_key;
```
"""

from lint.advice import column_sql, constraint_name, made_required, steps, unique_index
from lint.definitions import PrimaryKey, Unique
from lint.exposure import exposure
from lint.finding import Severity
from lint.ops import AddColumn
from lint.rule import Before, Complaint, rule


@rule("HG216", on=AddColumn, severity=Severity.ERROR)
def check(op: AddColumn, before: Before) -> Complaint | None:
    """Complain of the index of a key written with the column; of a rewrite others complain."""
    harm = exposure(before)
    keys = [each for each in op.column.constraints if isinstance(each, Unique | PrimaryKey)]
    if harm is None or harm.rewrites or not keys:
        return None
    return Complaint(
        what=f"the key of the new column {op.column.name} builds an index from every row of "
        f"{op.table}; until it is done, {harm.waiting}",
        fix=_fix(op, keys[0], before.pg_version),
    )


def _fix(op: AddColumn, key: Unique | PrimaryKey, pg_version: int) -> str:
    column = op.column.name
    is_primary = isinstance(key, PrimaryKey)
    name = constraint_name(op.table, key if is_primary else key.but(columns=(column,)))
    kind = "primary key" if is_primary else "unique"
    required = [made_required(op.table, column, pg_version)] if is_primary else []
    return steps(
        f"alter table {op.table} add column {column_sql(op.column)};",
        *required,
        unique_index(op.table, name, (column,)),
        f"alter table {op.table} add constraint {name} {kind} using index {name};",
    )

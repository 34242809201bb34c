"""A renamed column breaks every running client that still says the old name.

Between this migration and the end of the deployment, the release before it keeps naming the old
column, in SELECT, INSERT, UPDATE and in every mapped entity: PostgreSQL answers 42703. Views of the
database follow a rename, clients do not. Neither order of deployment helps: new code fails before
the migration, old code after it.

Give the column its new name beside the old one: add a column, write both, copy the rows, read the
new one, and drop the old one once nothing names it. Or move the table behind a view that offers
both names, in one transaction. A column that this migration itself added may be renamed freely.

```sql bad
create table author (id bigint primary key, name text);
-- migration
alter table author rename column name to full_name;
```

```sql bad
create table author (id bigint primary key, "firstName" text);
-- migration
do $$ begin
  if exists (select from pg_attribute where attname = 'firstName') then
    alter table public.author rename "firstName" to first_name;
  end if;
end $$;
```

```sql good
create table author (id bigint primary key, name text);
-- migration
alter table author add column full_name text;
```

```sql good
create table author (id bigint primary key, name text);
-- migration
alter table author rename to author_base;
alter table author_base rename column name to full_name;
create view author as select id, full_name, full_name as name from author_base;
```
"""

from lint.advice import filled_in_batches, view_over
from lint.clients import (
    column_of,
    is_column_replaced,
    known_as,
    serves_column,
    takes_a_columns_place,
)
from lint.finding import Severity
from lint.names import quoted
from lint.ops import RenameColumn
from lint.rule import Before, Complaint, rule


@rule("HG401", on=RenameColumn, severity=Severity.ERROR)
def check(op: RenameColumn, before: Before) -> Complaint | None:
    """Complain of a rename that leaves nothing under the old name."""
    if not serves_column(before, op.table, op.column):
        return None
    is_swap = takes_a_columns_place(before, op.table, op.new_name)
    if is_swap or is_column_replaced(before, op.table, op.column):
        return None
    known = known_as(before, op.table).name
    return Complaint(
        f"every running client that names column {quoted(op.column)} of {quoted(known)} fails with"
        f" 42703 from here on, until its replacement is deployed",
        _fix(op, before),
    )


def _fix(op: RenameColumn, before: Before) -> str:
    old, new = quoted(op.column), quoted(op.new_name)
    fact = column_of(before.catalog, op.table, op.column)
    if fact is None:
        return _behind_a_view(op)
    return (
        f"alter table {op.table} add column {new} {fact.type};\n"
        f"-- deploy code that writes both columns\n"
        f"{filled_in_batches(op.table, op.new_name, old)}\n"
        f"-- deploy code that names {new} only, and drop {old} in a later migration"
    )


def _behind_a_view(op: RenameColumn) -> str:
    base = op.table._replace(name=f"{op.table.name}_base")
    old, new = quoted(op.column), quoted(op.new_name)
    return (
        f"-- in one transaction: a view keeps both names\n"
        f"alter table {op.table} rename to {quoted(base.name)};\n"
        f"alter table {base} rename column {old} to {new};\n"
        + view_over(op.table, base, f"*, {new} as {old}")
    )

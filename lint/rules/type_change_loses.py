"""A narrower type loses what does not fit, silently where a cast rounds or cuts.

`numeric(10,4)` to `numeric(10,2)`, `timestamptz` to `date`, `double precision` to `integer` round
or cut every row without a word. So does an explicit cast in USING: `name::varchar(10)` cuts, where
the plain change to `varchar(10)` fails with 22001 on the first longer row, as every client will
that writes one from then on.

Keep the wider type, and say the limit as a CHECK that is added NOT VALID: nothing is cut, and
nothing is rewritten. Or add a column of the new type beside the old one, and convert in batches.

```sql bad also HG218
create table price (id bigint primary key, amount numeric(12, 4) not null);
-- migration
alter table price alter column amount type numeric(12, 2);
```

```sql bad also HG218
create table author (id bigint primary key, name text);
-- migration
alter table author alter column name type varchar(20) using left(name, 20);
```

```sql good
create table author (id bigint primary key, name varchar(20));
-- migration
alter table author alter column name type varchar(40);
```

```sql good
create table author (id bigint primary key, name text);
-- migration
alter table author add constraint author_name_short check (length(name) <= 20) not valid;
```
"""

from lint.clients import column_of, serves_column
from lint.finding import Severity
from lint.names import quoted
from lint.narrowing import Loss, loss
from lint.ops import AlterColumnType
from lint.rule import Before, Complaint, rule


@rule("HG309", on=AlterColumnType, severity=Severity.ERROR)
def check(op: AlterColumnType, before: Before) -> Complaint | None:
    """Complain of a change to a type that holds less; a warning when PostgreSQL will refuse."""
    if not serves_column(before, op.table, op.column):
        return None
    fact = column_of(before.catalog, op.table, op.column)
    if fact is None or (found := loss(op, fact, before.catalog)) is None:
        return None
    named = f"{op.table}.{quoted(op.column)}"
    return Complaint(
        f"{named} changes from {fact.type} to {op.type}: {found.what}",
        f"-- convert in batches, into a column beside it\n"
        f"alter table {op.table} add column {quoted(f'new_{op.column}')} {op.type};",
        severity=_severity(found),
    )


def _severity(found: Loss) -> Severity:
    return Severity.ERROR if found.is_silent else Severity.WARNING

"""A NOT NULL column without a default is refused by a table with rows, and breaks old inserts.

PostgreSQL has no value for the rows that exist, so the statement fails with 23502 as soon as there
is one. And where it succeeds, the clients that run during the deployment do not know the column:
every INSERT of theirs leaves it out and fails with 23502. `DEFAULT NULL` is no default; a primary
key, a NOT NULL domain or `CHECK (… IS NOT NULL)` demands a value just as NOT NULL does.

Give the column a constant default: since PostgreSQL 11 that touches no row, and old inserts get it.
Or add it without NOT NULL, write it from the next release on, fill the rows, and require it then.

```sql bad
create table author (id bigint primary key);
-- migration
alter table author add column country text not null;
```

```sql bad
create table author (id bigint primary key);
-- migration
alter table author add column country text not null default null::text;
```

```sql bad also HG214
create domain country_code as text not null;
create schema shop;
create table shop."Author" (id bigint primary key);
-- migration
alter table shop."Author" add column country country_code;
```

```sql good
create table author (id bigint primary key);
-- migration
alter table author add column country text not null default 'unknown';
```

```sql good
create table author (id bigint primary key);
-- migration
alter table author add column country text;
```
"""

from lint.absence import domains, fills_in, fills_in_at_commit, refuses_null
from lint.advice import column_sql, filled_in_batches, made_required, steps
from lint.clients import serves
from lint.finding import Severity
from lint.names import quoted
from lint.ops import AddColumn
from lint.rule import Before, Complaint, rule
from lint.truth import Truth


@rule("HG412", on=AddColumn, severity=Severity.ERROR)
def check(op: AddColumn, before: Before) -> Complaint | None:
    """Complain of a new column that takes no NULL and has no value of its own."""
    column, catalog = op.column, before.catalog
    is_there = op.if_not_exists and catalog.has_column(op.table, column.name) is Truth.PROVEN
    if is_there or not serves(before, op.table):
        return None
    if fills_in(catalog, column) or not refuses_null(catalog, column):
        return None
    clients = ", and every INSERT of the release before it fails with 23502"
    later = clients * (not fills_in_at_commit(before, op.table, column.name))
    return Complaint(
        f"{op.table}.{quoted(column.name)} needs a value that nothing gives: PostgreSQL refuses it"
        f" if {op.table} has a row (23502){later}",
        _fix(op, before),
    )


def _fix(op: AddColumn, before: Before) -> str:
    name = op.column.name
    is_domain = bool(domains(before.catalog, op.column))
    # A domain may be what refuses NULL: the column begins as what the domain is made of.
    base = before.catalog.base_type(op.column.type) if is_domain else op.column.type
    column = op.column.but(default=None, type=base)
    return steps(
        f"alter table {op.table} add column {column_sql(column)};\n"
        f"-- deploy code that writes it\n{filled_in_batches(op.table, name, '…')}",
        made_required(op.table, name, before.pg_version),
    )

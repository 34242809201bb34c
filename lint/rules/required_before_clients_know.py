"""A column that becomes required in the migration that adds it breaks every insert of old clients.

The release that runs during the migration cannot know the column, so every INSERT of its leaves it
out. Filling the rows that exist before NOT NULL is set helps those rows only: the next insert fails
with 23502 (23514 for a CHECK).

Add the column in this migration, deploy code that writes it, and require it in a later one. Or let
it have a default, and keep that until the next release writes the column.

```sql bad
create table author (id bigint primary key);
-- migration
alter table author add column country text;
alter table author add constraint author_country_present check (country is not null) not valid;
```

```sql bad also HG201
create table author (id bigint primary key);
-- migration
alter table author add column country text;
alter table author alter column country set not null;
```

```sql good
create table author (id bigint primary key);
-- migration
alter table author add column country text;
-- migration
alter table author add constraint author_country_present check (country is not null) not valid;
```
"""

from collections.abc import Iterator

from lint.absence import demands, fills_in_at_commit
from lint.clients import is_new, serves
from lint.expressions import ColumnReference
from lint.finding import Severity
from lint.names import quoted
from lint.ops import AddConstraint, SetNotNull
from lint.rule import Before, Complaint, rule


@rule("HG413", on=(SetNotNull, AddConstraint), severity=Severity.ERROR)
def check(op: SetNotNull | AddConstraint, before: Before) -> Iterator[Complaint]:
    """Complain of each column that this migration adds and requires."""
    if not serves(before, op.table):
        return
    for column in _added_here(op, before):
        if _requires(op, column) and not fills_in_at_commit(before, op.table, column):
            yield Complaint(
                f"running clients do not know {op.table}.{quoted(column)}: every INSERT of theirs"
                f" leaves it out and fails from here on",
                f"-- fills in what old clients leave out; drop it once the next release writes it\n"
                f"alter table {op.table} alter column {quoted(column)} set default '…';",
            )


def _added_here(op: SetNotNull | AddConstraint, before: Before) -> tuple[str, ...]:
    table = before.catalog.table(op.table)
    columns = table.columns if table else ()
    return tuple(each.name for each in columns if is_new(before.run, each.serial))


def _requires(op: SetNotNull | AddConstraint, column: str) -> bool:
    if isinstance(op, SetNotNull):
        return op.column == column
    return demands(op.constraint, ColumnReference(column))

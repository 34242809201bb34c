"""A renamed table breaks every running client that still says the old name.

The release before this migration keeps reading and writing the old name until it is replaced:
PostgreSQL answers 42P01, relation does not exist. Foreign keys and views follow the table; clients,
functions whose bodies are text, and jobs do not.

In the same transaction, leave a view under the old name: PostgreSQL writes through a view of one
table, ON CONFLICT and RETURNING included, so both releases work. Drop the view once no client names
it. A table that this migration created, or that takes the place of another one, is fine.

```sql bad
create table author (id bigint primary key, name text);
-- migration
alter table author rename to writer;
```

```sql bad
create schema shop;
create table shop."Order" (id bigint primary key);
-- migration
alter table if exists shop."Order" rename to orders;
```

```sql good
create table author (id bigint primary key, name text);
-- migration
alter table author rename to writer;
create view author as select id, name from writer;
```

```sql good
create table author (id bigint primary key, name text);
-- migration
create table draft (id bigint primary key);
alter table draft rename to article;
```
"""

from lint.advice import view_over
from lint.clients import at_commit, is_new, is_replaced, known_as, serves, takes_a_place
from lint.finding import Severity
from lint.names import quoted
from lint.ops import CopyFrom, CreateTableAs, Insert, Merge, Operation, RenameTable
from lint.rule import Before, Complaint, rule


@rule("HG402", on=RenameTable, severity=Severity.ERROR)
def check(op: RenameTable, before: Before) -> Complaint | None:
    """Complain of a rename that leaves nothing under the old name."""
    new = before.catalog.qualified(op.table)._replace(name=op.new_name)
    is_index = before.catalog.index(op.table) is not None
    if is_index or not serves(before, op.table) or takes_a_place(before, new):
        return None
    if is_replaced(before, op.table):
        return _replacement(op, before)
    return Complaint(
        f"every running client that names table {op.table} fails with 42P01 from here on, until its"
        f" replacement is deployed",
        _fix(op),
    )


def _replacement(op: RenameTable, before: Before) -> Complaint | None:
    """Complain of a table made here that takes the place without all of the rows."""
    new = at_commit(before).table(known_as(before, op.table))
    if new is None or new.children or not is_new(before.run, new.serial):
        return None
    if not any(_fills(step.operation, before) for step in before.run.steps):
        return Complaint(
            f"every running client that reads {op.table} finds it empty from here on", _fix(op)
        )
    lock = before.transaction.strongest(before.catalog.qualified(op.table))
    if lock is not None and lock.blocks_writes:
        return None
    return Complaint(
        f"what others write to {op.table} after the copy and before this commit is missing in the"
        f" table that takes its place",
        f"-- first in the transaction, for as long as the copy takes\n"
        f"lock table {op.table} in share row exclusive mode;",
        severity=Severity.WARNING,
    )


def _fills(op: Operation, before: Before) -> bool:
    """Tell if the operation puts rows into a table that the migration made."""
    if isinstance(op, Insert | CopyFrom | Merge):
        name = op.table
    elif isinstance(op, CreateTableAs):
        name = op.name
    else:
        return False
    return before.run.before.relation(name) is None or before.catalog.relation(name) is None


def _fix(op: RenameTable) -> str:
    new = op.table._replace(name=op.new_name)
    return (
        f"-- in one transaction: a view keeps the old name\n"
        f"alter table {op.table} rename to {quoted(op.new_name)};\n"
        + view_over(op.table, new)
        + f"\n-- drop the view in a later migration, once no client names {op.table}"
    )

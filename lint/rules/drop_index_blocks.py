"""`DROP INDEX` waits for every query of the table, and everybody else waits behind it.

It takes ACCESS EXCLUSIVE on the table, so it must wait until the longest query that runs there has
ended, and every query that comes later queues behind it. DROP INDEX CONCURRENTLY waits without
keeping anybody out. It cannot run inside a transaction. The index of a partitioned table cannot be
dropped that way.

```sql bad
create table book (id bigint primary key, title text);
create index book_title_idx on book (title);
-- migration
drop index book_title_idx;
```

```sql good
create table book (id bigint primary key, title text);
create index book_title_idx on book (title);
-- migration outside transaction
drop index concurrently book_title_idx;
```
"""

from lint.advice import OUTSIDE
from lint.exposure import is_exposed
from lint.facts import Table
from lint.finding import Severity
from lint.names import Name
from lint.ops import DropIndex
from lint.rule import Before, Complaint, rule


@rule("HG101", on=DropIndex, severity=Severity.WARNING)
def check(op: DropIndex, before: Before) -> Complaint | None:
    """Complain of indexes that could be dropped CONCURRENTLY."""
    if op.concurrently or before.effects.fails is not None:
        return None
    names = [name for name in op.names if _is_in_use(name, before)]
    if not names:
        return None
    index = before.catalog.index(names[0])
    table = str(index.table.name) if index else "its table"
    exists = "if exists " * op.if_exists
    drops = [f"drop index concurrently {exists}{name};" for name in names]
    return Complaint(
        what=f"dropping {names[0]} waits for every running query of {table}, and meanwhile nobody "
        f"can read or write {table}",
        fix="\n".join([OUTSIDE, *drops]),
    )


def _is_in_use(name: Name, before: Before) -> bool:
    if not any(
        each.relation == before.catalog.qualified(name) for each in before.effects.relations
    ):
        return False
    index = before.catalog.index(name)
    table = before.catalog.relation(index.table) if index else None
    if isinstance(table, Table) and table.partition_by is not None:
        return False
    return is_exposed(name, before)

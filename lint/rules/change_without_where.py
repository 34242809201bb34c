"""An UPDATE or DELETE without WHERE locks every row of the table until it commits.

Whoever wants to write one of the rows waits, the write-ahead log and every replica get the whole
table at once, and an UPDATE leaves a dead copy of each row behind. Work through the key in batches
of some thousand rows, each in a transaction of its own. To empty a table that nobody uses, TRUNCATE
is quicker.

```sql bad
create table author (id bigint primary key, score integer);
-- migration
update author set score = 0;
```

```sql good
create table author (id bigint primary key, score integer);
-- migration
update author set score = 0 where id between 1 and 5000;
```
"""

from lint.changes import is_everything, reaches_many_rows
from lint.exposure import held_waiting
from lint.finding import Severity
from lint.names import quoted
from lint.ops import Delete, Update
from lint.rule import Before, Complaint, rule


@rule("HG506", on=(Update, Delete), severity=Severity.WARNING)
def check(op: Update | Delete, before: Before) -> Complaint | None:
    """Complain of a change to all rows; under a lock that is held another rule does."""
    if not is_everything(op, before) or not reaches_many_rows(op, before):
        return None
    if held_waiting(before) is not None:
        return None
    verb = "updates" if isinstance(op, Update) else "deletes"
    return Complaint(
        what=f"this {verb} every row of {op.table} in one transaction; whoever writes one of them "
        f"waits until it commits",
        fix=f"-- in batches, each in a transaction of its own:\n{_batch(op, before)};",
    )


def _batch(op: Update | Delete, before: Before) -> str:
    table = before.catalog.table(op.table)
    key = table.primary_key if table is not None else None
    column = quoted(key.columns[0]) if key is not None and key.columns else "id"
    word = "where" if op.where is None else "and"
    return f"{op.statement.sql} {word} {column} between 1 and 5000"

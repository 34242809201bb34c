"""Outside a transaction a migration that fails half-way leaves the first half done.

Each statement commits by itself. When a later one fails, the next run begins from the top and fails
at the first, for it was done already. Give each such statement a migration of its own, or write
them so that they can run twice: IF NOT EXISTS, IF EXISTS.

```sql bad
create table book (id bigint primary key, title text);
-- migration outside transaction
alter table book add column pages integer;
create index concurrently book_title_idx on book (title);
```

```sql good
create table book (id bigint primary key, title text);
-- migration outside transaction
alter table book add column if not exists pages integer;
```
"""

from collections.abc import Iterator

from lint import ops
from lint.finding import Severity
from lint.migration import Transactions
from lint.ops import Operation
from lint.rule import Complaint, Run, migration_rule

# What does not count as a step that could be left half-done.
SETTINGS: tuple[type[Operation], ...] = (
    *(ops.SetVariable, ops.ResetVariable, ops.Select, ops.Begin, ops.Commit, ops.Rollback),
    *(ops.Vacuum, ops.Analyze, ops.Other, ops.Opaque, ops.DoBlock, ops.CommentOn),
)
CREATES = (ops.CreateTable, ops.CreateIndex, ops.CreateSequence, ops.CreateSchema, ops.AddColumn)
DROPS = (ops.Drop, ops.DropColumn, ops.DropConstraint)


@migration_rule("HG512", severity=Severity.NOTE)
def check(run: Run) -> Iterator[Complaint]:
    """Say which statements outside a transaction cannot run twice."""
    if run.migration.transactions is not Transactions.SEPARATE:
        return
    changes = [each for each in run.steps if not isinstance(each.operation, SETTINGS)]
    if len({each.operation.statement.index for each in changes}) < len(("one", "another")):
        return
    for step in changes[:-1]:
        op = step.operation
        if step.transaction.is_block or not _fails_when_repeated(op):
            continue
        yield Complaint(
            what="when a later statement fails, this one is done already and fails on the next run",
            fix=f"-- with IF [NOT] EXISTS, or in a migration of its own:\n{op.statement.sql};",
            at=op,
        )


def _fails_when_repeated(op: Operation) -> bool:
    if isinstance(op, CREATES):
        return not op.if_not_exists
    return isinstance(op, DROPS) and not op.if_exists

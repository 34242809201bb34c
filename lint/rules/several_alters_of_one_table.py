"""Several ALTER TABLE of one table can be one, which takes the lock once and scans once.

`alter table author add column a text, add column b text` does in one pass what two statements do in
two: where both read or rewrite the table, it is done once.

```sql bad
create table author (id bigint primary key);
-- migration
alter table author add column note text;
alter table author add column place text;
```

```sql good
create table author (id bigint primary key);
-- migration
alter table author add column note text, add column place text;
```
"""

from collections.abc import Iterator

from lint import ops
from lint.exposure import closed_tables
from lint.finding import Severity
from lint.ops import AlterTable, Operation
from lint.rule import Complaint, Run, migration_rule

# These are statements of their own: no other clause can stand beside them.
ALONE: tuple[type[Operation], ...] = (
    *(ops.RenameColumn, ops.RenameConstraint, ops.RenameRelation, ops.SetRelationSchema),
    *(ops.AttachPartition, ops.DetachPartition, ops.FinalizeDetach, ops.AttachIndex),
    ops.ValidateConstraint,
)


@migration_rule("HG508", severity=Severity.NOTE)
def check(run: Run) -> Iterator[Complaint]:
    """Say which ALTER TABLE could be part of the one right before it."""
    previous: AlterTable | None = None
    for step in run.steps:
        op = step.operation
        if not isinstance(op, AlterTable) or isinstance(op, ALONE) or not closed_tables(step, run):
            previous = None
            continue
        if previous is not None and _could_join(previous, op):
            yield Complaint(
                what=f"this takes the lock on {op.table} once more; it can be a part of the "
                f"ALTER TABLE before it",
                fix=f"{previous.statement.sql},\n{_clauses(op)};",
                at=op,
            )
        previous = op


def _could_join(one: AlterTable, other: AlterTable) -> bool:
    return (
        one.statement is not other.statement
        and one.table == other.table
        and one.only == other.only
        and one.kind is other.kind
    )


def _clauses(op: AlterTable) -> str:
    start = op.span.start - op.statement.span.start
    return op.statement.sql[max(0, start) :]

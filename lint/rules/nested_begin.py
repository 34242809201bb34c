"""BEGIN inside a transaction does nothing, and its COMMIT ends the transaction around it.

PostgreSQL has no nested transactions: the inner BEGIN is a warning, the inner COMMIT commits
everything, and what follows is no longer undone when it fails. Tools that wrap a migration in a
transaction then record it as done in a transaction of its own. Leave BEGIN and COMMIT to the tool,
or tell it not to wrap the file.

```sql bad
create table author (id bigint primary key);
-- migration
create table book (id bigint primary key);
begin;
create table shop (id bigint primary key);
```

```sql good
create table author (id bigint primary key);
-- migration outside transaction
begin;
create table book (id bigint primary key);
create table shop (id bigint primary key);
commit;
```
"""

from lint.finding import Severity
from lint.migration import Transactions
from lint.ops import Begin, Commit, Operation, Rollback
from lint.rule import Before, Complaint, rule


@rule("HG509", on=Begin, severity=Severity.WARNING)
def check(op: Begin, before: Before) -> Complaint | None:
    """Complain of BEGIN in a block; of one around the whole file, say so only."""
    if not before.transaction.is_block or _ends_implicit_one(before):
        return None
    return Complaint(
        what="a transaction is open already: this BEGIN does nothing, and the next COMMIT ends the "
        "one around it",
        fix=f"-- leave out: {op.statement.sql}",
        severity=Severity.NOTE if _is_around_the_file(before) else None,
    )


def _ends_implicit_one(before: Before) -> bool:
    """Tell if the block is the one around a query string, which BEGIN makes a real one silently."""
    is_implicit = before.migration.transactions is Transactions.IMPLICIT
    return is_implicit and not before.transaction.is_explicit


def _is_around_the_file(before: Before) -> bool:
    operations: tuple[Operation, ...] = before.run.operations
    return (
        before.index == 0
        and isinstance(operations[-1], Commit | Rollback)
        and not any(isinstance(each, Begin | Commit | Rollback) for each in operations[1:-1])
    )

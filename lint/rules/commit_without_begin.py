"""COMMIT or ROLLBACK without a BEGIN in the file ends the transaction that the tool opened.

What the tool wraps around a migration is then committed too early, or undone: the statements that
follow run each by itself, and the tool's record of the migration is no longer in the same
transaction. Where no transaction is open, the statement does nothing at all.

```sql bad
create table author (id bigint primary key);
-- migration
create table book (id bigint primary key);
commit;
create table shop (id bigint primary key);
```

```sql good
create table author (id bigint primary key);
-- migration outside transaction
begin;
create table book (id bigint primary key);
commit;
create table shop (id bigint primary key);
```
"""

from lint.finding import Severity
from lint.migration import Transactions
from lint.ops import Commit, Rollback
from lint.rule import Before, Complaint, rule


@rule("HG511", on=(Commit, Rollback), severity=Severity.WARNING)
def check(op: Commit | Rollback, before: Before) -> Complaint | None:
    """Complain of an end without a beginning in the file."""
    if before.transaction.is_explicit:
        return None
    word = "COMMIT" if isinstance(op, Commit) else "ROLLBACK"
    effect = (
        "ends the transaction around the migration"
        if before.transaction.is_block
        else ("does nothing, for no transaction is open")
    )
    is_by_design = before.migration.transactions is Transactions.IMPLICIT
    return Complaint(
        what=f"this {word} has no BEGIN: it {effect}",
        fix=f"-- leave out, or write BEGIN where it should start: {op.statement.sql}",
        severity=Severity.NOTE if is_by_design else None,
    )

"""A new column with a CHECK makes PostgreSQL read every row while nobody can use the table.

Even where all old rows will hold NULL or one and the same default, ADD COLUMN … CHECK (…) evaluates
the constraint for each of them under ACCESS EXCLUSIVE. Add the column, add the constraint as NOT
VALID, and validate it in a migration of its own.

```sql bad
create table book (id bigint primary key);
-- migration
alter table book add column pages integer check (pages > 0);
```

```sql good
create table book (id bigint primary key);
-- migration
alter table book add column pages integer;
alter table book add constraint book_pages_check check (pages > 0) not valid;
-- migration
alter table book validate constraint book_pages_check;
```
"""

from lint.advice import added_not_valid, column_sql, made_name
from lint.definitions import Check
from lint.exposure import exposure
from lint.finding import Severity
from lint.ops import AddColumn
from lint.rule import Before, Complaint, rule


@rule("HG215", on=AddColumn, severity=Severity.ERROR)
def check(op: AddColumn, before: Before) -> Complaint | None:
    """Complain of a scan for a CHECK; a rewrite, which checks as it goes, is another matter."""
    harm = exposure(before)
    checks = [each for each in op.column.constraints if isinstance(each, Check)]
    if harm is None or harm.rewrites or not checks:
        return None
    return Complaint(
        what=f"the CHECK of the new column {op.column.name} is evaluated for every row of "
        f"{op.table}; until that is done, {harm.waiting}",
        fix=_fix(op, checks[0]),
    )


def _fix(op: AddColumn, constraint: Check) -> str:
    default = made_name(op.table, (op.column.name,), "check").strip('"')
    named = constraint if constraint.name is not None else constraint.but(name=default)
    added = f"alter table {op.table} add column {column_sql(op.column)};"
    return f"{added}\n{added_not_valid(op.table, named)}"

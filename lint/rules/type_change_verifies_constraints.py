"""A change of type that keeps the rows still checks constraints anew, row by row, under the lock.

Where the bytes stay the same nothing is written. But a CHECK that names the column is dropped and
made again in the same statement, and verified against every row under ACCESS EXCLUSIVE. Drop the
CHECK before, and add it again as NOT VALID and validate it afterwards.

```sql bad
create table author (id bigint primary key, name varchar(80));
alter table author add constraint author_name_present check (name <> '');
-- migration
alter table author alter column name type text;
```

```sql good
create table author (id bigint primary key, name varchar(80));
alter table author add constraint author_name_present check (name <> '') not valid;
-- migration
alter table author alter column name type text;
-- migration
alter table author validate constraint author_name_present;
```
"""

from lint.advice import LATER, constraint_sql, steps
from lint.definitions import Check
from lint.exposure import exposure
from lint.expressions import columns_in
from lint.finding import Severity
from lint.names import quoted
from lint.ops import AlterColumnType
from lint.rule import Before, Complaint, rule


@rule("HG220", on=AlterColumnType, severity=Severity.ERROR)
def check(op: AlterColumnType, before: Before) -> Complaint | None:
    """Complain of a scan that comes without a rewrite and without an index."""
    harm = exposure(before)
    if harm is None or harm.rewrites or harm.builds:
        return None
    return Complaint(
        what=f"the new type of {op.table}.{op.column} keeps the rows as they are, but constraints "
        f"are checked against every row again; until that is done, {harm.waiting}",
        fix=_fix(op, before),
    )


def _fix(op: AlterColumnType, before: Before) -> str:
    table = before.catalog.table(op.table)
    checks = [
        each
        for each in (table.constraints if table else ())
        if isinstance(each, Check) and each.name and op.column in columns_in(each.expression)
    ]
    names = [quoted(each.name or "") for each in checks]
    drops = [f"alter table {op.table} drop constraint {name};" for name in names]
    adds = [
        f"alter table {op.table} add constraint {name} {constraint_sql(each)} not valid;"
        for name, each in zip(names, checks, strict=True)
    ]
    validates = [f"alter table {op.table} validate constraint {name};" for name in names]
    if not checks:
        return f"{LATER}\n{op.statement.sql};"
    return steps("\n".join([*drops, f"{op.statement.sql};", *adds]), "\n".join(validates))

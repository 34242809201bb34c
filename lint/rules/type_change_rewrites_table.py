"""A type change that changes the stored bytes writes the table while nobody can use it.

PostgreSQL writes the table and all its indexes anew under ACCESS EXCLUSIVE. It does not when the
bytes stay as they are: a longer varchar, varchar to text, numeric with more digits at the same
scale, a wider timestamp, a domain without constraints. integer to bigint, char(n) to text, an enum
to text, a new scale and every USING that computes something do rewrite.

Add a new column of the new type, keep it in step with a trigger, fill the old rows in batches, let
the clients move to it, and drop the old column when nobody uses it.

```sql bad
create table book (id bigint primary key, pages integer);
-- migration
alter table book alter column pages type bigint;
```

```sql good
create table book (id bigint primary key, isbn varchar(13));
-- migration
alter table book alter column isbn type text;
```

```sql good
create table book (id bigint primary key, pages integer);
-- migration
alter table book add column page_count bigint;
```
"""

from lint.advice import filled_in_batches
from lint.exposure import exposure
from lint.finding import Severity
from lint.names import quoted
from lint.ops import AlterColumnType
from lint.rule import Before, Complaint, rule


@rule("HG218", on=AlterColumnType, severity=Severity.ERROR)
def check(op: AlterColumnType, before: Before) -> Complaint | None:
    """Complain of a conversion that writes the table anew."""
    harm = exposure(before)
    if harm is None or not harm.rewrites:
        return None
    column, unknown = f"{op.table}.{op.column}", " and ".join(before.effects.unknown)
    is_sure = f"every value of {column} is converted to {op.type}, and the table written anew"
    may_be = f"{unknown} is not known: {column} may have to be converted, in every row"
    return Complaint(
        what=f"{may_be if unknown else is_sure}; until that is done, {harm.waiting}",
        fix=_fix(op),
    )


def _fix(op: AlterColumnType) -> str:
    new = f"{op.column}_new"
    value = str(op.using) if op.using is not None else f"{quoted(op.column)}::{op.type}"
    return (
        f"alter table {op.table} add column {quoted(new)} {op.type};\n"
        f"-- a trigger before insert or update sets it to {value}\n"
        f"{filled_in_batches(op.table, new, value)}\n"
        f"-- then let the clients use {quoted(new)}, and drop {quoted(op.column)} at last"
    )

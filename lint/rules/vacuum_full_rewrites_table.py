"""`VACUUM FULL` writes the whole table anew while nobody can read or write it.

It copies the rows that are alive and builds all indexes again under ACCESS EXCLUSIVE. Plain VACUUM
makes the space usable again while reads and writes go on; where the file itself must shrink,
pg_repack does it online.

```sql bad
create table visit (id bigint primary key, page text);
-- migration outside transaction
vacuum full visit;
```

```sql good
create table visit (id bigint primary key, page text);
-- migration outside transaction
vacuum (analyze) visit;
```
"""

from lint.advice import OUTSIDE
from lint.exposure import exposure
from lint.finding import Severity
from lint.ops import Vacuum
from lint.rule import Before, Complaint, rule


@rule("HG226", on=Vacuum, severity=Severity.ERROR)
def check(op: Vacuum, before: Before) -> Complaint | None:
    """Complain of VACUUM FULL; without a table it means all of them."""
    if not op.full or before.effects.fails is not None:
        return None
    harm = exposure(before)
    if op.tables and harm is None:
        return None
    tables = ", ".join(map(str, op.tables))
    blocked = harm.waiting if harm is not None and op.tables else "nobody can use them, one by one"
    return Complaint(
        what=f"{tables or 'all tables of the database'} are written anew; "
        f"until that is done, {blocked}",
        fix=f"{OUTSIDE}\nvacuum (analyze){' ' * bool(tables)}{tables};",
    )

"""Without NOT NULL, running clients may read a NULL they have never seen.

The statement itself is safe and quick. What reads the column with types that know no NULL fails on
the first row that has one, and that row comes with the next release.

Write NULL only once every reader can take it.

```sql bad
create table author (id bigint primary key, name text not null);
-- migration
alter table author alter column name drop not null;
```

```sql good
create table author (id bigint primary key, name text not null);
-- migration
alter table author alter column name set default '';
```
"""

from lint.clients import serves_column
from lint.finding import Severity
from lint.names import quoted
from lint.ops import DropNotNull
from lint.rule import Before, Complaint, rule


@rule("HG416", on=DropNotNull, severity=Severity.NOTE)
def check(op: DropNotNull, before: Before) -> Complaint | None:
    """Note that readers may meet NULL."""
    if not serves_column(before, op.table, op.column):
        return None
    column = quoted(op.column)
    return Complaint(
        f"running clients that read {op.table}.{column} may meet NULL, once somebody writes one",
        f"alter table {op.table} alter column {column} drop not null;\n"
        f"-- deploy readers that take NULL before a writer that writes it",
    )

"""Dropping a column and adding it again under the same name empties it.

A type change in disguise: the new column has the old one's name and none of its values, and the
values it had are gone with the commit. Running clients find their column, empty or with another
type, and a generated one refuses what they write (428C9).

Add the new column under another name, fill it in batches while both are written, and change the
clients over. Or let PostgreSQL convert the values: `ALTER COLUMN … TYPE … USING …`.

```sql bad
create table author (id bigint primary key, age text);
-- migration
alter table author drop column age, add column age integer;
```

```sql good
create table author (id bigint primary key, age text);
-- migration
alter table author add column age_years integer;
```
"""

from lint.clients import column_of, serves_column
from lint.disguise import recreated
from lint.finding import Severity
from lint.names import quoted
from lint.ops import AddColumn, DropColumn
from lint.rule import Before, Complaint, rule


@rule("HG302", on=DropColumn, severity=Severity.ERROR)
def check(op: DropColumn, before: Before) -> Complaint | None:
    """Complain of a dropped column that the migration adds again."""
    added = recreated(op, before)
    if added is None or not serves_column(before, op.table, op.column):
        return None
    return Complaint(
        f"all values of {op.table}.{quoted(op.column)} are lost: the column that comes in its place"
        f" starts empty{_refusal(added)}",
        _fix(op, added, before),
    )


def _refusal(added: AddColumn) -> str:
    is_generated = added.column.generated is not None
    return ", and running clients that write it fail with 428C9" if is_generated else ""


def _fix(op: DropColumn, added: AddColumn, before: Before) -> str:
    old, new = quoted(op.column), quoted(f"new_{op.column}")
    fact = column_of(before.catalog, op.table, op.column)
    generated = added.column.generated
    made = f" generated always as ({generated.expression}) stored" if generated else ""
    kept = f" -- {old} stays {fact.type}" if fact else ""
    return (
        f"alter table {op.table} add column {new} {added.column.type}{made};{kept}\n"
        f"-- deploy code that writes both, fill {new} in batches, deploy code that reads {new},\n"
        f"-- and drop {old} in a later migration"
    )

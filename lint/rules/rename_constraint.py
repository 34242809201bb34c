"""A renamed constraint is missed by ON CONFLICT ON CONSTRAINT, and by code that reads error names.

`on conflict on constraint author_email_key` fails with 42704 once the name is gone. Code that tells
one violation from another by the constraint's name no longer knows it.

This is a note, because most code names columns, not constraints. ON CONFLICT (columns) does not
mind.

```sql bad
create table author (id bigint primary key, email text constraint author_email_key unique);
-- migration
alter table author rename constraint author_email_key to author_email_unique;
```

```sql good
create table author (id bigint primary key, age int constraint author_grown check (age > 0));
-- migration
alter table author rename constraint author_grown to author_age_positive;
```
"""

from lint.clients import serves
from lint.definitions import Exclusion, KeyConstraint
from lint.finding import Severity
from lint.names import quoted
from lint.ops import RenameConstraint
from lint.rule import Before, Complaint, rule


@rule("HG430", on=RenameConstraint, severity=Severity.NOTE)
def check(op: RenameConstraint, before: Before) -> Complaint | None:
    """Note a renamed key."""
    table = before.catalog.table(op.table)
    key = table.constraint(op.constraint) if table else None
    if not serves(before, op.table) or not isinstance(key, KeyConstraint | Exclusion | None):
        return None
    if table is not None and table.is_complete and key is None:
        return None
    old, new = quoted(op.constraint), quoted(op.new_name)
    return Complaint(
        f"running clients that say ON CONFLICT ON CONSTRAINT {old} on {op.table} fail with 42704"
        f" from here on",
        f"alter table {op.table} rename constraint {old} to {new};\n"
        f"-- once no released client names it",
    )

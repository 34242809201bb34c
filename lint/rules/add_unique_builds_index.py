"""`ADD UNIQUE` builds an index while nobody can read or write the table.

Unlike CREATE UNIQUE INDEX, which stops writes only, ADD CONSTRAINT … UNIQUE takes ACCESS EXCLUSIVE
while it builds. Build the index CONCURRENTLY first; the constraint then takes it over with USING
INDEX, which is a matter of a moment.

```sql bad
create table author (id bigint primary key, email text);
-- migration
alter table author add constraint author_email_key unique (email);
```

```sql good
create table author (id bigint primary key, email text);
-- migration outside transaction
create unique index concurrently author_email_key on author (email);
-- migration
alter table author add constraint author_email_key unique using index author_email_key;
```
"""

from lint.advice import constraint_name, steps, unique_index
from lint.definitions import Unique
from lint.exposure import exposure
from lint.finding import Severity
from lint.ops import AddConstraint
from lint.rule import Before, Complaint, rule


@rule("HG205", on=AddConstraint, severity=Severity.ERROR)
def check(op: AddConstraint, before: Before) -> Complaint | None:
    """Complain of a UNIQUE constraint that builds its own index."""
    harm = exposure(before)
    if harm is None or not isinstance(op.constraint, Unique):
        return None
    name = constraint_name(op.table, op.constraint)
    return Complaint(
        what=f"the constraint {name} builds an index from every row of {op.table}; "
        f"until it is done, {harm.waiting}",
        fix=steps(
            unique_index(op.table, name, op.constraint.columns),
            f"alter table {op.table} add constraint {name} unique using index {name};",
        ),
    )

"""A constraint or index without a name gets one that later migrations have to guess.

PostgreSQL makes it of the table, the columns and a number when the name is taken, so it may differ
from server to server: `author_check`, `author_check1`. A migration that drops or validates it by
that name fails where it got another.

Name it, by one convention for the whole schema.

```sql bad
create table author (id bigint primary key, age int);
-- migration
alter table author add check (age > 0) not valid;
```

```sql bad
create table author (id bigint primary key, age int);
-- migration outside transaction
create index concurrently on author (age);
```

```sql good
create table author (id bigint primary key, age int);
-- migration
alter table author add constraint author_age_positive check (age > 0) not valid;
```
"""

from lint.advice import constraint_name, constraint_sql, index_keys, made_name
from lint.finding import Severity
from lint.ops import AddConstraint, CreateIndex
from lint.rule import Before, Complaint, rule


@rule("HG911", on=(AddConstraint, CreateIndex), severity=Severity.NOTE)
def check(op: AddConstraint | CreateIndex, _: Before) -> Complaint | None:
    """Note what PostgreSQL will have to name."""
    if isinstance(op, CreateIndex):
        return _index(op) if op.name is None else None
    if op.constraint.name is not None:
        return None
    name = constraint_name(op.table, op.constraint)
    later = " not valid" * (not op.constraint.is_validated)
    return Complaint(
        f"the constraint on {op.table} gets a name that may differ from server to server",
        f"alter table {op.table} add constraint {name} {constraint_sql(op.constraint)}{later};",
    )


def _index(op: CreateIndex) -> Complaint:
    columns = tuple(each.column for each in op.columns if each.column is not None)
    unique, concurrently = "unique " * op.is_unique, "concurrently " * op.concurrently
    name = made_name(op.table, columns or ("expr",), "idx")
    return Complaint(
        f"the index on {op.table} gets a name that may differ from server to server",
        f"create {unique}index {concurrently}{name} on {op.table} {index_keys(op.columns)};",
    )

"""`PRIMARY KEY USING INDEX` on a nullable column reads every row under ACCESS EXCLUSIVE.

USING INDEX spares building the index. But a primary key's columns are NOT NULL, and where they are
not yet, PostgreSQL makes them so under ACCESS EXCLUSIVE, with a scan. Make them NOT NULL first.

```sql bad
create table author (id bigint, name text);
create unique index author_id_key on author (id);
-- migration
alter table author add constraint author_pkey primary key using index author_id_key;
```

```sql good
create table author (id bigint, name text);
create unique index author_id_key on author (id);
-- migration
alter table author add constraint author_id_present check (id is not null) not valid;
-- migration
alter table author validate constraint author_id_present;
-- migration
alter table author alter column id set not null;
-- migration
alter table author add constraint author_pkey primary key using index author_id_key;
```
"""

from lint.advice import made_required, steps
from lint.definitions import PrimaryKey
from lint.exposure import exposure
from lint.finding import Severity
from lint.names import Name
from lint.ops import AddConstraint
from lint.rule import Before, Complaint, rule


@rule("HG208", on=AddConstraint, severity=Severity.ERROR)
def check(op: AddConstraint, before: Before) -> Complaint | None:
    """Complain of the scan for NULL that the index does not spare."""
    harm = exposure(before)
    key = op.constraint
    if harm is None or not isinstance(key, PrimaryKey) or key.using_index is None:
        return None
    return Complaint(
        what=f"the columns of {key.using_index} may be NULL, so every row of {op.table} is read; "
        f"until that is done, {harm.waiting}",
        fix=_fix(op, key.using_index, before),
    )


def _fix(op: AddConstraint, index_name: str, before: Before) -> str:
    index = before.catalog.index(Name(op.table.schema, index_name))
    table = before.catalog.table(op.table)
    columns = (index.plain_columns if index else None) or ()
    facts = [(each, table.column(each) if table else None) for each in columns]
    nullable = [name for name, fact in facts if fact is None or not fact.proves_not_null]
    return steps(
        *(made_required(op.table, column, before.pg_version) for column in nullable),
        f"{op.statement.sql};",
    )

"""A unique index on rows that are there fails at the first two that are alike.

CREATE UNIQUE INDEX is then rolled back; CREATE UNIQUE INDEX CONCURRENTLY leaves an invalid index
behind, which no query uses and every write still maintains. Look for duplicates before, and have
the statement ready that drops what a failure leaves.

```sql bad
create table author (id bigint primary key, email text);
insert into author values (1, 'ada@example.org'), (2, 'ada@example.org');
-- migration outside transaction
create unique index concurrently author_email_key on author (email);
```

```sql good
create table author (id bigint primary key, email text);
-- migration outside transaction
create index concurrently author_email_idx on author (email);
```
"""

from lint.advice import index_keys
from lint.exposure import works_on_exposed
from lint.finding import Severity
from lint.names import quoted
from lint.ops import CreateIndex
from lint.rule import Before, Complaint, rule


@rule("HG606", on=CreateIndex, severity=Severity.NOTE)
def check(op: CreateIndex, before: Before) -> Complaint | None:
    """Say that duplicates make it fail; without CONCURRENTLY another rule complains already."""
    if not (op.is_unique and op.concurrently) or not works_on_exposed(before):
        return None
    keys = index_keys(op.columns).strip("()")
    name = quoted(op.name) if op.name else "the index"
    groups = f"select {keys} from {op.table} group by {keys} having count(*) > 1;"
    return Complaint(
        what=f"if two rows of {op.table} have the same {keys}, this fails and leaves {name} "
        f"behind, invalid",
        fix=f"-- before: {groups}\n-- after a failure: drop index concurrently {name};",
    )

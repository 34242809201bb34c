"""Some statements cannot run inside a transaction, and PostgreSQL refuses them there.

CREATE, DROP and REINDEX INDEX CONCURRENTLY, DETACH PARTITION CONCURRENTLY, VACUUM, ALTER SYSTEM,
CREATE and DROP DATABASE commit in between or cannot be undone. Most migration tools wrap a file in
a transaction, a file of several statements sent at once is one too, and so are a DO block and the
body of a function. Give such a statement a migration of its own, and tell the tool not to wrap it:
`autocommit_block()` in Alembic, `atomic = False` in Django, `-- migrate:up transaction:false` in
dbmate, `-- +goose NO TRANSACTION`, `executeInTransaction=false` in Flyway.

```sql bad
create table book (id bigint primary key, title text);
-- migration
create index concurrently book_title_idx on book (title);
```

```sql bad
create table book (id bigint primary key, title text);
-- migration outside transaction
do $$ begin
  create index concurrently book_title_idx on book (title);
end $$;
```

```sql good
create table book (id bigint primary key, title text);
-- migration outside transaction
create index concurrently book_title_idx on book (title);
```
"""

from lint.advice import OUTSIDE
from lint.finding import Severity
from lint.ops import Operation
from lint.refusals import Refusal, refusal_of
from lint.rule import Before, Complaint, rule


@rule("HG601", on=Operation, severity=Severity.ERROR)
def check(op: Operation, before: Before) -> Complaint | None:
    """Complain of a statement that the transaction around it forbids."""
    if refusal_of(before) is not Refusal.IN_TRANSACTION:
        return None
    return Complaint(
        what=f"PostgreSQL refuses this: {before.effects.fails}",
        fix=f"{OUTSIDE}\n{op.statement.sql};",
    )

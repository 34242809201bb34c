"""What a statement does when it is made at run time cannot be checked before.

EXECUTE of a text that is put together, a file that psql includes, a language other than SQL and
PL/pgSQL: what runs there is not in the migration. Headgate reads EXECUTE of a constant. Write the
statement out, or look at it with care and say so: `-- headgate: allow HG513 because …`.

```sql bad
create table author (id bigint primary key);
-- migration
do $$
begin
  execute format('alter table author add column %I text', current_user);
end
$$;
```

```sql good
create table author (id bigint primary key);
-- migration
do $$
begin
  execute 'alter table author add column name text';
end
$$;
```
"""

from lint.finding import Severity
from lint.ops import Opaque
from lint.rule import Before, Complaint, rule


@rule("HG513", on=Opaque, severity=Severity.WARNING)
def check(op: Opaque, _before: Before) -> Complaint | None:
    """Complain of what cannot be seen through."""
    return Complaint(
        what=f"this cannot be checked: {op.reason}",
        fix="-- write the statement out, or: -- headgate: allow HG513 because …",
    )

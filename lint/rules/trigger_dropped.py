"""What a trigger kept true is not kept any more once it is dropped.

Rows that clients write from then on are not audited, not copied, not filled in. The statement
itself is short, once it has its lock.

This is a note, because a trigger is often dropped when its work is done. See that no released
client relies on it.

```sql bad
create table author (id bigint primary key, name text);
create function stamp() returns trigger language plpgsql as 'begin return new; end';
create trigger author_stamp before update on author for each row execute function stamp();
-- migration
drop trigger author_stamp on author;
```

```sql good
create table author (id bigint primary key, name text);
create function stamp() returns trigger language plpgsql as 'begin return new; end';
create trigger author_stamp before update on author for each row execute function stamp();
-- migration
drop trigger author_stamp on author;
create trigger author_stamp before insert or update on author
  for each row execute function stamp();
```
"""

from lint.clients import at_commit, serves
from lint.finding import Severity
from lint.names import quoted
from lint.ops import DropTrigger
from lint.rule import Before, Complaint, rule


@rule("HG433", on=DropTrigger, severity=Severity.NOTE)
def check(op: DropTrigger, before: Before) -> Complaint | None:
    """Note a trigger that is not there again when the transaction commits."""
    later = at_commit(before).table(op.table)
    table = before.catalog.table(op.table)
    if not serves(before, op.table):
        return None
    if table and table.is_complete and all(each.name != op.name for each in table.triggers):
        return None
    if later is not None and any(each.name == op.name for each in later.triggers):
        return None
    trigger = quoted(op.name)
    return Complaint(
        f"rows that clients write to {op.table} no longer pass trigger {trigger} from here on",
        f"-- once no released client relies on it:\n-- drop trigger {trigger} on {op.table};",
    )

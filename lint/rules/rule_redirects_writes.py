"""An INSTEAD rule takes the writes of running clients elsewhere, or nowhere.

The statement reports success for what did not happen, and an INSERT with RETURNING, as every ORM
sends it, fails with 0A000. Rules rewrite the query: they fire once for all rows, and evaluate its
expressions twice.

Write a trigger, or let a view with an INSTEAD OF trigger take the writes.

```sql bad
create table author (id bigint primary key, name text);
-- migration
create rule author_is_closed as on insert to author do instead nothing;
```

```sql good
create table author (id bigint primary key, name text);
create view author_names as select id, name from author;
-- migration
create rule rename_author as on update to author_names
  do instead update author set name = new.name where id = old.id;
```
"""

from lint.clients import serves
from lint.facts import MaterializedView, View
from lint.finding import Severity
from lint.names import quoted
from lint.ops import CreateRule
from lint.rule import Before, Complaint, rule


@rule("HG427", on=CreateRule, severity=Severity.WARNING)
def check(op: CreateRule, before: Before) -> Complaint | None:
    """Complain of INSTEAD rules on tables."""
    is_view = isinstance(before.catalog.relation(op.table), View | MaterializedView)
    if not op.is_instead or op.event == "select" or is_view or not serves(before, op.table):
        return None
    return Complaint(
        f"each {op.event.upper()} of a running client on {op.table} is replaced by the rule"
        f" {quoted(op.name)} from here on, and fails with 0A000 if it says RETURNING",
        f"-- a trigger sees every row and leaves RETURNING alone:\n"
        f"-- create trigger {quoted(op.name)} before {op.event} on {op.table} for each row"
        f" execute function …();",
    )

"""A renamed schema breaks every client that names anything in it.

All that the schema holds changes its name at once: qualified names fail with 42P01, and a
`search_path` that says the old name finds nothing in it without a word of warning.

Create the new schema, offer the tables in it as views, move the clients, and only then move the
tables. Nobody is broken on the way.

```sql bad
create schema shop;
create table shop.orders (id bigint primary key);
-- migration
alter schema shop rename to store;
```

```sql good
create schema shop;
create table shop.orders (id bigint primary key);
-- migration
create schema store;
create view store.orders as select id from shop.orders;
```
"""

from lint.clients import at_commit, is_new
from lint.finding import Severity
from lint.names import quoted
from lint.ops import RenameObject
from lint.rule import Before, Complaint, rule


@rule("HG405", on=RenameObject, severity=Severity.ERROR)
def check(op: RenameObject, before: Before) -> Complaint | None:
    """Complain of a schema's rename."""
    if op.kind != "schema" or not _serves(op, before):
        return None
    old, new = quoted(op.name.name), quoted(op.new_name)
    return Complaint(
        f"every running client that names schema {old}, or has it in its search_path, no longer"
        f" finds what is in it from here on (42P01)",
        f"create schema {new};\n"
        f"-- and in it a view for each table of {old} that clients name; then deploy code that says"
        f" {new},\n"
        f"-- and move the tables in a later migration, once no client names {old}",
    )


def _serves(op: RenameObject, before: Before) -> bool:
    serial = before.catalog.schemas.get(op.name.name)
    if serial is None:
        return not before.catalog.is_complete
    return not is_new(before.run, serial) and op.name.name not in at_commit(before).schemas

"""A renamed view breaks every running client that still says the old name.

Views are what reports, dashboards and exports name, often outside the repository: after the rename
PostgreSQL answers them with 42P01, relation does not exist.

Create the view under its new name beside the old one, move the clients, and drop the old view
later. Two views cost nothing; of a materialized view, leave a plain view under the old name.

```sql bad
create table author (id bigint primary key, name text);
create view author_names as select name from author;
-- migration
alter view author_names rename to names;
```

```sql bad
create table author (id bigint primary key, name text);
create materialized view author_names as select name from author;
-- migration
alter materialized view author_names rename to names;
```

```sql good
create table author (id bigint primary key, name text);
create view author_names as select name from author;
-- migration
create view names as select name from author;
```
"""

from lint.advice import view_over
from lint.clients import is_replaced, serves, takes_a_place
from lint.finding import Severity
from lint.names import quoted
from lint.ops import RenameMaterializedView, RenameView
from lint.rule import Before, Complaint, rule


@rule("HG403", on=(RenameView, RenameMaterializedView), severity=Severity.ERROR)
def check(op: RenameView | RenameMaterializedView, before: Before) -> Complaint | None:
    """Complain of a rename that leaves nothing under the old name."""
    new = before.catalog.qualified(op.table)._replace(name=op.new_name)
    if not serves(before, op.table) or takes_a_place(before, new):
        return None
    if is_replaced(before, op.table):
        return None
    return Complaint(
        f"every running client that names {op.kind.value} {op.table} fails with 42P01 from here on,"
        f" until its replacement is deployed",
        _fix(op),
    )


def _fix(op: RenameView | RenameMaterializedView) -> str:
    new = op.table._replace(name=op.new_name)
    return (
        f"-- in one transaction: a view keeps the old name\n"
        f"alter {op.kind.value} {op.table} rename to {quoted(op.new_name)};\n"
        + view_over(op.table, new)
        + f"\n-- drop that view in a later migration, once no client names {op.table}"
    )

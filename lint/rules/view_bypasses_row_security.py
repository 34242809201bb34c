"""A view over a table with row level security shows its readers what the view's owner may see.

A view reads with its owner's rights: the policies that hold for the reader do not apply, and the
owner, who often owns the table too, is subject to none.

Since PostgreSQL 15, `with (security_invoker = true)` makes the view read with its reader's rights.

```sql bad 15
create table author (id bigint primary key, tenant_id bigint not null, name text);
alter table author enable row level security;
create policy own_tenant on author using (tenant_id = 1);
-- migration
create view author_names as select id, name from author;
```

```sql good 15
create table author (id bigint primary key, tenant_id bigint not null, name text);
alter table author enable row level security;
create policy own_tenant on author using (tenant_id = 1);
-- migration
create view author_names with (security_invoker = true) as select id, name from author;
```
"""

from lint.finding import Severity
from lint.ops import CreateView
from lint.restated import changed
from lint.rule import Before, Complaint, rule

INVOKER_VIEWS = 15
OFF = {"false", "off", "0", "no"}


@rule("HG708", on=CreateView, severity=Severity.WARNING)
def check(op: CreateView, before: Before) -> Complaint | None:
    """Complain of views that read a protected table as their owner."""
    option = dict(op.options).get("security_invoker")
    if option is not None and option.lower() not in OFF:
        return None
    tables = (before.run.after.table(each) for each in op.query.relations)
    protected = [str(each.name) for each in tables if each is not None and each.has_row_security]
    if not protected:
        return None
    fix = changed(op, r"\s+as\b", " with (security_invoker = true) as")
    if before.pg_version < INVOKER_VIEWS:
        fix = (
            "-- before PostgreSQL 15, let readers query the table: no view reads with their rights"
        )
    return Complaint(
        f"whoever reads {op.name} sees the rows of {', '.join(protected)} that the view's owner may"
        f" see, whatever the policies say of the reader",
        fix,
    )

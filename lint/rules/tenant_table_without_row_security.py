"""A table with a tenant column and no row level security is where tenants meet.

Where other tables of the schema keep tenants apart by policies on a column, a new table with the
same column but without row level security shows every tenant's rows to every client: nothing fails,
nobody notices.

Enable it with the table, with the policy the other tables have.

```sql bad
create table author (id bigint primary key, tenant_id bigint not null);
alter table author enable row level security;
create policy own_tenant on author
  using (tenant_id = current_setting('app.tenant_id')::bigint);
-- migration
create table book (id bigint primary key, tenant_id bigint not null);
```

```sql good
create table author (id bigint primary key, tenant_id bigint not null);
alter table author enable row level security;
create policy own_tenant on author
  using (tenant_id = current_setting('app.tenant_id')::bigint);
-- migration
create table book (id bigint primary key, tenant_id bigint not null);
alter table book enable row level security;
create policy own_tenant on book
  using (tenant_id = current_setting('app.tenant_id')::bigint);
```
"""

from collections.abc import Iterator

from lint.catalog import Catalog
from lint.expressions import columns_in
from lint.facts import Policy, Table
from lint.finding import Severity
from lint.names import quoted
from lint.restated import followed_by
from lint.rule import Complaint, Run, schema_rule

REFERENCE = "_id"


@schema_rule("HG707", severity=Severity.WARNING)
def check(before: Catalog, after: Catalog, run: Run) -> Iterator[Complaint]:
    """Complain of new tables without what protects the like column of an older one."""
    new = [
        table
        for _, old, table in after.relations.changes_since(before.relations)
        if old is None and isinstance(table, Table) and _may_hold_tenants(table, after)
    ]
    columns = _tenant_columns(before) if new else {}
    for table in new:
        shared = next((each.name for each in table.columns if each.name in columns), None)
        if shared is not None:
            yield _complaint(table, shared, columns[shared], run)


def _may_hold_tenants(table: Table, catalog: Catalog) -> bool:
    """Tell if the table refers to something, and nothing keeps its rows apart."""
    parents = (catalog.table(each) for each in table.parents)
    is_protected = any(each and each.has_row_security for each in parents)
    refers = any(column.name.endswith(REFERENCE) for column in table.columns)
    return refers and not is_protected and not table.has_row_security


def _tenant_columns(catalog: Catalog) -> dict[str, tuple[Table, Policy]]:
    """Return the columns by whose value the policies of some table tell whose a row is."""
    found = (catalog.table(name) for name in catalog.protected)
    tables = (table for table in found if table is not None)
    return {
        column: (table, policy)
        for table in tables
        for policy in table.policies
        for column in (columns_in(policy.using) if policy.using else ())
        if column.endswith(REFERENCE) and table.column(column) is not None
    }


def _complaint(table: Table, column: str, model: tuple[Table, Policy], run: Run) -> Complaint:
    other, policy = model
    name = table.name

    def is_there(catalog: Catalog) -> bool:
        return name in catalog.relations

    cause = run.cause(is_there)
    protection = (
        f"alter table {name} enable row level security;\n"
        f"create policy {quoted(policy.name)} on {name} using ({policy.using});"
    )
    return Complaint(
        f"{name} has {quoted(column)}, by which {other.name} keeps its rows apart, and no row level"
        f" security: every client reads the rows of all",
        followed_by(cause, protection) if cause else protection,
        at=cause,
    )

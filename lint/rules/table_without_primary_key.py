"""Rows of a table without a primary key cannot be told apart.

Logical replication cannot send an UPDATE or DELETE of it: they fail with 55000 as soon as the table
is published. Duplicates can only be removed by `ctid`, and tools that page, sync or repair by key
cannot work on it.

Give it a key, of its own or of its columns.

```sql bad
-- migration
create table event (at timestamptz not null, payload jsonb);
```

```sql good
-- migration
create table event (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  payload jsonb
);
```
"""

from collections.abc import Iterator

from lint.catalog import Catalog
from lint.clients import is_temporary
from lint.exposure import shown_name
from lint.facts import Table
from lint.finding import Severity
from lint.names import Name
from lint.ops import Operation
from lint.restated import followed_by
from lint.rule import Complaint, Run, schema_rule


@schema_rule("HG915", severity=Severity.NOTE)
def check(before: Catalog, after: Catalog, run: Run) -> Iterator[Complaint]:
    """Note new tables that have no key when the migration ends; partitions share their parent's."""
    for name, old, table in after.relations.changes_since(before.relations):
        if old is None and isinstance(table, Table) and _lacks_key(table):
            shown, cause = shown_name(name, after), _made_by(name, run)
            key = f"alter table {shown} add column id bigint generated always as identity"
            yield Complaint(
                f"rows of {shown} cannot be told apart, and cannot be replicated when they change",
                followed_by(cause, f"{key} primary key;") if cause else f"{key} primary key;",
                at=cause,
            )


def _lacks_key(table: Table) -> bool:
    is_other = table.is_foreign or table.is_partition or bool(table.parents) or is_temporary(table)
    return table.is_complete and table.primary_key is None and not is_other


def _made_by(name: Name, run: Run) -> Operation | None:
    return run.cause(lambda catalog: name in catalog.relations)

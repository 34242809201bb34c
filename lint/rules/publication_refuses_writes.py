"""A published table without a replica identity refuses every UPDATE and DELETE.

A subscriber must be told which row changed. A table without a primary key (and without another
replica identity) cannot say so: from the moment it is published, running clients that update or
delete its rows fail with 55000. Inserts go on, so it is easily missed.

Give the table a primary key first, or set its replica identity, or publish inserts only.

```sql bad
create table event (at timestamptz not null, note text);
-- migration
create publication everything_published for table event;
```

```sql good
create table event (id bigint primary key, at timestamptz not null, note text);
-- migration
create publication everything_published for table event;
```

```sql good
create table event (at timestamptz not null, note text);
-- migration
create publication everything_published for table event with (publish = 'insert');
```
"""

import re

from lint.clients import is_refused, serves
from lint.exposure import shown_name
from lint.facts import Table
from lint.finding import Severity
from lint.names import Name
from lint.ops import AlterPublication, CreatePublication
from lint.rule import Before, Complaint, rule

PUBLISHED = re.compile(r"\bpublish\s*=\s*'([^']*)'", re.IGNORECASE)
ADDING = {"add", "set"}


@rule("HG435", on=(CreatePublication, AlterPublication), severity=Severity.ERROR)
def check(op: CreatePublication | AlterPublication, before: Before) -> Complaint | None:
    """Complain of tables whose changed rows a subscriber could not find."""
    if isinstance(op, AlterPublication) and op.action not in ADDING:
        return None
    published = PUBLISHED.search(op.statement.sql)
    if is_refused(before) or (published and not _changes(published.group(1))):
        return None
    found = [each for each in _tables(op, before) if _is_mute(each, before)]
    if not found:
        return None
    names = [shown_name(each, before.catalog) for each in found]
    return Complaint(
        f"every UPDATE and DELETE of a running client on {', '.join(names)} fails with 55000 from"
        f" here on",
        "\n".join(f"alter table {each} replica identity full;" for each in names)
        + f"\n{op.statement.sql.rstrip('; ')};",
    )


def _changes(kinds: str) -> bool:
    return "update" in kinds.lower() or "delete" in kinds.lower()


def _tables(op: CreatePublication | AlterPublication, before: Before) -> tuple[Name, ...]:
    if isinstance(op, CreatePublication) and op.all_tables:
        return tuple(before.catalog.relations)
    named = tuple(map(before.catalog.qualified, op.tables))
    inside = (name for name in before.catalog.relations if name.schema in op.schemas)
    return (*named, *(inside if op.schemas else ()))


def _is_mute(name: Name, before: Before) -> bool:
    table = before.catalog.relations.get(name)
    if not isinstance(table, Table) or not table.is_complete or not serves(before, name):
        return False
    return (
        table.primary_key is None and table.replica_identity == "default" and not table.is_foreign
    )

"""Writing to the system catalogs goes round every check that PostgreSQL makes.

An UPDATE of pg_attribute, pg_class, pg_constraint or pg_index is quick because it looks at no row
and tells nobody: rows may contradict what the catalog says, other sessions keep the old definition
in their caches, and dependencies are not kept. What breaks, breaks later: wrong answers, an index
that lacks rows, a dump that cannot be restored. On hosted databases it is forbidden (42501).

Use the statement that means it. Where that would scan, prove it first: a CHECK added as NOT VALID
and validated on its own makes SET NOT NULL read nothing.

```sql bad
create table author (id bigint primary key, name text);
-- migration
update pg_attribute set attnotnull = true
where attrelid = 'author'::regclass and attname = 'name';
```

```sql good
create table author (id bigint primary key, name text);
-- migration
alter table author add constraint author_named check (name is not null) not valid;
-- migration
alter table author validate constraint author_named;
-- migration
alter table author alter column name set not null;
```
"""

from lint.finding import Severity
from lint.ops import Delete, Insert, Merge, Update
from lint.rule import Before, Complaint, rule

# Labels of enums have a rule of their own; comments and settings are safe to write.
LEFT_ALONE = frozenset({"pg_enum", "pg_description", "pg_shdescription", "pg_settings"})


@rule("HG318", on=(Insert, Update, Delete, Merge), severity=Severity.ERROR)
def check(op: Insert | Update | Delete | Merge, before: Before) -> Complaint | None:
    """Complain of rows of pg_catalog that are written by hand."""
    name = before.catalog.qualified(op.table)
    if name.schema != "pg_catalog" or name.name in LEFT_ALONE:
        return None
    return Complaint(
        f"this writes to {name.name} behind PostgreSQL's back: no row is checked, no other session"
        f" is told, and nothing undoes what it breaks",
        "-- use the ALTER statement that means this, and prove what it would scan for beforehand",
    )

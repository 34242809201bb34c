"""A change of type that keeps the rows may still build indexes anew while nobody can use the table.

Where the bytes stay the same the table is not written anew, and neither are plain indexes. But an
index on an expression, one with a WHERE, and one whose collation or operator class changes are
dropped and built again in the same statement, under ACCESS EXCLUSIVE. Drop such an index before and
build it CONCURRENTLY afterwards.

```sql bad
create table author (id bigint primary key, name varchar(80), is_active boolean);
create index author_name_idx on author (name) where is_active;
-- migration
alter table author alter column name type text;
```

```sql good
create table author (id bigint primary key, name varchar(80), is_active boolean);
create index author_name_idx on author (name) where is_active;
-- migration outside transaction
drop index concurrently author_name_idx;
-- migration
alter table author alter column name type text;
-- migration outside transaction
create index concurrently author_name_idx on author (name) where is_active;
```
"""

from lint.advice import LATER, OUTSIDE, THEN_OUTSIDE, index_keys
from lint.exposure import exposure, shown_name
from lint.facts import Index
from lint.finding import Severity
from lint.names import quoted
from lint.ops import AlterColumnType
from lint.rule import Before, Complaint, rule


@rule("HG219", on=AlterColumnType, severity=Severity.ERROR)
def check(op: AlterColumnType, before: Before) -> Complaint | None:
    """Complain of indexes that are built again although the rows stay as they are."""
    harm = exposure(before)
    if harm is None or harm.rewrites or not harm.builds:
        return None
    return Complaint(
        what=f"the new type of {op.table}.{op.column} keeps the rows as they are, but "
        f"{', '.join(harm.builds)} must be built again; until that is done, {harm.waiting}",
        fix=_fix(op, harm.builds, before),
    )


def _fix(op: AlterColumnType, names: tuple[str, ...], before: Before) -> str:
    indexes = [each for each in before.catalog.indexes_of(op.table) if each.name.name in names]
    drops = [f"drop index concurrently {shown_name(i.name, before.catalog)};" for i in indexes]
    builds = [_created(index, before) for index in indexes]
    return "\n".join([OUTSIDE, *drops, LATER, f"{op.statement.sql};", THEN_OUTSIDE, *builds])


def _created(index: Index, before: Before) -> str:
    unique = "unique " * index.is_unique
    where = f" where {index.predicate}" if index.predicate is not None else ""
    name, table = quoted(index.name.name), shown_name(index.table, before.catalog)
    what = f"{table} using {index.method} {index_keys(index.columns)}{where}"
    return f"create {unique}index concurrently {name} on {what};"

"""Dropping a foreign key, or what carries one, locks the referenced table too.

DROP CONSTRAINT of a foreign key, and DROP TABLE or DROP COLUMN of what has one, take ACCESS
EXCLUSIVE on the table it references, because its triggers go. That is often the busier of the two.
Nothing is read; set a lock_timeout and try again, and drop the foreign key in a migration of its
own before the table.

```sql bad
create table author (id bigint primary key);
create table book (
  id bigint primary key,
  author_id bigint constraint book_author_id_fkey references author
);
create index book_author_id_idx on book (author_id);
-- migration
alter table book drop constraint book_author_id_fkey;
```

```sql good
create table author (id bigint primary key);
create table book (id bigint primary key, pages integer);
alter table book add constraint book_pages_check check (pages > 0);
-- migration
alter table book drop constraint book_pages_check;
```
"""

from lint.exposure import is_exposed, listed
from lint.facts import Table
from lint.finding import Severity
from lint.names import Name
from lint.ops import DropColumn, DropConstraint, DropTable
from lint.rule import Before, Complaint, rule


@rule("HG107", on=(DropConstraint, DropColumn, DropTable), severity=Severity.NOTE)
def check(op: DropConstraint | DropColumn | DropTable, before: Before) -> Complaint | None:
    """Say which other tables are locked."""
    named = op.names if isinstance(op, DropTable) else (op.table,)
    own = {before.catalog.qualified(each) for each in named}
    own |= {each.name for name in named for each in before.catalog.descendants(name)}
    others = [
        each.relation
        for each in before.effects.relations
        if each.relation not in own
        and each.lock
        and each.lock.blocks_reads
        and _is_used(each.relation, before)
    ]
    if not others:
        return None
    tables = listed(others, before.catalog)
    return Complaint(
        what=f"the foreign key that goes belongs to {tables} as well: for a moment nobody can read "
        f"or write {tables}",
        fix=f"set local lock_timeout = '2s';\n{op.statement.sql};",
    )


def _is_used(name: Name, before: Before) -> bool:
    relation = before.catalog.relation(name)
    return (relation is None or isinstance(relation, Table)) and is_exposed(name, before)

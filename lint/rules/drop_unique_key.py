"""Without its unique index, ON CONFLICT fails, and duplicates get in.

`INSERT … ON CONFLICT (email)` needs a unique index on exactly these columns: without one it fails
with 42P10, whatever the data. ON CONFLICT ON CONSTRAINT fails with 42704. And what relied on the
column being unique meets duplicates that no later migration takes out again.

Build the index that takes its place first, then drop this one. If the rule itself goes, deploy code
without ON CONFLICT before.

```sql bad
create table author (id bigint primary key, email text constraint author_email_key unique);
-- migration
alter table author drop constraint author_email_key;
```

```sql bad
create table author (id bigint primary key, email text);
create unique index author_email_idx on author (email);
-- migration outside transaction
drop index concurrently author_email_idx;
```

```sql bad
create table author (id bigint primary key, email text);
create unique index author_email_idx on author (lower(email));
-- migration outside transaction
drop index concurrently author_email_idx;
```

```sql good
create table author (id bigint primary key, email text constraint author_email_key unique);
create unique index author_email_idx on author (email);
-- migration outside transaction
drop index concurrently author_email_idx;
```
"""

import re

from lint.advice import OUTSIDE
from lint.catalog import Catalog
from lint.clients import at_commit, serves
from lint.definitions import KeyConstraint
from lint.facts import Index
from lint.finding import Severity
from lint.names import Name, quoted
from lint.ops import DropConstraint, DropIndex
from lint.rule import Before, Complaint, rule

UNIQUE_NAME = re.compile(
    r"(_key|_pkey|_uniq|_unique|_uk|_uq)\d*\Z|\A(uq|uk|unique)_", re.IGNORECASE
)


@rule("HG424", on=(DropConstraint, DropIndex), severity=Severity.WARNING)
def check(op: DropConstraint | DropIndex, before: Before) -> Complaint | None:
    """Complain of a unique key for which there is no other."""
    if isinstance(op, DropConstraint):
        return _constraint(op, before)
    found = (before.catalog.index(name) for name in op.names)
    lost = next((each for each in found if each is not None and _is_lost(each, before)), None)
    return None if lost is None else _complaint(lost.table, _keys(lost), str(lost.name))


def _keys(index: Index) -> tuple[str, ...]:
    """Return what ON CONFLICT has to name: columns, and expressions in parentheses."""
    return tuple(
        quoted(each.column) if each.column is not None else f"({each.expression})"
        for each in index.columns
    )


def _constraint(op: DropConstraint, before: Before) -> Complaint | None:
    if not serves(before, op.table):
        return None
    table = before.catalog.table(op.table)
    key = table.constraint(op.constraint) if table else None
    if isinstance(key, KeyConstraint):
        keys = tuple(map(quoted, key.columns))
        if _is_unique_elsewhere(at_commit(before), op.table, keys, op.constraint):
            return None
        return _complaint(op.table, keys, quoted(op.constraint))
    is_known = key is not None or (table is not None and table.is_complete)
    if is_known or before.catalog.is_complete or not UNIQUE_NAME.search(op.constraint):
        return None
    return _complaint(op.table, (), quoted(op.constraint))


def _is_lost(index: Index, before: Before) -> bool:
    if not index.is_unique or index.constraint is not None or not serves(before, index.table):
        return False
    if not index.is_valid:
        return False
    return not _is_unique_elsewhere(at_commit(before), index.table, _keys(index), index.name.name)


def _is_unique_elsewhere(catalog: Catalog, table: Name, keys: tuple[str, ...], but: str) -> bool:
    return any(
        each.is_unique
        and each.predicate is None
        and each.name.name != but
        and set(_keys(each)) == set(keys)
        for each in catalog.indexes_of(table)
    )


def _complaint(table: Name, keys: tuple[str, ...], name: str) -> Complaint:
    keyed = f"({', '.join(keys)})"
    listed = keyed if keys else f"the columns of {name}"
    return Complaint(
        f"every running client that says ON CONFLICT {listed} on {table} fails with 42P10 from here"
        f" on, and duplicates get in",
        f"-- before {name} goes\n{OUTSIDE}\ncreate unique index concurrently on {table} {keyed};"
        if keys
        else f"-- before {name} goes, build the unique index that takes its place",
    )

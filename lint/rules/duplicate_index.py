"""An index that begins with the columns of another does the other's work; the other is ballast.

Two indexes over the same columns, or one over the first columns of the other, are both written with
every row, and only one is read.

Drop the shorter one, unless it is unique; the longer one finds the same rows.

```sql bad
create table author (id bigint primary key, country text, city text);
create index author_country_city_idx on author (country, city);
-- migration outside transaction
create index concurrently author_country_idx on author (country);
```

```sql good
create table author (id bigint primary key, country text, city text);
create index author_country_city_idx on author (country, city);
-- migration outside transaction
create index concurrently author_city_idx on author (city);
```
"""

from lint.clients import at_commit
from lint.definitions import IndexColumn
from lint.facts import Index
from lint.finding import Severity
from lint.names import Name, quoted
from lint.ops import CreateIndex
from lint.rule import Before, Complaint, rule


@rule("HG913", on=CreateIndex, severity=Severity.NOTE)
def check(op: CreateIndex, before: Before) -> Complaint | None:
    """Note an index when an older one of the table begins with its columns, or the reverse."""
    catalog = at_commit(before)
    others = [
        each
        for each in catalog.indexes_of(op.table)
        if each.name.name != op.name
        and before.catalog.index(each.name) is not None
        and each.is_valid
        and each.method == op.method
        and each.predicate == op.predicate
    ]
    for other in others:
        if not op.is_unique and _begins(other.columns, op.columns):
            return _needless(op.name, op, other.name)
        if not other.is_unique and _begins(op.columns, other.columns):
            return _replaced(op, other)
    return None


def _begins(longer: tuple[IndexColumn, ...], shorter: tuple[IndexColumn, ...]) -> bool:
    return longer[: len(shorter)] == shorter


def _needless(name: str | None, op: CreateIndex, other: Name) -> Complaint:
    shown = quoted(name) if name else "this index"
    return Complaint(
        f"{shown} is not needed: {other.name} of {op.table} begins with its columns",
        f"-- without it; {other.name} finds the same rows",
    )


def _replaced(op: CreateIndex, other: Index) -> Complaint:
    return Complaint(
        f"{other.name.name} is no longer needed: this index of {op.table} begins with its columns",
        f"-- in a migration of its own, outside a transaction:\n"
        f"-- drop index concurrently {other.name};",
    )

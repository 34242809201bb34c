"""Without an index on its columns, a foreign key makes deletes of the other table slow.

For every row that is deleted, or whose key changes, PostgreSQL looks for rows that refer to it.
Without an index that is a scan of the whole table, per row, while the row stays locked.

Index the columns of the key, concurrently, before the constraint is added.

```sql bad
create table author (id bigint primary key);
-- migration
create table book (id bigint primary key, author_id bigint references author);
```

```sql good
create table author (id bigint primary key);
-- migration
create table book (id bigint primary key, author_id bigint references author);
create index book_author_id_idx on book (author_id);
```
"""

from collections.abc import Iterator

from lint.advice import LATER, OUTSIDE, column_list, made_name
from lint.catalog import Catalog
from lint.definitions import Constraint, ForeignKey
from lint.facts import Index, Table
from lint.finding import Severity
from lint.names import Name
from lint.ops import AddColumn, AddConstraint, CreateTable
from lint.restated import followed_by
from lint.rule import Before, Complaint, rule

Adding = CreateTable | AddColumn | AddConstraint


@rule("HG914", on=(CreateTable, AddColumn, AddConstraint), severity=Severity.NOTE)
def check(op: Adding, before: Before) -> Iterator[Complaint]:
    """Note new foreign keys whose columns no index begins with when the migration ends."""
    name = op.name if isinstance(op, CreateTable) else op.table
    table = before.run.after.table(name)
    if table is None or not table.is_complete:
        return
    for key in _keys(op):
        columns = column_list(key.columns)
        if not _is_indexed(key, table, before.run.after):
            yield Complaint(
                f"each row deleted from {key.references} scans all of {name} for rows that refer to"
                f" it by {columns}",
                _fix(op, name, key),
            )


def _fix(op: Adding, name: Name, key: ForeignKey) -> str:
    index = f"{made_name(name, key.columns, 'idx')} on {name} {column_list(key.columns)};"
    if isinstance(op, CreateTable):
        return followed_by(op, f"create index {index}")
    return f"{OUTSIDE}\ncreate index concurrently {index}\n{LATER}\n{followed_by(op, '')}"


def _keys(op: Adding) -> tuple[ForeignKey, ...]:
    return tuple(each for each in _constraints(op) if isinstance(each, ForeignKey))


def _constraints(op: Adding) -> tuple[Constraint, ...]:
    if isinstance(op, AddConstraint):
        return (op.constraint,)
    if isinstance(op, AddColumn):
        return op.column.constraints
    return (*op.constraints, *(each for column in op.columns for each in column.constraints))


def _is_indexed(key: ForeignKey, table: Table, catalog: Catalog) -> bool:
    wanted = set(key.columns)
    return any(_begins_with(each, wanted) for each in catalog.indexes_of(table.name))


def _begins_with(index: Index, columns: set[str]) -> bool:
    first = {each.column for each in index.columns[: len(columns)]}
    return index.predicate is None and first == columns

"""A new constraint refuses what running clients may still write.

NOT VALID spares the rows that exist, not the writes that come: an INSERT or UPDATE that breaks the
constraint fails from the commit on (23514, 23505, 23503, 23502). The release that runs meanwhile
does not know the constraint.

Deploy code that keeps to it first. This is a note, because most constraints only say what the code
has always done.

```sql bad
create table author (id bigint primary key, age int);
-- migration
alter table author add constraint author_grown check (age > 0) not valid;
```

```sql good
create table author (id bigint primary key, age int);
-- migration
create table book (id bigint primary key, pages int);
alter table book add constraint book_printed check (pages > 0);
```
"""

from lint.advice import constraint_name
from lint.clients import is_new, serves
from lint.definitions import Check, ForeignKey, NotNull
from lint.expressions import columns_in
from lint.finding import Severity
from lint.ops import AddConstraint
from lint.rule import Before, Complaint, rule

CODES = {Check: "23514", ForeignKey: "23503", NotNull: "23502"}
DUPLICATE = "23505"


@rule("HG421", on=AddConstraint, severity=Severity.NOTE)
def check(op: AddConstraint, before: Before) -> Complaint | None:
    """Note a constraint over columns that running clients write."""
    if not serves(before, op.table) or _is_about_new_columns(op, before):
        return None
    code = CODES.get(type(op.constraint), DUPLICATE)
    name = constraint_name(op.table, op.constraint)
    return Complaint(
        f"running clients that write to {op.table} what {name} refuses fail with {code} from here"
        f" on",
        f"-- deploy code that keeps to it first; if it must be undone:\n"
        f"-- alter table {op.table} drop constraint {name};",
    )


def _is_about_new_columns(op: AddConstraint, before: Before) -> bool:
    table = before.catalog.table(op.table)
    if table is None:
        return False
    named = _columns(op)
    return any(
        is_new(before.run, column.serial) for column in table.columns if column.name in named
    )


def _columns(op: AddConstraint) -> tuple[str, ...]:
    match op.constraint:
        case Check(expression=expression):
            return columns_in(expression)
        case ForeignKey(columns=columns):
            return columns
        case NotNull(column=column):
            return (column,)
    return ()

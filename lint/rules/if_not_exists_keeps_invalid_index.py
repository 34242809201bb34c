"""`CONCURRENTLY IF NOT EXISTS` takes an invalid index that a failure left for the real one.

When a concurrent build fails or is cancelled, the index stays, invalid: no query uses it. The next
run finds the name taken, does nothing, and reports success. Drop the index if it exists first: then
the build is repeatable, and what it leaves is valid.

```sql bad
create table book (id bigint primary key, title text);
-- migration outside transaction
create index concurrently if not exists book_title_idx on book (title);
```

```sql good
create table book (id bigint primary key, title text);
-- migration outside transaction
drop index concurrently if exists book_title_idx;
create index concurrently book_title_idx on book (title);
```
"""

from lint.advice import OUTSIDE
from lint.exposure import is_exposed
from lint.facts import Index
from lint.finding import Severity
from lint.names import Name, quoted
from lint.ops import CreateIndex, DropIndex
from lint.rule import Before, Complaint, rule


@rule("HG232", on=CreateIndex, severity=Severity.NOTE)
def check(op: CreateIndex, before: Before) -> Complaint | None:
    """Say that a leftover is kept; where it is known to be there, that is a warning."""
    if op.name is None or not (op.concurrently and op.if_not_exists):
        return None
    name = Name(op.table.schema, op.name)
    if not is_exposed(before.catalog.qualified(op.table), before) or _is_dropped(name, before):
        return None
    known = before.catalog.index(name)
    is_left_over = known is not None and not known.is_valid
    if isinstance(known, Index) and known.is_valid:
        return None
    shown = quoted(op.name)
    return Complaint(
        what=f"{shown} is there and invalid, and this statement leaves it so"
        if is_left_over
        else f"if a build of {shown} has failed before, this leaves the invalid index as it is",
        fix=f"{OUTSIDE}\ndrop index concurrently if exists {shown};\n{_plain(op)};",
        severity=Severity.WARNING if is_left_over else None,
    )


def _is_dropped(name: Name, before: Before) -> bool:
    return any(
        isinstance(step.operation, DropIndex)
        and any(each.name == name.name for each in step.operation.names)
        for step in before.earlier
    )


def _plain(op: CreateIndex) -> str:
    words = op.statement.sql
    place = words.lower().find("if not exists ")
    return words if place < 0 else words[:place] + words[place + len("if not exists ") :]

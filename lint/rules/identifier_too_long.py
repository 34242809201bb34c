"""PostgreSQL cuts a name after 63 bytes, with a notice that nobody reads.

The object then has another name than the migration says. Two names that differ only at their end
become one (42P07, 42701), a later statement that asks the catalog for the full name does not find
it, and tools that compare names see a difference forever.

Choose a name of at most 63 bytes. Letters beyond ASCII take two to four.

```sql bad
-- migration
create table author (
  id bigint primary key,
  the_number_of_books_that_this_author_has_written_until_the_end_of_last_year integer
);
```

```sql good
-- migration
create table author (id bigint primary key, books_until_last_year integer);
```
"""

import re
from collections.abc import Iterator

from lint.finding import Severity
from lint.ops import Statement
from lint.rule import Complaint, Run, migration_rule

LONGEST = 63
HIDDEN = re.compile(r"'(?:[^']|'')*'|\$(\w*)\$.*?\$\1\$|--[^\n]*|/\*.*?\*/", re.DOTALL)
NAME = re.compile(r'"(?P<quoted>(?:[^"]|"")+)"|(?P<bare>[^\W\d][\w$]{15,})')


@migration_rule("HG909", severity=Severity.WARNING)
def check(run: Run) -> Iterator[Complaint]:
    """Complain of names that PostgreSQL will cut."""
    statements = {op.statement.index: op.statement for op in run.operations}
    for statement in statements.values():
        for name in _long_names(statement):
            yield _complaint(name, statement)


def _long_names(statement: Statement) -> list[str]:
    text = HIDDEN.sub(" ", statement.sql) if len(statement.sql) > LONGEST else ""
    found = (each["quoted"] or each["bare"] for each in NAME.finditer(text))
    return [each for each in dict.fromkeys(found) if len(each.encode()) > LONGEST]


def _complaint(name: str, statement: Statement) -> Complaint:
    kept = name.encode()[:LONGEST].decode(errors="ignore")
    return Complaint(
        f"PostgreSQL cuts {name} to {kept}: what names it in full elsewhere does not find it",
        f"-- name it {kept}, or something shorter",
        at=statement.span,
    )

"""TRUNCATE deletes all rows, and with CASCADE those of every table that refers to them.

No trigger of the rows runs, no WHERE limits it, and readers under repeatable read see an empty
table at once. CASCADE follows foreign keys to any depth, without a list of what it emptied.

Delete what must go, in batches, with a WHERE that says why it may go. A table that this migration
filled itself, or a temporary one, may be truncated.

```sql bad
create table author (id bigint primary key);
-- migration
truncate author;
```

```sql bad
create table author (id bigint primary key);
create table book (id bigint primary key, author_id bigint references author);
-- migration
truncate table author cascade;
```

```sql good
create table author (id bigint primary key, left_at timestamptz);
-- migration
delete from author where left_at < '2020-01-01';
```
"""

from lint.clients import serves
from lint.finding import Severity
from lint.names import Name
from lint.ops import Truncate
from lint.rule import Before, Complaint, rule


@rule("HG305", on=Truncate, severity=Severity.ERROR)
def check(op: Truncate, before: Before) -> Complaint | None:
    """Complain of truncated tables that were there before."""
    names = [each for each in op.tables if serves(before, each)]
    if not names:
        return None
    listed = ", ".join(map(str, names))
    dragged = ", ".join(map(str, _dragged(names, before))) if op.cascade else ""
    return Complaint(
        f"all rows of {listed} are lost" + (f", and by CASCADE those of {dragged}" * bool(dragged)),
        "\n".join(" ".join(("delete from", str(each), "where false;")) for each in names)
        + " -- say which rows may go, and delete them in batches",
    )


def _dragged(names: list[Name], before: Before) -> list[Name]:
    found = [before.catalog.qualified(each) for each in names]
    given = len(found)
    for each in found:
        users = (user.name for user, _ in before.catalog.foreign_keys_to(each))
        found += [user for user in dict.fromkeys(users) if user not in found]
    return found[given:]

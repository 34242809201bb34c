"""`REINDEX` builds indexes anew while writes wait, and so do reads that would use the index.

It takes SHARE on the table, so writes wait, and ACCESS EXCLUSIVE on each index, so every query that
plans with it waits too. REINDEX … CONCURRENTLY builds the new index beside the old one while reads
and writes go on. It cannot run inside a transaction.

```sql bad
create table book (id bigint primary key, title text);
create index book_title_idx on book (title);
-- migration
reindex index book_title_idx;
```

```sql good
create table book (id bigint primary key, title text);
create index book_title_idx on book (title);
-- migration outside transaction
reindex index concurrently book_title_idx;
```
"""

from lint.advice import OUTSIDE
from lint.exposure import exposure
from lint.finding import Severity
from lint.ops import Reindex, ReindexTarget
from lint.rule import Before, Complaint, rule

WHOLE = (ReindexTarget.SCHEMA, ReindexTarget.DATABASE, ReindexTarget.SYSTEM)


@rule("HG228", on=Reindex, severity=Severity.ERROR)
def check(op: Reindex, before: Before) -> Complaint | None:
    """Complain of REINDEX without CONCURRENTLY."""
    harm = exposure(before)
    if op.concurrently or before.effects.fails is not None:
        return None
    is_known = op.name is not None and before.catalog.relation(op.name) is not None
    if harm is None and (is_known or (op.name is None and op.target not in WHOLE)):
        return None
    blocked = harm.waiting if harm is not None else "nobody can write to the table it belongs to"
    target = " ".join([op.target.value, *([str(op.name)] if op.name else [])])
    return Complaint(
        what=f"REINDEX builds every index of {target} again; while one is built, {blocked}"
        if op.target is not ReindexTarget.INDEX
        else f"REINDEX builds {op.name} again; until it is done, {blocked}",
        fix=f"{OUTSIDE}\nreindex {_concurrently(op)};",
    )


def _concurrently(op: Reindex) -> str:
    name = f" {op.name}" if op.name else ""
    return f"{op.target.value} concurrently{name}"

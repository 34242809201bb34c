"""An index of more than three columns is mostly ballast.

A B-tree finds by its first columns; the later ones rarely narrow the search, but every INSERT
writes them, and an UPDATE of any of them writes the whole index entry again.

Keep the columns that narrow the search, the most selective of the equality ones first; put columns
that are only read into INCLUDE.

```sql bad
create table visit (shop_id bigint, at date, browser text, country text);
-- migration outside transaction
create index concurrently visit_idx on visit (shop_id, at, browser, country);
```

```sql good
create table visit (shop_id bigint, at date, browser text, country text);
-- migration outside transaction
create index concurrently visit_idx on visit (shop_id, at) include (browser);
```
"""

from lint.advice import index_keys
from lint.finding import Severity
from lint.names import quoted
from lint.ops import CreateIndex
from lint.rule import Before, Complaint, rule

MOST = 3
ORDERED = "btree"


@rule("HG912", on=CreateIndex, severity=Severity.NOTE)
def check(op: CreateIndex, _: Before) -> Complaint | None:
    """Note B-tree indexes with many keys that enforce nothing."""
    if len(op.columns) <= MOST or op.is_unique or op.method != ORDERED:
        return None
    name = quoted(op.name) if op.name else "the index"
    concurrently = "concurrently " * op.concurrently
    return Complaint(
        f"{name} has {len(op.columns)} columns: all are written with every row of {op.table}, the"
        f" first few find it",
        f"create index {concurrently}{name if op.name else ''} on {op.table}"
        f" {index_keys(op.columns[:MOST])};",
    )

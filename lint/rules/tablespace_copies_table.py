"""`SET TABLESPACE` copies the whole table to another disk while nobody can read or write it.

The files are copied under ACCESS EXCLUSIVE, which takes as long as the disks need. An index is
moved in the same way, and then nobody can use the table's index: REINDEX INDEX CONCURRENTLY …
(TABLESPACE …) moves it while reads and writes go on. For a table, pg_repack does.

```sql bad untried
create table visit (id bigint primary key, page text);
-- migration
alter table visit set tablespace fast;
```

```sql good
create table visit (id bigint primary key, page text);
create index visit_page_idx on visit (page);
-- migration outside transaction
reindex (tablespace pg_default) index concurrently visit_page_idx;
```
"""

from lint.advice import OUTSIDE
from lint.definitions import RelationKind
from lint.exposure import exposure
from lint.finding import Severity
from lint.names import quoted
from lint.ops import SetTablespace
from lint.rule import Before, Complaint, rule


@rule("HG225", on=SetTablespace, severity=Severity.ERROR)
def check(op: SetTablespace, before: Before) -> Complaint | None:
    """Complain of the copy."""
    harm = exposure(before)
    if harm is None:
        return None
    return Complaint(
        what=f"{op.table} is copied to the tablespace {quoted(op.tablespace)}; "
        f"until that is done, {harm.waiting}",
        fix=_fix(op),
    )


def _fix(op: SetTablespace) -> str:
    space = quoted(op.tablespace)
    if op.kind is RelationKind.INDEX:
        return f"{OUTSIDE}\nreindex (tablespace {space}) index concurrently {op.table};"
    return (
        f"create table {quoted(f'{op.table.name}_new')} (like {op.table} including all) "
        f"tablespace {space};\n"
        f"-- then copy the rows in batches, with a trigger for what changes meanwhile,\n"
        f"-- and exchange the names in one short transaction at last"
    )

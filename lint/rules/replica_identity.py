"""The replica identity decides if an UPDATE can be replicated, and what it costs.

With NOTHING, every UPDATE and DELETE of a published table fails with 55000. With FULL, each writes
the whole old row to the log, and the subscriber looks for it by a scan when it has no index.

Leave it at the primary key, or name a unique index over NOT NULL columns.

```sql bad
create table author (id bigint primary key, name text);
-- migration
alter table author replica identity full;
```

```sql good
create table author (id bigint primary key, email text not null);
create unique index author_email_idx on author (email);
-- migration
alter table author replica identity using index author_email_idx;
```
"""

from lint.clients import serves
from lint.finding import Severity
from lint.ops import SetReplicaIdentity
from lint.rule import Before, Complaint, rule

EFFECTS = {
    "full": "each UPDATE and DELETE writes the whole old row to the log",
    "nothing": "each UPDATE and DELETE fails with 55000 as soon as the table is published",
}


@rule("HG916", on=SetReplicaIdentity, severity=Severity.NOTE)
def check(op: SetReplicaIdentity, before: Before) -> Complaint | None:
    """Note FULL; warn of NOTHING."""
    if op.identity not in EFFECTS or not serves(before, op.table):
        return None
    return Complaint(
        f"of {op.table}, {EFFECTS[op.identity]} from here on",
        f"alter table {op.table} replica identity default;",
        severity=Severity.WARNING if op.identity == "nothing" else None,
    )

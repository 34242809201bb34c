"""While a trigger is disabled, what it keeps true is not kept.

Rows that clients write meanwhile are not audited, not copied, not checked; with ALL, which takes a
superuser, foreign keys are not checked either, and nothing checks those rows later.

Enable it again in the same transaction: the lock of DISABLE keeps writers out until then, so that
they never write without it. For a single session, `set local session_replication_role = replica`
does not touch others.

```sql bad
create table author (id bigint primary key, name text);
create function stamp() returns trigger language plpgsql as 'begin return new; end';
create trigger author_stamp before update on author for each row execute function stamp();
-- migration
alter table author disable trigger author_stamp;
```

```sql good
create table author (id bigint primary key, name text);
create function stamp() returns trigger language plpgsql as 'begin return new; end';
create trigger author_stamp before update on author for each row execute function stamp();
-- migration
alter table author disable trigger author_stamp;
alter table author enable trigger author_stamp;
```
"""

from lint.clients import serves
from lint.finding import Severity
from lint.names import quoted
from lint.ops import DisableTrigger, EnableTrigger
from lint.rule import Before, Complaint, Step, rule


@rule("HG428", on=DisableTrigger, severity=Severity.WARNING)
def check(op: DisableTrigger, before: Before) -> Complaint | None:
    """Complain when the transaction leaves the trigger disabled."""
    if not serves(before, op.table):
        return None
    if any(_enables(step, op, before) for step in before.later):
        return None
    trigger = op.trigger if op.names_all else quoted(op.trigger)
    named = f"trigger {trigger}" if not op.names_all else f"any of its {trigger} triggers"
    return Complaint(
        f"rows that clients write to {op.table} from here on do not pass {named}",
        f"-- in the same transaction\nalter table {op.table} enable trigger {trigger};",
    )


def _enables(step: Step, op: DisableTrigger, before: Before) -> bool:
    enabling = step.operation
    return (
        isinstance(enabling, EnableTrigger)
        and step.transaction.number == before.transaction.number
        and step.catalog.qualified(enabling.table) == before.catalog.qualified(op.table)
        and (enabling.trigger == op.trigger or enabling.names_all)
    )

"""A new enum value cannot be used in the transaction that adds it.

Until the transaction commits, PostgreSQL answers every use of the value with "unsafe use of new
value" (55P04): in a default, in an INSERT or UPDATE, in a CHECK, in an index. Only where the enum
itself was created in the same transaction may its values be used at once. Add the value in one
migration, use it in the next.

```sql bad
create type mood as enum ('sad', 'ok');
create table author (id bigint primary key, mood mood);
-- migration
alter type mood add value 'glad' after 'ok';
alter table author alter column mood set default 'glad';
```

```sql good
create type mood as enum ('sad', 'ok');
create table author (id bigint primary key, mood mood);
-- migration
alter type mood add value 'glad' after 'ok';
-- migration
alter table author alter column mood set default 'ok';
```
"""

from lint.advice import LATER
from lint.finding import Severity
from lint.ops import Operation
from lint.refusals import Refusal, refusal_of
from lint.rule import Before, Complaint, rule


@rule("HG602", on=Operation, severity=Severity.ERROR)
def check(op: Operation, before: Before) -> Complaint | None:
    """Complain of the statement that uses the value too early."""
    if refusal_of(before) is not Refusal.NEW_ENUM_VALUE:
        return None
    return Complaint(
        what=f"PostgreSQL refuses this: {before.effects.fails}",
        fix=f"{LATER}\n{op.statement.sql};",
    )

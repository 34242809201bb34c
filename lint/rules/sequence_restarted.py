"""A restarted sequence hands out numbers that are taken.

From then on inserts fail with 23505 where the column is unique, and where it is not, two rows carry
one number. What a sequence handed out is not undone by a rollback either, so it must only ever go
forward.

Set it from the rows, if it must be set: `setval('…', (select max(…) from …))`.

```sql bad
create table invoice (id bigint generated always as identity primary key);
-- migration
alter table invoice alter column id restart with 1;
```

```sql bad
create sequence invoice_numbers;
-- migration
alter sequence invoice_numbers restart;
```

```sql good
create table invoice (id bigint generated always as identity primary key);
-- migration
select setval('invoice_id_seq', (select coalesce(max(id), 1) from invoice));
```
"""

from lint.clients import serves
from lint.finding import Severity
from lint.names import Name, quoted
from lint.ops import AlterSequence, SetIdentity
from lint.rule import Before, Complaint, rule


@rule("HG314", on=(AlterSequence, SetIdentity), severity=Severity.WARNING)
def check(op: AlterSequence | SetIdentity, before: Before) -> Complaint | None:
    """Complain of RESTART of a sequence that was there before."""
    name = op.name if isinstance(op, AlterSequence) else op.table
    if "restart" not in dict(op.options) or not serves(before, name):
        return None
    return Complaint(
        f"{_named(op)} hands out numbers again that rows already carry: inserts fail with 23505, or"
        f" two rows share a number",
        _fix(op),
    )


def _named(op: AlterSequence | SetIdentity) -> str:
    if isinstance(op, AlterSequence):
        return f"sequence {op.name}"
    return f"the identity of {op.table}.{quoted(op.column)}"


def _fix(op: AlterSequence | SetIdentity) -> str:
    if isinstance(op, AlterSequence):
        owner = op.owned_by
        return _set_from_rows(f"'{op.name}'", *owner) if owner else f"-- leave {op.name} as it is"
    sequence = f"pg_get_serial_sequence('{op.table}', '{op.column}')"
    return _set_from_rows(sequence, op.table, op.column)


def _set_from_rows(sequence: str, table: Name, column: str) -> str:
    highest = f"(select max({quoted(column)}) from {table})"
    return f"select setval({sequence}, {highest});"

"""A sequence with a lower limit runs out, and every INSERT that draws from it fails.

`AS integer` and MAXVALUE take effect at once. Once the limit is reached, nextval fails with 2200H
for every client; PostgreSQL refuses the change only when the last value is beyond it already.

Leave a sequence at bigint: the number costs nothing until a column stores it.

```sql bad
create sequence invoice_numbers;
-- migration
alter sequence invoice_numbers as integer;
```

```sql bad
create sequence invoice_numbers;
-- migration
alter sequence invoice_numbers maxvalue 9999;
```

```sql good
create sequence invoice_numbers as integer;
-- migration
alter sequence invoice_numbers as bigint;
```
"""

from lint.clients import serves
from lint.facts import Sequence
from lint.finding import Severity
from lint.ops import AlterSequence
from lint.rule import Before, Complaint, rule

HIGHEST = {
    **dict.fromkeys(("smallint", "int2"), 2**15 - 1),
    **dict.fromkeys(("integer", "int", "int4"), 2**31 - 1),
    **dict.fromkeys(("bigint", "int8"), 2**63 - 1),
}


@rule("HG317", on=AlterSequence, severity=Severity.WARNING)
def check(op: AlterSequence, before: Before) -> Complaint | None:
    """Complain of a limit below the one there was."""
    sequence = before.catalog.sequence(op.name)
    new = _limit(op.options)
    if new is None or not serves(before, op.name) or new >= _limit_of(sequence):
        return None
    return Complaint(
        f"nextval of {op.name} fails with 2200H for every client once it has reached {new}",
        f"alter sequence {op.name} as bigint no maxvalue;",
    )


def _limit(options: tuple[tuple[str, str], ...]) -> int | None:
    said = dict(options)
    if said.get("maxvalue", "").isdigit():
        return int(said["maxvalue"])
    return HIGHEST.get(said.get("as", ""))


def _limit_of(sequence: Sequence | None) -> int:
    """Return the limit as far as it is known; a sequence behind a serial column is an integer."""
    if sequence is None:
        return HIGHEST["bigint"]
    is_serial = sequence.owned_by is not None and not sequence.is_identity
    return _limit(sequence.options) or HIGHEST["integer" if is_serial else "bigint"]

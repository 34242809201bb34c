"""A renamed sequence breaks every client that draws its numbers by name.

Column defaults follow the rename, because they hold the sequence itself. `nextval('…')` in client
code, in an ORM's mapping or in a function's body holds a text, and fails with 42P01.

Leave the name: it shows nowhere. If it must change, give the new sequence a range of its own, move
the clients, and drop the old one.

```sql bad
create sequence invoice_numbers;
-- migration
alter sequence invoice_numbers rename to invoice_number_seq;
```

```sql good
create sequence invoice_numbers;
-- migration
create sequence invoice_number_seq start with 1000000000;
```
"""

from lint.clients import is_replaced, serves
from lint.finding import Severity
from lint.names import quoted
from lint.ops import RenameSequence
from lint.rule import Before, Complaint, rule


@rule("HG404", on=RenameSequence, severity=Severity.ERROR)
def check(op: RenameSequence, before: Before) -> Complaint | None:
    """Complain of a rename of a sequence that clients may draw from."""
    sequence = before.catalog.sequence(op.table)
    if sequence is not None and sequence.is_identity:
        return None
    if not serves(before, op.table) or is_replaced(before, op.table):
        return None
    return Complaint(
        f"every running client that calls nextval('{op.table}') fails with 42P01 from here on,"
        f" until its replacement is deployed",
        f"-- draw from the new one in the next release, and drop {op.table} in a later migration\n"
        f"create sequence {op.table._replace(name=op.new_name)} start with 1000000000;\n"
        f"-- with a start that {quoted(op.table.name)} will not reach",
        # Behind a serial column it is the default that draws; few clients do.
        severity=Severity.WARNING if sequence is not None and sequence.owned_by else None,
    )

"""What `money` means depends on a setting of the server, `lc_monetary`.

Restored or read under another locale, the same bytes are another currency with other decimals. It
holds no currency, and divides into `double precision`.

Say `numeric`, or integer cents, and the currency beside it.

```sql bad
-- migration
create table price (id bigint primary key, amount money not null);
```

```sql good
-- migration
create table price (id bigint primary key, amount_cents bigint not null, currency text not null);
```
"""

from lint.declared import declared_as, instead, named
from lint.definitions import Column
from lint.finding import Severity
from lint.names import Name, TypeName
from lint.ops import AddColumn, CreateTable
from lint.rule import Before, Complaint, rule


@rule("HG908", on=(CreateTable, AddColumn), severity=Severity.NOTE)
def check(op: CreateTable | AddColumn, _: Before) -> Complaint | None:
    """Note columns of the type."""
    columns = declared_as(op, _is_meant)
    if not columns:
        return None
    return Complaint(
        f"the currency and the decimals of {named(op, columns)} depend on the server's lc_monetary",
        instead(op, columns, _better),
    )


def _is_meant(type_name: TypeName) -> bool:
    return type_name.name == Name(None, "money")


def _better(_: Column) -> str:
    return "numeric(14, 2)"

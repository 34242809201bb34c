"""A renamed type breaks every client that casts to it or declares it by name.

Columns and functions follow the rename. `'paid'::order_status` in a client's query, an ORM's enum
mapping, a COPY script or a function body that is text does not: PostgreSQL answers 42704, type does
not exist. Drivers that look types up by name fail in the same way.

Leave the name: it is only seen by code. In place of a domain, another domain over it may keep the
old name, in the same transaction; in place of an enum it may not, for comparing the two fails with
42883. Where the old name is taken again by a type made anew, this rule is silent, and removed
values are another rule's business.

```sql bad
create type order_status as enum ('open', 'paid');
create table orders (id bigint primary key, status order_status not null);
-- migration
alter type order_status rename to status;
```

```sql bad
create domain email as text;
create table author (id bigint primary key, address email not null);
-- migration
alter domain email rename to email_address;
```

```sql good
create domain email as text;
create table author (id bigint primary key, address email not null);
-- migration
alter domain email rename to email_address;
create domain email as email_address;
```
"""

from lint.clients import at_commit, is_new
from lint.facts import Domain, TypeFact
from lint.finding import Severity
from lint.names import Name, quoted
from lint.ops import RenameObject
from lint.rule import Before, Complaint, rule


@rule("HG407", on=RenameObject, severity=Severity.ERROR)
def check(op: RenameObject, before: Before) -> Complaint | None:
    """Complain of a type's rename that leaves nothing under the old name."""
    if op.kind not in {"type", "domain"} or not _serves(op, before):
        return None
    return Complaint(
        f"every running client that names type {op.name} (casts, enum mappings, COPY scripts) fails"
        f" with 42704 from here on, until its replacement is deployed",
        _fix(op, before),
    )


def _fix(op: RenameObject, before: Before) -> str:
    if before.catalog.domain(op.name) is None:
        return f"-- leave the name of {op.name}: only code sees it"
    return (
        f"-- in one transaction: a domain keeps the old name\n"
        f"alter domain {op.name} rename to {quoted(op.new_name)};\n"
        f"create domain {op.name} as {Name(op.name.schema, op.new_name)};"
    )


def _serves(op: RenameObject, before: Before) -> bool:
    known = before.catalog.qualified(op.name)
    fact = before.catalog.types.get(known)
    if fact is None and before.catalog.is_complete:
        return False
    if _is_replaced(known, fact, before):
        return False
    if known._replace(name=op.new_name) in before.run.before.types:
        return False
    return fact is None or not is_new(before.run, fact.serial)


def _is_replaced(known: Name, old: TypeFact | None, before: Before) -> bool:
    """Tell if a type made anew has the old name when the transaction commits."""
    new = at_commit(before).types.get(known)
    return new is not None and (isinstance(old, Domain | None) or not isinstance(new, Domain))

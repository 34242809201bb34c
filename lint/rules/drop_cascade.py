"""CASCADE drops what leans on the constraint or index, without a word in the migration.

A key that is dropped with CASCADE takes the foreign keys of other tables along: from then on those
tables take references to rows that do not exist. What goes depends on what is there when it runs.

Drop what leans on it by name, then the thing itself without CASCADE: PostgreSQL refuses if anything
else is left.

```sql bad also HG424
create table author (id bigint constraint author_key primary key);
create table book (id bigint primary key, author_id bigint references author);
-- migration
alter table author drop constraint author_key cascade;
```

```sql good
create table author (id bigint primary key, age int constraint author_grown check (age > 0));
-- migration
alter table author drop constraint author_grown;
```
"""

from lint.clients import serves
from lint.definitions import KeyConstraint
from lint.facts import Table
from lint.finding import Severity
from lint.names import Name, quoted
from lint.ops import DropConstraint, DropIndex, DropOther
from lint.rule import Before, Complaint, rule


@rule("HG315", on=(DropConstraint, DropIndex, DropOther), severity=Severity.ERROR)
def check(op: DropConstraint | DropIndex | DropOther, before: Before) -> Complaint | None:
    """Complain of CASCADE where something does, or may, lean on what is dropped."""
    if not op.cascade:
        return None
    if isinstance(op, DropConstraint):
        return _constraint(op, before)
    if isinstance(op, DropIndex) or before.catalog.is_complete:
        return None
    return _unseen(f"{op.kind} {', '.join(map(str, op.names))}", f"drop {op.kind}", op.names)


def _constraint(op: DropConstraint, before: Before) -> Complaint | None:
    table = before.catalog.table(op.table)
    if not serves(before, op.table):
        return None
    clause = f"alter table {op.table} drop constraint {quoted(op.constraint)};"
    if table is None or not table.is_complete:
        return Complaint(
            f"CASCADE drops every foreign key that leans on {quoted(op.constraint)} of {op.table}:"
            f" from here on it takes references to rows that do not exist",
            f"-- without CASCADE, PostgreSQL refuses to lose anything\n{clause}",
            severity=Severity.WARNING,
        )
    keys = _leaning(op, table, before)
    if not keys:
        return None
    listed = ", ".join(str(user) for user, _ in keys)
    drops = "\n".join(f"alter table {user} drop constraint {quoted(key)};" for user, key in keys)
    return Complaint(
        f"CASCADE drops the foreign keys of {listed} to {op.table}: from here on they take"
        f" references to rows that do not exist",
        f"-- if they must go, by name\n{drops}\n-- {clause}",
    )


def _leaning(op: DropConstraint, table: Table, before: Before) -> list[tuple[Name, str]]:
    key = table.constraint(op.constraint)
    if not isinstance(key, KeyConstraint):
        return []
    return [
        (user.name, foreign.name or "")
        for user, foreign in before.catalog.foreign_keys_to(op.table)
        if set(foreign.referenced or key.columns) == set(key.columns)
    ]


def _unseen(thing: str, drop: str, names: tuple[Name, ...]) -> Complaint:
    return Complaint(
        f"CASCADE drops whatever leans on {thing} when it runs",
        f"-- without CASCADE, PostgreSQL refuses to lose anything\n"
        f"{drop} {', '.join(map(str, names))};",
        severity=Severity.WARNING,
    )

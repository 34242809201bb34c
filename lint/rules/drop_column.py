"""A dropped column takes its values with it, and breaks every client that still names it.

The values are gone with the commit: only a backup brings them back. And the release that runs
during the migration still names the column, in `select *` mapped to a class too: PostgreSQL answers
42703 until it is replaced. Indexes, constraints and statistics on the column go as well.

Do it last. First deploy code that neither reads nor writes the column (mapped entities included); a
NOT NULL column without a default must stop being required before that. Then drop it, in a migration
of its own, and say why that is safe: `-- headgate: allow HG301 because …`.

```sql bad
create table author (id bigint primary key, name text, nickname text);
-- migration
alter table author drop column nickname;
```

```sql good
create table author (id bigint primary key, name text, nickname text not null);
-- migration
alter table author alter column nickname drop not null;
```

```sql good
create table author (id bigint primary key);
-- migration
create table draft (id bigint primary key, note text);
alter table draft drop column note;
```
"""

from lint.absence import fills_in, refuses_null
from lint.clients import column_of, serves_column
from lint.disguise import recreated, renamed
from lint.finding import Severity
from lint.names import quoted
from lint.ops import DropColumn
from lint.rule import Before, Complaint, rule


@rule("HG301", on=DropColumn, severity=Severity.ERROR)
def check(op: DropColumn, before: Before) -> Complaint | None:
    """Complain of a dropped column that is no rename or type change in disguise."""
    if not serves_column(before, op.table, op.column):
        return None
    if recreated(op, before) or renamed(op, before):
        return None
    return Complaint(
        f"all values of {_named(op)} are lost, and every running client that names the column fails"
        f" with 42703 from here on{_dragged(op, before)}",
        _fix(op, before),
    )


def _named(op: DropColumn) -> str:
    return f"{op.table}.{quoted(op.column)}"


def _dragged(op: DropColumn, before: Before) -> str:
    views = before.catalog.views_reading(op.table, op.column) if op.cascade else ()
    names = ", ".join(str(view.name) for view in views)
    return f"; CASCADE drops {names} too" if names else ""


def _fix(op: DropColumn, before: Before) -> str:
    fact = column_of(before.catalog, op.table, op.column)
    required = fact is not None and refuses_null(before.catalog, fact)
    optional = f"alter table {op.table} alter column {quoted(op.column)} drop not null;\n"
    return (
        f"{optional if fact and required and not fills_in(before.catalog, fact) else ''}"
        f"-- deploy code that neither reads nor writes {_named(op)}; then, in a migration of its"
        f" own:\n-- alter table {op.table} drop column {quoted(op.column)};"
    )

"""A volatile default is computed for every row while nobody can read or write the table.

A default that is the same for all rows is kept in the catalog, and ADD COLUMN is a matter of a
moment. That holds for constants and for `now()`, which gives one value per transaction. For
`gen_random_uuid()`, `clock_timestamp()`, `nextval()` and other volatile functions PostgreSQL writes
the whole table anew, indexes included, under ACCESS EXCLUSIVE.

Add the column without a default and set the default in the same statement: new rows get it, old
rows stay NULL, and nothing is rewritten. Then fill the old rows in batches.

```sql bad
create table author (id bigint primary key, name text);
-- migration
alter table author add column token uuid default gen_random_uuid();
```

```sql good
create table author (id bigint primary key, name text);
-- migration
alter table author add column token uuid, alter column token set default gen_random_uuid();
```
"""

from lint.advice import column_sql, filled_in_batches, made_required, steps
from lint.effects.coercion import has_constraints
from lint.exposure import exposure
from lint.finding import Severity
from lint.names import quoted
from lint.ops import AddColumn
from lint.rule import Before, Complaint, rule


@rule("HG210", on=AddColumn, severity=Severity.ERROR)
def check(op: AddColumn, before: Before) -> Complaint | None:
    """Complain of a rewrite that the default is the cause of."""
    harm = exposure(before)
    if harm is None or not harm.rewrites or _has_other_cause(op, before):
        return None
    column = f"{op.table}.{op.column.name}"
    default = f"the default {op.column.default}" if op.column.default else "the domain's default"
    unknown = f"{' and '.join(before.effects.unknown)} may be volatile: " * any(
        before.effects.unknown
    )
    return Complaint(
        what=f"{unknown}{default} of {column} is computed for every row, and the table written "
        f"anew; until that is done, {harm.waiting}",
        fix=_fix(op, before),
    )


def _has_other_cause(op: AddColumn, before: Before) -> bool:
    column = op.column
    domain = None if column.type.array else before.catalog.domain(column.type.name)
    if domain is not None and has_constraints(domain, before.catalog):
        return True
    return column.is_serial or column.identity is not None or column.generated is not None


def _fix(op: AddColumn, before: Before) -> str:
    column, default = quoted(op.column.name), str(op.column.default or "default")
    added = column_sql(op.column, with_default=False)
    first = (
        f"alter table {op.table} add column {added}, alter column {column} set default {default};"
    )
    filled = f"{first}\n{filled_in_batches(op.table, op.column.name, default)}"
    if not op.column.is_not_null:
        return filled
    return steps(filled, made_required(op.table, op.column.name, before.pg_version))

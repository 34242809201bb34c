"""A column of another kind of type breaks the clients that still bind, compare or read the old one.

A driver sends parameters with their type: `text` for what has become an integer, a date or an enum
fails with 42804 in an INSERT and with 42883, operator does not exist, in a WHERE. What clients read
comes as another type as well.

Add a column of the new type beside the old one, write both, fill it in batches, read the new one,
and drop the old one later.

```sql bad also HG218
create table author (id bigint primary key, born text);
-- migration
alter table author alter column born type date using born::date;
```

```sql good
create table author (id bigint primary key, born text);
-- migration
alter table author add column born_on date;
```
"""

from lint.clients import column_of, serves_column
from lint.effects.coercion import undomained
from lint.facts import EnumType
from lint.finding import Severity
from lint.names import Name, TypeName, quoted
from lint.ops import AlterColumnType
from lint.rule import Before, Complaint, rule

FAMILIES = {
    "number": ("int2", "int4", "int8", "numeric", "float4", "float8", "money", "oid"),
    "text": ("text", "varchar", "bpchar", "name", "char"),
    "time": ("date", "timestamp", "timestamptz"),
    "time of day": ("time", "timetz"),
    "duration": ("interval",),
    "truth": ("bool",),
    "document": ("json", "jsonb"),
    "uuid": ("uuid",),
    "bytes": ("bytea",),
    "address": ("inet", "cidr"),
    "bits": ("bit", "varbit"),
}
FAMILY = {Name(None, name): family for family, names in FAMILIES.items() for name in names}


@rule("HG423", on=AlterColumnType, severity=Severity.ERROR)
def check(op: AlterColumnType, before: Before) -> Complaint | None:
    """Complain of a change from one kind of type to another."""
    fact = column_of(before.catalog, op.table, op.column)
    if fact is None or not serves_column(before, op.table, op.column):
        return None
    old, new = (_family(each, before) for each in (fact.type, op.type))
    if old is None or new is None or old == new or _keeps_its_name(op, before):
        return None
    column = quoted(op.column)
    return Complaint(
        f"running clients that bind or compare {op.table}.{column} as {fact.type} fail with 42804"
        f" or 42883 from here on, and read {op.type} instead",
        f"alter table {op.table} add column {quoted(f'new_{op.column}')} {op.type};\n"
        f"-- deploy code that writes both, fill it in batches, deploy code that reads it only,\n"
        f"-- and drop {column} in a later migration",
    )


def _keeps_its_name(op: AlterColumnType, before: Before) -> bool:
    """Tell if the type is called the same before and after: an enum made anew."""
    catalogs = (before.run.before, before.run.after)
    was, now = (column_of(each, op.table, op.column) for each in catalogs)
    return was is not None and now is not None and was.type.name == now.type.name


def _family(type_name: TypeName, before: Before) -> str | None:
    base = undomained(type_name, before.catalog)
    family = FAMILY.get(base.name)
    if family is None and isinstance(before.catalog.type(base.name), EnumType):
        family = f"enum {before.catalog.qualified(base.name)}"
    return f"array of {family}" if family and base.array else family

"""DROP SCHEMA … CASCADE drops every table, type and function in the schema, unseen.

What goes depends on what is there when it runs, not on what anybody read in review: all rows of all
its tables, and whatever elsewhere leans on them.

Drop what you mean by name, in migrations that can be judged, and then the empty schema without
CASCADE: PostgreSQL refuses if anything is left in it.

```sql bad
create schema shop;
create table shop.orders (id bigint primary key);
-- migration
drop schema shop cascade;
```

```sql good
create schema shop;
-- migration
drop schema shop;
```
"""

from lint.clients import is_new
from lint.finding import Severity
from lint.ops import DropSchema
from lint.rule import Before, Complaint, rule


@rule("HG306", on=DropSchema, severity=Severity.ERROR)
def check(op: DropSchema, before: Before) -> Complaint | None:
    """Complain of CASCADE on schemas that may hold something."""
    names = [each.name for each in op.names if _may_hold(each.name, before)]
    if not op.cascade or not names:
        return None
    listed = ", ".join(str(each) for each in op.names if each.name in names)
    return Complaint(
        f"every table in schema {listed} is dropped with its rows, and every running client that"
        f" names one fails with 42P01{_inside(names, before)}",
        f"-- drop what it holds by name first; then this is refused if anything is left:\n"
        f"-- drop schema {listed};",
    )


def _may_hold(schema: str, before: Before) -> bool:
    catalog = before.catalog
    serial = catalog.schemas.get(schema)
    if serial is None:
        return not catalog.is_complete
    if is_new(before.run, serial):
        return False
    names = (*catalog.relations, *catalog.types, *catalog.functions)
    return not catalog.is_complete or any(name.schema == schema for name in names)


def _inside(schemas: list[str], before: Before) -> str:
    tables = [name for name in before.catalog.relations if name.schema in schemas]
    known = sorted(str(name) for name in tables if before.catalog.table(name) is not None)
    return f": {', '.join(known)}" if known else ""

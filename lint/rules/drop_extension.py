"""A dropped extension takes its functions, operators and types; with CASCADE, your columns too.

Columns of its types (citext, hstore, geometry, vector) go with their values, indexes that use its
operator classes go as well. Without CASCADE PostgreSQL refuses while anything in the database
leans on it, but clients that call its functions fail with 42883 all the same.

Convert the columns, drop the indexes, deploy code that does not call it, and drop it without
CASCADE.

```sql bad
create extension if not exists plpgsql;
-- migration
drop extension plpgsql cascade;
```

```sql good
create table author (id bigint primary key);
-- migration
create extension if not exists plpgsql;
```
"""

from lint.finding import Severity
from lint.ops import CreateExtension, DropExtension
from lint.rule import Before, Complaint, rule


@rule("HG312", on=DropExtension, severity=Severity.WARNING)
def check(op: DropExtension, before: Before) -> Complaint | None:
    """Complain of dropped extensions; of CASCADE as an error."""
    names = [each for each in op.names if _may_serve(each.name, before)]
    if not names:
        return None
    listed = ", ".join(map(str, names))
    loss = "columns of its types are dropped with their values, and " if op.cascade else ""
    return Complaint(
        f"{loss}every running client that calls a function or names a type of {listed} fails from"
        f" here on",
        f"-- once nothing uses it: without CASCADE, PostgreSQL refuses to lose anything\n"
        f"-- drop extension {listed};",
        severity=Severity.ERROR if op.cascade else None,
    )


def _may_serve(extension: str, before: Before) -> bool:
    # Extensions are often made outside the migrations, so one that is not known may be there.
    created = (
        isinstance(step.operation, CreateExtension) and step.operation.name == extension
        for step in before.earlier
    )
    return not any(created)

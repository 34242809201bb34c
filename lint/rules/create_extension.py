"""An extension brings code that runs in the server, often with its owner's rights.

CREATE EXTENSION needs a superuser unless the extension is trusted; where the migration's role is
not one it fails. The packages must be there on every server, with the same version, replicas and
restored backups included. With CASCADE it brings more than is named.

This is a note. Name the version and the schema, and see that every server has it.

```sql bad
-- migration
create extension if not exists plpgsql;
```

```sql good
create extension if not exists plpgsql;
-- migration
create table author (id uuid primary key default gen_random_uuid());
```
"""

from lint.finding import Severity
from lint.names import quoted
from lint.ops import CreateExtension
from lint.rule import Before, Complaint, rule

# They run programs, read files, or connect elsewhere in the server's name.
FAR_REACHING = {
    *("plpythonu", "plpython2u", "plpython3u", "plperlu", "pltclu", "adminpack", "file_fdw"),
    *("dblink", "postgres_fdw", "pg_execute_server_program"),
}


@rule("HG711", on=CreateExtension, severity=Severity.NOTE)
def check(op: CreateExtension, before: Before) -> Complaint | None:
    """Note a new extension; warn of one that reaches beyond the database."""
    if op.name in before.catalog.extensions and op.if_not_exists:
        return None
    name = quoted(op.name)
    if op.name in FAR_REACHING:
        return Complaint(
            f"extension {name} lets its users act outside the database in the server's name",
            f"create extension {name};\n-- and then, for each of its functions or its language:\n"
            f"-- revoke … from public;",
            severity=Severity.WARNING,
        )
    return Complaint(
        f"extension {name} must be installed on every server this migration runs on, and its role"
        f" be allowed to create it",
        f"create extension if not exists {name} with schema public;",
    )

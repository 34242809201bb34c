"""What moves to another schema disappears from the name its clients use.

`SET SCHEMA` is a rename: qualified names fail with 42P01 (42704 for a type, 42883 for a function),
and unqualified ones fail where the new schema is not in the client's `search_path`.

In the same transaction, leave a view (or a domain, or a function that calls the moved one) in the
old schema, and drop it once no client uses the old name.

```sql bad
create schema archive;
create table author (id bigint primary key, name text);
-- migration
alter table author set schema archive;
```

```sql bad
create schema shared;
create type mood as enum ('sad', 'ok');
-- migration
alter type mood set schema shared;
```

```sql good
create schema archive;
create table author (id bigint primary key, name text);
-- migration
alter table author set schema archive;
create view author as select id, name from archive.author;
```
"""

from lint.advice import view_over
from lint.clients import at_commit, is_new, is_replaced, serves
from lint.definitions import RelationKind
from lint.finding import Severity
from lint.names import quoted
from lint.ops import SetObjectSchema, SetRelationSchema
from lint.routines import is_answered, serves_calls
from lint.rule import Before, Complaint, rule

TYPES = {"type", "domain"}
ROUTINES = {"function", "procedure", "routine", "aggregate"}
HIDDEN = {RelationKind.INDEX}


@rule("HG410", on=(SetRelationSchema, SetObjectSchema), severity=Severity.ERROR)
def check(op: SetRelationSchema | SetObjectSchema, before: Before) -> Complaint | None:
    """Complain of a move that leaves nothing under the old name."""
    if isinstance(op, SetRelationSchema):
        return _relation(op, before)
    if op.kind in TYPES and _serves_type(op, before):
        return _complaint(
            op,
            f"type {op.name}",
            "42704",
            f"-- leave {op.name} in its schema: only code sees it",
        )
    if op.kind in ROUTINES and _serves_calls(op, before):
        return _complaint(
            op,
            f"{op.kind} {op.name}",
            "42883",
            f"-- in one transaction: a function keeps the old name, and calls {_new(op)}\n"
            f"alter {op.kind} {op.name} set schema {quoted(op.new_schema)};",
        )
    return None


def _relation(op: SetRelationSchema, before: Before) -> Complaint | None:
    stays = before.catalog.qualified(op.table).schema == op.new_schema
    if stays or op.kind in HIDDEN or not serves(before, op.table) or is_replaced(before, op.table):
        return None
    new = op.table._replace(schema=op.new_schema)
    return Complaint(
        f"every running client that names {op.kind.value} {op.table} fails with 42P01 from here on,"
        f" unless it finds {quoted(op.new_schema)} in its search_path",
        f"-- in one transaction: a view keeps the old name\n"
        f"alter {op.kind.value} {op.table} set schema {quoted(op.new_schema)};\n"
        + view_over(before.catalog.qualified(op.table), new),
    )


def _complaint(op: SetObjectSchema, thing: str, code: str, fix: str) -> Complaint:
    return Complaint(
        f"every running client that names {thing} fails with {code} from here on, unless it finds"
        f" {quoted(op.new_schema)} in its search_path",
        fix,
    )


def _new(op: SetObjectSchema) -> str:
    return str(op.name._replace(schema=op.new_schema))


def _serves_type(op: SetObjectSchema, before: Before) -> bool:
    known = before.catalog.qualified(op.name)
    fact = before.catalog.types.get(known)
    if fact is None:
        return not before.catalog.is_complete
    return not is_new(before.run, fact.serial) and known not in at_commit(before).types


def _serves_calls(op: SetObjectSchema, before: Before) -> bool:
    is_served = serves_calls(before, op.name, op.arguments)
    return is_served and not is_answered(before, op.name, op.arguments)

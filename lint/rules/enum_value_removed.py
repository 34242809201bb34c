"""A removed value breaks every client that still writes it, and the rows that still hold it.

PostgreSQL cannot drop a value of an enum, so it goes in other ways: the type is renamed, made anew
with fewer labels and the column converted; the type is dropped and made again; the column moves to
another type; the list in a CHECK, of a table or of a domain, gets shorter; or somebody edits
pg_enum. Each way, running clients that write the value fail (22P02 for an enum, 23514 for a CHECK)
and those that compare with an enum's value fail too; the conversion itself fails on the first row
that holds it.

Leave the label: unused, it costs nothing. To retire a value, deploy code that no longer writes it,
change the rows in batches, and only then shorten a CHECK, as NOT VALID and validated later.

```sql bad also HG218
create type order_status as enum ('open', 'paid', 'cancelled');
create table orders (id bigint primary key, status order_status not null);
-- migration
alter type order_status rename to order_status_old;
create type order_status as enum ('open', 'paid');
alter table orders alter column status type order_status using status::text::order_status;
drop type order_status_old;
```

```sql bad
create table orders (
  id bigint primary key,
  status text not null,
  constraint orders_status_known check (status in ('open', 'paid', 'cancelled'))
);
-- migration
alter table orders drop constraint orders_status_known;
alter table orders add constraint orders_status_known
  check (status = any (array['open'::text, 'paid'::text])) not valid;
```

```sql bad
create domain order_status as text check (value in ('open', 'paid', 'cancelled'));
create table orders (id bigint primary key, status order_status not null);
-- migration
alter domain order_status drop constraint order_status_check;
alter domain order_status add constraint order_status_check
  check (value = 'open' or value = 'paid') not valid;
```

```sql bad
create type order_status as enum ('open', 'paid', 'cancelled');
-- migration
delete from pg_catalog.pg_enum
where enumlabel = 'cancelled' and enumtypid = 'order_status'::regtype;
```

```sql good
create table orders (
  id bigint primary key,
  status text not null,
  constraint orders_status_known check (status in ('open', 'paid'))
);
-- migration
alter table orders drop constraint orders_status_known;
alter table orders add constraint orders_status_known
  check (status in ('open', 'paid', 'cancelled')) not valid;
```

```sql good
create type order_status as enum ('open', 'paid');
create table orders (id bigint primary key, status order_status not null);
-- migration
alter type order_status add value 'cancelled' after 'paid';
```
"""

from collections.abc import Iterator

from lint.catalog import Catalog
from lint.expressions import listed
from lint.finding import Severity
from lint.ops import Delete, Update
from lint.removals import Removal, Unclear, in_order, of_columns, of_types, unclear
from lint.rule import Complaint, Run, schema_rule

ADVICE = "-- the value stays until no released client writes it and no row holds it\n"


@schema_rule("HG420", severity=Severity.ERROR)
def check(before: Catalog, after: Catalog, run: Run) -> Iterator[Complaint]:
    """Complain of each type and column that takes less than before, in whichever way."""
    types = tuple(of_types(before, after, run))
    reported = {value for removal in types for value in removal.values}
    columns = tuple(each for each in of_columns(before, after, run) if each.values - reported)
    yield from map(_removed, (*types, *columns))
    if not types and not columns:
        yield from _edits(run)
        yield from map(_unclear, unclear(run))


def _removed(removal: Removal) -> Complaint:
    values = listed(in_order(removal.values))
    code, other = ("22P02", " or compares with") if removal.is_enum else ("23514", "")
    return Complaint(
        f"{removal.name} no longer takes {values}: every running client that writes{other} it fails"
        f" with {code} from here on",
        ADVICE + removal.kept,
        at=removal.cause,
    )


def _edits(run: Run) -> Iterator[Complaint]:
    for operation in run.operations:
        match operation:
            case Update(table=table) | Delete(table=table) if table.name == "pg_enum":
                yield Complaint(
                    "editing pg_enum leaves rows that hold a value without a name: reading them"
                    " fails with an internal error, and so do clients that write the value",
                    f"{ADVICE}-- an unused label of an enum costs nothing",
                    at=operation,
                )


def _unclear(found: Unclear) -> Complaint:
    return Complaint(
        f"{found.name} is made anew, and what it took before is not known: every running client"
        f" that writes a value missing here fails",
        f"{ADVICE}-- give the whole history or --schema, so that the lists can be compared",
        at=found.cause,
        severity=Severity.WARNING,
    )

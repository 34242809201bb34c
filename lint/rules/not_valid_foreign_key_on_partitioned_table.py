"""Before PostgreSQL 18 a partitioned table cannot have a foreign key that is NOT VALID.

PostgreSQL 17 and older refuse it. Add it to each partition as NOT VALID, validate it there, and
then add it to the parent: the parent finds the partitions' foreign keys, takes them over and reads
nothing.

```sql bad ..17
create table shop (id bigint primary key);
create table sale (id bigint, shop_id bigint, at date) partition by range (at);
create table sale_2026 partition of sale for values from ('2026-01-01') to ('2027-01-01');
-- migration
alter table sale add constraint sale_shop_id_fkey foreign key (shop_id) references shop not valid;
```

```sql good
create table shop (id bigint primary key);
create table sale (id bigint, shop_id bigint, at date) partition by range (at);
create table sale_2026 partition of sale for values from ('2026-01-01') to ('2027-01-01');
create index sale_shop_id_idx on sale (shop_id);
-- migration
alter table sale_2026 add constraint sale_2026_shop_id_fkey
  foreign key (shop_id) references shop not valid;
-- migration
alter table sale_2026 validate constraint sale_2026_shop_id_fkey;
```
"""

from lint.advice import constraint_name, constraint_sql, steps
from lint.exposure import shown_name
from lint.finding import Severity
from lint.ops import AddConstraint
from lint.refusals import Refusal, refusal_of
from lint.rule import Before, Complaint, rule


@rule("HG605", on=AddConstraint, severity=Severity.ERROR)
def check(op: AddConstraint, before: Before) -> Complaint | None:
    """Complain of NOT VALID where the server cannot do it yet."""
    if refusal_of(before) is not Refusal.NOT_VALID_ON_PARTITIONED:
        return None
    demand = constraint_sql(op.constraint)
    name = constraint_name(op.table, op.constraint)
    tables = [
        shown_name(each.name, before.catalog) for each in before.catalog.descendants(op.table)
    ]
    adds = [f"alter table {each} add constraint {name} {demand} not valid;" for each in tables]
    validates = [f"alter table {each} validate constraint {name};" for each in tables]
    return Complaint(
        what=f"PostgreSQL {before.pg_version} refuses this: {before.effects.fails}",
        fix=steps(
            *(["\n".join(adds), "\n".join(validates)] if tables else []),
            f"alter table {op.table} add constraint {name} {demand};",
        ),
    )

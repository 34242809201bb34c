"""The default of a new column that REFERENCES is looked up for every row, under a lock.

Without a default there is nothing to look up: all rows hold NULL, and `add column … references …`
needs its locks for a moment. With a default PostgreSQL checks each row against the referenced
table, under ACCESS EXCLUSIVE on the one and SHARE ROW EXCLUSIVE on the other. Add the column, then
the foreign key as NOT VALID, and validate it in a migration of its own.

```sql bad
create table shop (id bigint primary key);
insert into shop values (1);
create table sale (id bigint primary key);
-- migration
alter table sale add column shop_id bigint default 1 references shop (id);
```

```sql good
create table shop (id bigint primary key);
create table sale (id bigint primary key);
-- migration
alter table sale add column shop_id bigint default 1;
alter table sale add constraint sale_shop_id_fkey
  foreign key (shop_id) references shop (id) not valid;
-- migration
alter table sale validate constraint sale_shop_id_fkey;
-- migration outside transaction
create index concurrently sale_shop_id_idx on sale (shop_id);
```
"""

from lint.advice import added_not_valid, column_sql
from lint.definitions import ForeignKey
from lint.exposure import exposure
from lint.finding import Severity
from lint.ops import AddColumn
from lint.rule import Before, Complaint, rule


@rule("HG217", on=AddColumn, severity=Severity.ERROR)
def check(op: AddColumn, before: Before) -> Complaint | None:
    """Complain of a foreign key that the default gives something to look up."""
    harm = exposure(before)
    keys = [each for each in op.column.constraints if isinstance(each, ForeignKey)]
    if harm is None or harm.rewrites or not keys or op.column.default is None:
        return None
    key = keys[0].but(columns=(op.column.name,))
    added = f"alter table {op.table} add column {column_sql(op.column)};"
    return Complaint(
        what=f"the default of {op.column.name} is looked up in {key.references} for every row of "
        f"{op.table}; until that is done, {harm.waiting}",
        fix=f"{added}\n{added_not_valid(op.table, key)}",
    )

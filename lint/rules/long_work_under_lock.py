"""Work that takes as long as a table is big keeps others out for just as long.

Each common case has a rule of its own that says what to do instead. This one is for the others: a
statement that reads or writes all rows, or builds an index, while writes or reads of a table in use
have to wait. A change of a composite type's attribute, for one, writes every table OF that type
anew.

```sql bad also HG434
create type point_of_sale as (shop text, till integer);
create table till of point_of_sale;
-- migration
alter type point_of_sale alter attribute till type bigint cascade;
```

```sql good
create type point_of_sale as (shop text, till integer);
create table till of point_of_sale;
-- migration
create table till_note (till integer, note text);
```
"""

from lint import ops
from lint.advice import IN_QUIET
from lint.exposure import exposure, listed
from lint.finding import Severity
from lint.ops import Operation
from lint.rule import Before, Complaint, rule

# Each of these has rules of its own.
HANDLED: tuple[type[Operation], ...] = (
    *(ops.AddColumn, ops.AlterColumnType, ops.SetNotNull, ops.SetGeneratedExpression),
    *(ops.AddConstraint, ops.AlterConstraint, ops.ValidateConstraint, ops.AlterDomain),
    *(ops.SetLogged, ops.SetUnlogged, ops.SetAccessMethod, ops.SetTablespace),
    *(ops.CreateIndex, ops.Reindex, ops.Vacuum, ops.Cluster, ops.RefreshMaterializedView),
    *(ops.AttachPartition, ops.CreateTable, ops.Truncate, ops.DropTable, ops.DropSchema),
    *(ops.AlterSequence, ops.SetIdentity),  # a sequence is one page, however often it is written
)


@rule("HG299", on=Operation, severity=Severity.ERROR)
def check(op: Operation, before: Before) -> Complaint | None:
    """Complain of long work under a lock that no other rule knows."""
    if isinstance(op, HANDLED):
        return None
    harm = exposure(before)
    if harm is None:
        return None
    tables = listed([each.relation for each in harm.worked], before.catalog)
    done = "writes {} anew" if harm.rewrites else "reads every row of {}"
    return Complaint(
        what=f"this {done.format(tables)}; until it is done, {harm.waiting}",
        fix=f"{IN_QUIET}\n{op.statement.sql};",
    )

"""A new constraint of a domain reads every table that uses it while nobody can write to them.

ALTER DOMAIN … ADD CHECK and SET NOT NULL take SHARE on each table with a column of the domain, and
check every row. With NOT VALID nothing is read and nothing is locked: new values are checked, old
ones stay as they are. There is no online way to validate: VALIDATE CONSTRAINT of a domain reads all
those rows under SHARE too. A CHECK of each table can be validated while writes go on.

```sql bad
create domain percentage as integer;
create table coupon (id bigint primary key, discount percentage);
-- migration
alter domain percentage add constraint percentage_in_range check (value between 0 and 100);
```

```sql good
create domain percentage as integer;
create table coupon (id bigint primary key, discount percentage);
-- migration
alter domain percentage add constraint percentage_in_range
  check (value between 0 and 100) not valid;
```
"""

from lint.advice import IN_QUIET, made_name
from lint.definitions import Check
from lint.exposure import exposure, listed
from lint.finding import Severity
from lint.names import quoted
from lint.ops import (
    AlterDomain,
    DomainAddConstraint,
    DomainSetNotNull,
    DomainValidateConstraint,
)
from lint.rule import Before, Complaint, rule


@rule("HG222", on=AlterDomain, severity=Severity.ERROR)
def check(op: AlterDomain, before: Before) -> Complaint | None:
    """Complain of the tables that are read because the domain demands more."""
    harm = exposure(before)
    if harm is None and not _may_be_used(op, before):
        return None
    tables = listed([each.relation for each in harm.worked], before.catalog) if harm else "tables"
    blocked = harm.waiting if harm else "nobody can write to the tables that use it"
    return Complaint(
        what=f"every row of {tables} is checked against the domain {op.domain}; "
        f"until that is done, {blocked}",
        fix=_fix(op),
    )


def _may_be_used(op: AlterDomain, before: Before) -> bool:
    """Tell if nothing is known of the domain, and the clause demands something of old rows."""
    if before.catalog.is_complete or before.catalog.domain(op.domain) is not None:
        return False
    if isinstance(op, DomainAddConstraint):
        return op.constraint.is_validated
    return isinstance(op, DomainSetNotNull | DomainValidateConstraint)


def _fix(op: AlterDomain) -> str:
    match op:
        case DomainAddConstraint(constraint=Check() as constraint):
            name = quoted(constraint.name or f"{op.domain.name}_check")
            demand = f"check ({constraint.expression})"
        case DomainSetNotNull():
            name = made_name(op.domain, (), "present")
            demand = "check (value is not null)"
        case _:
            return f"{IN_QUIET}\n{op.statement.sql};"
    return f"alter domain {op.domain} add constraint {name} {demand} not valid;"

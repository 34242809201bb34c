"""A new constraint of a domain reads every table that uses it while nobody can write to them.

ALTER DOMAIN … ADD CHECK and SET NOT NULL take SHARE on each table with a column of the domain, and
check every row. With NOT VALID nothing is read and nothing is locked. VALIDATE CONSTRAINT reads all
rows then; before PostgreSQL 18 it stops writes while it does, since then it lets them through.

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

from lint.advice import made_name, steps
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

WRITES_GO_ON = 18


@rule("HG222", on=AlterDomain, severity=Severity.ERROR)
def check(op: AlterDomain, before: Before) -> Complaint | None:
    """Complain of the tables that are read because the domain demands more."""
    harm = exposure(before)
    if harm is None:
        return None
    tables = listed([each.relation for each in harm.worked], before.catalog)
    return Complaint(
        what=f"every row of {tables} is checked against the domain {op.domain}; "
        f"until that is done, {harm.waiting}",
        fix=_fix(op, before.pg_version),
    )


def _fix(op: AlterDomain, pg_version: int) -> str:
    match op:
        case DomainAddConstraint(constraint=Check() as constraint):
            name = quoted(constraint.name or f"{op.domain.name}_check")
            demand = f"check ({constraint.expression})"
        case DomainSetNotNull():
            name = made_name(op.domain, (), "present")
            demand = "check (value is not null)"
        case DomainValidateConstraint(constraint=name):
            return (
                "-- before PostgreSQL 18 there is no online way: wait for a quiet hour\n"
                f"set local lock_timeout = '2s';\n"
                f"alter domain {op.domain} validate constraint {quoted(name)};"
            )
        case _:
            return f"{op.statement.sql};"
    added = f"alter domain {op.domain} add constraint {name} {demand} not valid;"
    if pg_version < WRITES_GO_ON:
        return added
    return steps(added, f"alter domain {op.domain} validate constraint {name};")

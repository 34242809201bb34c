"""A column of a constrained domain makes PostgreSQL write the whole table under ACCESS EXCLUSIVE.

A domain with a CHECK or NOT NULL may refuse even NULL, so ADD COLUMN computes and checks the value
of each row, and writes the whole table anew, whether there is a default or not. Give the column the
domain's base type and the same CHECK as a constraint of the table, NOT VALID at first.

```sql bad
create domain percentage as integer check (value between 0 and 100);
create table coupon (id bigint primary key);
-- migration
alter table coupon add column discount percentage;
```

```sql good
create domain percentage as integer check (value between 0 and 100);
create table coupon (id bigint primary key);
-- migration
alter table coupon add column discount integer;
alter table coupon add constraint coupon_discount_check
  check (discount between 0 and 100) not valid;
-- migration
alter table coupon validate constraint coupon_discount_check;
```
"""

import re

from lint.advice import made_name, steps
from lint.definitions import Check
from lint.effects.coercion import has_constraints
from lint.exposure import exposure
from lint.facts import Domain
from lint.finding import Severity
from lint.names import quoted
from lint.ops import AddColumn
from lint.rule import Before, Complaint, rule


@rule("HG214", on=AddColumn, severity=Severity.ERROR)
def check(op: AddColumn, before: Before) -> Complaint | None:
    """Complain of a rewrite that the constraints of a domain are the cause of."""
    harm = exposure(before)
    domain = None if op.column.type.array else before.catalog.domain(op.column.type.name)
    if harm is None or not harm.rewrites or domain is None:
        return None
    if not has_constraints(domain, before.catalog):
        return None
    return Complaint(
        what=f"{op.table}.{op.column.name} is checked against the domain {op.column.type} in every "
        f"row, and the table written anew; until that is done, {harm.waiting}",
        fix=_fix(op, domain, before),
    )


def _fix(op: AddColumn, domain: Domain, before: Before) -> str:
    column = quoted(op.column.name)
    name = made_name(op.table, (op.column.name,), "check")
    default = f" default {op.column.default}" if op.column.default else ""
    base = before.catalog.base_type(domain.base)
    added = f"alter table {op.table} add column {column} {base}{default};"
    checks = [str(each.expression) for each in domain.constraints if isinstance(each, Check)]
    if not checks:
        return added
    demand = re.sub(r"\bvalue\b", column, " and ".join(f"({each})" for each in checks))
    return steps(
        f"{added}\nalter table {op.table} add constraint {name} check ({demand}) not valid;",
        f"alter table {op.table} validate constraint {name};",
    )

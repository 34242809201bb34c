"""A `lock_timeout` of zero or of many minutes lets a waiting statement keep everybody else waiting.

Zero means no limit. While a statement waits for a lock that excludes others, all that come later
queue behind it: the timeout is the longest that clients are kept out before the statement even
begins. A few seconds, and another try, keep that unnoticed.

```sql bad
create table author (id bigint primary key);
-- migration
set local lock_timeout = '2h';
alter table author add column name text;
```

```sql good
create table author (id bigint primary key);
-- migration
set local lock_timeout = '2s';
alter table author add column name text;
```
"""

import re

from lint.exposure import first_to_block
from lint.finding import Severity
from lint.rule import Complaint, Run, Step, migration_rule

LONGEST_MS = 60_000
UNITS_MS = {"us": 0.001, "ms": 1, "": 1, "s": 1000, "min": 60_000, "h": 3_600_000, "d": 86_400_000}
DURATION = re.compile(r"\s*'?\s*(\d+(?:\.\d*)?)\s*([a-z]*)\s*'?\s*\Z")


@migration_rule("HG502", severity=Severity.WARNING)
def check(run: Run) -> Complaint | None:
    """Complain of the first statement that may block for as long as the timeout says."""
    step, blocked = first_to_block(run, _waits_too_long)
    if step is None:
        return None
    value = step.transaction.setting("lock_timeout")
    long = "without end" if milliseconds(value) == 0 else "that long"
    return Complaint(
        what=f"with lock_timeout = {value!r} this may wait {long} for its lock, and while it "
        f"waits, {blocked}",
        fix="set local lock_timeout = '2s';",
        at=step.operation,
    )


def _waits_too_long(step: Step) -> bool:
    duration = milliseconds(step.transaction.setting("lock_timeout"))
    return duration is not None and (duration == 0 or duration > LONGEST_MS)


def milliseconds(text: str | None) -> float | None:
    """Return the duration as PostgreSQL reads it, or None when it is not known."""
    match = DURATION.match(text.lower()) if text is not None else None
    unit = UNITS_MS.get(match[2]) if match else None
    return float(match[1]) * unit if match and unit is not None else None

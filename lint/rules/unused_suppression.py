"""A suppression that holds nothing back hides the next finding of its code.

Either the statement has changed since, or the comment stands in the wrong place (it belongs on the
statement, directly above it, or behind it on the same line), or it cannot be read. Remove it.

```sql bad
create table visit (id bigint primary key, page text);
-- migration
-- headgate: allow HG301 because no release reads the column
alter table visit add column seconds integer;
```

```sql bad
create table visit (id bigint primary key, page text);
-- migration
-- headgate: ignore everything here
alter table visit add column seconds integer;
```

```sql good
create table visit (id bigint primary key, page text);
-- migration
-- headgate: allow HG301 because no release since 2.4 reads or writes the column
alter table visit drop column page;
```
"""

from lint.finding import Severity
from lint.rule import Complaint, suppression_rule
from lint.suppress import Suppression


@suppression_rule("HG990", severity=Severity.WARNING)
def check(comment: Suppression, is_used: bool) -> Complaint | None:  # noqa: FBT001 - the rule's contract
    """Complain of a comment that is not needed, or not understood."""
    if is_used:
        return None
    if not comment.codes:
        return Complaint(
            what="this comment speaks to Headgate, and cannot be read",
            fix="-- headgate: allow HG201 because the reason stands here",
            why="A suppression that cannot be read holds nothing back.",
        )
    codes = ", ".join(comment.codes)
    return Complaint(
        what=f"nothing here is a finding of {codes}, so nothing is held back",
        fix="-- remove the comment",
    )

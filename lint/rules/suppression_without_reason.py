"""A suppression that does not say why cannot be judged by the next person who reads it.

The comment holds its finding back all the same. Say after `because` what makes the hazard harmless
here: the size of the table, the hour of the deployment, who agreed.

```sql bad
create table visit (id bigint primary key, page text);
-- migration
-- headgate: allow HG301
alter table visit drop column page;
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


@suppression_rule("HG991", severity=Severity.WARNING)
def check(comment: Suppression, is_used: bool) -> Complaint | None:  # noqa: FBT001 - the rule's contract
    """Complain of a comment without `because`."""
    if comment.has_reason or not comment.codes or not is_used:
        return None
    codes = ", ".join(comment.codes)
    return Complaint(
        what=f"{codes} is suppressed here, and nobody can tell why",
        fix=f"-- headgate: allow {codes} because the reason stands here",
    )

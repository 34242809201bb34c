"""What PostgreSQL does for an operation: the one place that says so.

For every relation an operation touches: the lock, whether it is rewritten or scanned, which indexes
are built; and whether PostgreSQL will refuse it whatever the data. It depends on what the catalog
knows and on the server's major version. What is not known is answered with the worst that is
plausible, and listed.

The clauses of one ALTER TABLE share a lock, and one may spare another its work. So a statement
begins with `moment_of` all its operations, and each is asked for with `effects_in` that moment, the
catalog moved on. `combined` makes one of several effects.
"""

from lint.effects.effect import Effect, Effects, combined
from lint.effects.lock import Lock
from lint.effects.statement import effects_in, effects_of, effects_of_statement, moment_of

__all__ = [
    "Effect",
    "Effects",
    "Lock",
    "combined",
    "effects_in",
    "effects_of",
    "effects_of_statement",
    "moment_of",
]

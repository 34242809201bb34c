"""What PostgreSQL does for an operation: the one place that says so.

For every relation an operation touches: the lock, whether it is rewritten or scanned, which indexes
are built; and whether PostgreSQL will refuse it whatever the data. It depends on what the catalog
knows and on the server's major version. What is not known is answered with the worst that is
plausible, and listed.

`effects_of_statement` takes the operations of one statement together, because the clauses of an
ALTER TABLE do not run in the order in which they are written, and one may spare another its work.
It returns the effects of each operation, in the order given; `combined` makes one of them.
"""

from lint.effects.effect import Effect, Effects, combined
from lint.effects.lock import Lock
from lint.effects.statement import effects_of, effects_of_statement

__all__ = ["Effect", "Effects", "Lock", "combined", "effects_of", "effects_of_statement"]

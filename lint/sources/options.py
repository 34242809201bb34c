"""What the user may say about the sources, wherever it is said."""

from lint.migration import Transactions
from lint.record import Record


class Options(Record):
    """How migrations are to be read."""

    transactions: Transactions | None = None
    """Where the transactions are, when the tool's own rule does not hold for this project."""
    python: str | None = None
    """The interpreter that has the project's packages, for Alembic and Django."""

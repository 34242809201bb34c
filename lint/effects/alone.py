"""Statements that commit by themselves: PostgreSQL refuses them inside anything bigger."""

from lint.effects.moment import Moment
from lint.ops import Operation, Within


def alone_refusal(what: str, op: Operation, moment: Moment) -> str | None:
    """Return why the statement, in the server's words for it, cannot run here."""
    if moment.transaction.is_block:
        return f"{what} cannot run inside a transaction block"
    if op.statement.within is not Within.FILE:
        return f"{what} cannot be executed from a function"
    return None

"""The user's own statement, with something before it, after it, or changed in it.

Inside a DO block the statement's text is the whole block, so there only the addition is said.
"""

import re

from lint.ops import Operation, Within


def followed_by(op: Operation, sql: str) -> str:
    """Return the statement and what should come after it."""
    return f"{_text(op)}{sql}"


def preceded_by(op: Operation, sql: str) -> str:
    """Return what should come before the statement, and the statement."""
    return f"{sql}\n{_text(op)}".rstrip()


def changed(op: Operation, pattern: str, replacement: str) -> str:
    """Return the statement with the first match of the pattern replaced."""
    return re.sub(pattern, replacement, _text(op), count=1, flags=re.IGNORECASE).rstrip()


def _text(op: Operation) -> str:
    statement = op.statement
    return f"{statement.sql.rstrip('; ')};\n" if statement.within is Within.FILE else ""

"""Why PostgreSQL refuses a statement, sorted by what to do about it.

The effect model gives the reason in the server's words. The reasons that have a way out of their
own are told apart here, so that each has one rule, and all others have the general one.
"""

from enum import Enum

from lint.rule import Before


class Refusal(Enum):
    """A reason with a rule of its own; the value is what the server's words contain, or may."""

    IN_TRANSACTION = ("inside a transaction block", "executed from a function")
    NEW_ENUM_VALUE = ("unsafe use of new value",)
    CONCURRENTLY_ON_PARTITIONED = ("on partitioned table",)
    COLUMN_IN_USE = ("cannot alter type of a column used",)
    NOT_VALID_ON_PARTITIONED = ("cannot add NOT VALID foreign key",)
    OTHER = ("",)


# "on partitioned table" stands in several reasons: this one is for CONCURRENTLY.
_CONCURRENTLY = "concurrently"


def refusal_of(before: Before) -> Refusal | None:
    """Return the kind of refusal, or None when the statement is not refused."""
    reason = before.effects.fails
    if reason is None or before.step.operation.statement.is_conditional:
        # Under IF it may not come to it, and an EXCEPTION clause may have been written for it.
        return None
    for kind in Refusal:
        if not any(words in reason for words in kind.value):
            continue
        if kind is Refusal.CONCURRENTLY_ON_PARTITIONED and _CONCURRENTLY not in reason.lower():
            continue
        return kind
    return Refusal.OTHER

"""What is known of a claim: proven, disproven, or not known.

Unknown is an answer, and it is never safe: an unknown table is old, big and busy.
"""

from enum import Enum


class Truth(Enum):
    """The answer to a question about the database."""

    PROVEN = "proven"
    DISPROVEN = "disproven"
    UNKNOWN = "unknown"

    @classmethod
    def of(cls, claim: bool) -> "Truth":  # noqa: FBT001 - the claim itself, not a flag
        """Return the truth of something that is known."""
        return cls.PROVEN if claim else cls.DISPROVEN

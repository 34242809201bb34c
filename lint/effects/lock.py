"""The eight table-level locks of PostgreSQL, weakest first."""

from enum import IntEnum


class Lock(IntEnum):
    """A lock mode; `str()` writes it as LOCK TABLE does."""

    ACCESS_SHARE = 1
    ROW_SHARE = 2
    ROW_EXCLUSIVE = 3
    SHARE_UPDATE_EXCLUSIVE = 4
    SHARE = 5
    SHARE_ROW_EXCLUSIVE = 6
    EXCLUSIVE = 7
    ACCESS_EXCLUSIVE = 8

    def __str__(self) -> str:
        return self.name.replace("_", " ")

    @property
    def blocks_reads(self) -> bool:
        """True when a SELECT has to wait."""
        return self is Lock.ACCESS_EXCLUSIVE

    @property
    def blocks_writes(self) -> bool:
        """True when INSERT, UPDATE and DELETE have to wait."""
        return self >= Lock.SHARE


MODES = {str(lock): lock for lock in Lock}

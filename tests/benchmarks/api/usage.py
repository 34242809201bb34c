"""How much processor time processes have used, as Linux counts it.

A process that ended is counted by its parent, once that has taken note of it.
"""

import os
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_PARENT = 1
# Its own in user and system mode, and that of its children that ended.
_USED = slice(11, 15)


def seconds(root: int) -> float:
    """Return the processor seconds of a process and of all that it started."""
    found = _all()
    family = _family(root, {pid: parent for pid, (parent, _) in found.items()})
    return sum(found[pid][1] for pid in family if pid in found)


def _family(root: int, parents: dict[int, int]) -> set[int]:
    family = {root}
    while more := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= more
    return family


def _all() -> dict[int, tuple[int, float]]:
    found: dict[int, tuple[int, float]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            # The name in parentheses may hold anything, blanks too.
            fields = path.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        used = sum(map(int, fields[_USED])) / _TICKS
        found[int(path.parent.name)] = (int(fields[_PARENT]), used)
    return found

"""Files with an up and a down section, opened by marker comments: dbmate's and goose's.

The markers are SQL comments and the up section comes first, so the file's text up to the down
marker is the up migration, at the same place as in the file.
"""

import re

from lint.migration import Down
from lint.record import Record


class Sections(Record):
    """The two halves of a file, and the line that opens the first."""

    up_marker: str
    up: str
    down: Down


def cut(text: str, up_marker: re.Pattern[str], down_marker: re.Pattern[str]) -> Sections | None:
    """Return a file's sections; None when no marker opens the up section."""
    opening = up_marker.search(text)
    if opening is None:
        return None
    closing = down_marker.search(text, opening.end())
    if closing is None:
        return Sections(opening[0], text, Down.ABSENT)
    return Sections(opening[0], text[: closing.start()], way_back(text[closing.end() :]))


def way_back(text: str) -> Down:
    """Tell whether a down section does anything: comments alone do not take a migration back."""
    lines = (line.strip() for line in text.splitlines())
    acts = any(line and not line.startswith("--") for line in lines)
    return Down.PRESENT if acts else Down.ABSENT

"""The one place where a failure of the linter itself becomes an error of its report."""

import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from lint.finding import InputError
from lint.migration import Migration
from lint.ops import Span

T = TypeVar("T")
# A sum of a thousand terms is nested a thousand times, each level three deep in the parser's JSON.
# More would come near the end of the C stack.
DEEPEST = 4_000


@contextmanager
def room_for_deep_nesting() -> Iterator[None]:
    """Let expressions nest deeper than Python's own limit while something is checked."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, DEEPEST))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


class Guard:
    """Turns what goes wrong into errors of the report."""

    def __init__(self) -> None:
        self.errors: list[InputError] = []

    def refuse(self, migration: Migration, offset: int, message: str) -> None:
        """Add an error at a place in the migration."""
        place = migration.positions.locate(offset)
        self.errors.append(InputError(migration.path, place.line, place.column, message))

    def run(self, migration: Migration, span: Span, work: Callable[[], T]) -> T | None:
        """Return what the work returns; None, and an error, when the linter itself fails."""
        try:
            return work()
        except Exception as error:  # noqa: BLE001 - "cannot tell" must not look like "fine", nor crash
            frame = traceback.extract_tb(error.__traceback__)[-1]
            where = f"{frame.filename.rpartition('/')[2]}:{frame.lineno}"
            self.refuse(
                migration,
                span.start,
                f"the linter failed on this statement ({type(error).__name__}: {error}, {where}); "
                "it was not checked: please report this",
            )
            return None

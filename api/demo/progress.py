"""Tells how far the load is: one line that is rewritten on a terminal, nothing elsewhere."""

import sys
from collections.abc import Callable
from typing import TextIO, TypeAlias

Report: TypeAlias = Callable[[str, int, int], None]
"""Called with a table, the rows loaded into it so far, and the rows loaded into all tables."""

_CLEAR_LINE = "\r\x1b[2K"


def for_stream(stream: TextIO = sys.stderr) -> Report:
    """Return what shows the progress on a stream."""
    return on_terminal(stream) if stream.isatty() else unseen


def on_terminal(stream: TextIO) -> Report:
    """Return what rewrites one line; the last report, which names no table, wipes it."""

    def show(table: str, rows: int, rows_in_all: int) -> None:
        text = f"{table}  {rows:,} rows  ({rows_in_all:,} in all)" if table else ""
        stream.write(_CLEAR_LINE + text)
        stream.flush()

    return show


def unseen(_table: str, _rows: int, _rows_in_all: int) -> None:
    """Show nothing."""

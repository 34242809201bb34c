"""What Ctrl-C, SIGTERM and a closed terminal do, at each stage of a command's life.

One handler stays installed for the whole life, so that no signal falls between two stages: at first
it ends the process in order (every `finally` runs), then it asks the service to stop, and while
things are being stopped it does nothing, for a second signal would leave them half-stopped.
"""

import asyncio
import contextlib
import signal
from collections.abc import Callable, Iterator
from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interruption:
    """What the next signal does."""

    def __init__(self) -> None:
        self._react: Callable[[int], None] = _leave

    def asks(self, loop: asyncio.AbstractEventLoop, event: asyncio.Event) -> None:
        """From now on a signal sets the event."""

        def ask(_number: int) -> None:
            loop.call_soon_threadsafe(event.set)

        self._react = ask

    def is_ignored(self) -> None:
        """From now on a signal does nothing."""
        self._react = _ignore

    def handle(self, number: int, _frame: FrameType | None) -> None:
        """Do what a signal does at this stage."""
        self._react(number)


@contextlib.contextmanager
def handled() -> Iterator[Interruption]:
    """Handle the signals for as long as the block lasts."""
    interruption = Interruption()
    before = {number: signal.signal(number, interruption.handle) for number in _SIGNALS}
    try:
        yield interruption
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _leave(number: int) -> None:
    raise SystemExit(128 + number)


def _ignore(_number: int) -> None:
    """Let the stopping go on."""

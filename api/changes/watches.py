"""Who watches what, in this process.

A watch remembers one thing: whether it must look again. So a thousand changes while nobody looks
cost no more than one, and the last of them is never lost: the flag is lowered before the look.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass, field

from api.changes import topics
from api.changes.listener import Listener
from api.changes.topics import Topic


@dataclass(eq=False, slots=True)
class Watch(AsyncIterator[None]):
    """Comes round each time that its topics must be looked at: at once, and after each change."""

    topics: frozenset[Topic]
    _must_look: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.look_again()

    def look_again(self) -> None:
        """Let it come round."""
        self._must_look.set()

    async def __anext__(self) -> None:
        await self._must_look.wait()
        self._must_look.clear()


@dataclass(slots=True)
class Watches:
    """All watches of a process; the database is listened to while there is one."""

    listener: Listener
    _by_topic: dict[Topic, set[Watch]] = field(default_factory=dict)
    _all: set[Watch] = field(default_factory=set)
    _listening: asyncio.Task[None] | None = None

    @contextlib.contextmanager
    def opened(self, watched: Iterable[Topic]) -> Iterator[Watch]:
        """Watch topics for as long as the block lasts."""
        watch = Watch(frozenset(watched))
        self._add(watch)
        try:
            yield watch
        finally:
            self._remove(watch)

    def hear(self, payload: str) -> None:
        """Let the watches of what a notification is about look again."""
        if payload == topics.EVERYTHING:
            self.miss()
        for topic in topics.of_notification(payload):
            for watch in self._by_topic.get(topic, ()):
                watch.look_again()

    def miss(self) -> None:
        """Let all watches look again."""
        for watch in self._all:
            watch.look_again()

    async def close(self) -> None:
        """Stop listening."""
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.wait({self._listening})

    def _add(self, watch: Watch) -> None:
        self._all.add(watch)
        for topic in watch.topics:
            self._by_topic.setdefault(topic, set()).add(watch)
        if self._listening is None or self._listening.done():
            self._listening = asyncio.create_task(self.listener.run(self))

    def _remove(self, watch: Watch) -> None:
        self._all.remove(watch)
        for topic in watch.topics:
            watching = self._by_topic[topic]
            watching.remove(watch)
            if not watching:
                del self._by_topic[topic]
        if not self._all and self._listening is not None:
            self._listening.cancel()
            self._listening = None

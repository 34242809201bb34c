"""A memory of bounded size: what was asked for longest ago is forgotten first."""

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


@dataclass(slots=True)
class RecentlyUsed(Generic[Key, Value]):
    """Values by their keys, within a number of them and a number of bytes."""

    most: int
    most_bytes: int
    bytes: int = 0
    _held: OrderedDict[Key, tuple[Value, int]] = field(default_factory=OrderedDict)

    def get(self, key: Key) -> Value | None:
        """Return the value of a key, or None where it is not held."""
        found = self._held.get(key)
        if found is None:
            return None
        self._held.move_to_end(key)
        return found[0]

    def put(self, key: Key, value: Value, size: int) -> None:
        """Hold a value of about so many bytes, and forget others where there is no room."""
        self._forget(key)
        if size > self.most_bytes:
            return
        self._held[key] = (value, size)
        self.bytes += size
        while len(self._held) > self.most or self.bytes > self.most_bytes:
            self._forget(next(iter(self._held)))

    def __len__(self) -> int:
        return len(self._held)

    def _forget(self, key: Key) -> None:
        if key in self._held:
            _, size = self._held.pop(key)
            self.bytes -= size

"""A map that is never changed: an update returns a new map that shares all but one small part.

Replaying a history makes a new catalog per operation. Copying a dictionary each time would cost
the square of the history; here the keys are spread over 1,024 dictionaries, and an update copies
one of them and the two tuples above it.
"""

from collections.abc import Iterator
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")
Shard = dict[K, V]

WIDTH = 32
_NOTHING: Shard[object, object] = {}
_EMPTY_ROW = (_NOTHING,) * WIDTH
_EMPTY = (_EMPTY_ROW,) * WIDTH


class PersistentMap(Generic[K, V]):
    """An immutable mapping with cheap updates and cheap comparison with its ancestors."""

    __slots__ = ("_rows",)
    _rows: tuple[tuple[Shard[K, V], ...], ...]

    def __init__(self) -> None:
        self._rows = _EMPTY  # type: ignore[assignment]  # an empty shard fits every type of key

    def get(self, key: K) -> V | None:
        """Return the value of the key, or None."""
        place = hash(key)
        return self._rows[place & 31][place >> 5 & 31].get(key)

    def __contains__(self, key: K) -> bool:
        place = hash(key)
        return key in self._rows[place & 31][place >> 5 & 31]

    def __len__(self) -> int:
        return sum(len(shard) for row in self._rows if row is not _EMPTY_ROW for shard in row)

    def __iter__(self) -> Iterator[K]:
        for row in self._rows:
            if row is not _EMPTY_ROW:
                for shard in row:
                    yield from shard

    def values(self) -> Iterator[V]:
        """Yield the values, in no order."""
        for row in self._rows:
            if row is not _EMPTY_ROW:
                for shard in row:
                    yield from shard.values()

    def with_item(self, key: K, value: V) -> "PersistentMap[K, V]":
        """Return the map in which the key has this value."""
        place = hash(key)
        shard = self._rows[place & 31][place >> 5 & 31]
        return self._with_shard(place, shard | {key: value})

    def without(self, key: K) -> "PersistentMap[K, V]":
        """Return the map without the key, which need not be there."""
        place = hash(key)
        shard = self._rows[place & 31][place >> 5 & 31]
        if key not in shard:
            return self
        return self._with_shard(place, {each: shard[each] for each in shard if each != key})

    def _with_shard(self, place: int, shard: Shard[K, V]) -> "PersistentMap[K, V]":
        outer, inner = place & 31, place >> 5 & 31
        rows = self._rows
        row = rows[outer]
        changed: PersistentMap[K, V] = PersistentMap.__new__(PersistentMap)
        row = (*row[:inner], shard, *row[inner + 1 :])
        changed._rows = (*rows[:outer], row, *rows[outer + 1 :])
        return changed

    def changes_since(self, older: "PersistentMap[K, V]") -> Iterator[tuple[K, V | None, V | None]]:
        """Yield key, older and newer value wherever they differ; shared parts cost nothing."""
        rows = zip(self._rows, older._rows, strict=True)  # noqa: SLF001 - its own class
        changed = (pair for pair in rows if pair[0] is not pair[1])
        for new_row, old_row in changed:
            for new, old in zip(new_row, old_row, strict=True):
                if new is not old:
                    yield from _differences(new, old)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, PersistentMap):
            return NotImplemented
        return next(self.changes_since(other), None) is None

    def __hash__(self) -> int:
        return hash(frozenset(self))

    def __repr__(self) -> str:
        return f"PersistentMap({ {key: self.get(key) for key in self} })"


def _differences(new: Shard[K, V], old: Shard[K, V]) -> Iterator[tuple[K, V | None, V | None]]:
    for key in old.keys() | new.keys():
        was, now = old.get(key), new.get(key)
        if was is not now and was != now:
            yield key, was, now

"""What a transaction holds: locks, settings in force, savepoints, and where it began.

Locks are kept until the transaction ends; `SET` survives COMMIT and is undone by ROLLBACK, `SET
LOCAL` ends with the transaction; `ROLLBACK TO` gives back what came after the savepoint.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Self

from lint.facts import Relation
from lint.names import Name
from lint.persistent import PersistentMap
from lint.record import KeywordRecord, Record

if TYPE_CHECKING:
    from lint.effects import Lock

Settings = tuple[tuple[str, "str | None"], ...]


class HeldLock(Record):
    """The strongest lock on a relation; `place` is the relation's among those that are locked."""

    relation: Name
    lock: "Lock"
    place: int


class SavedState(Record):
    """What ROLLBACK TO SAVEPOINT returns to."""

    name: str
    held: PersistentMap[Name, HeldLock]
    session: Settings
    local: Settings


class Transaction(KeywordRecord):
    """The transaction an operation runs in.

    `is_block`: other statements may share it, so what cannot run inside a transaction block fails.
    `is_explicit`: the text itself said BEGIN. `first_serial`: objects from this serial on were
    created in it. A setting's value is None when its value is not a constant.
    """

    number: int = 1
    is_block: bool = False
    is_explicit: bool = False
    is_failed: bool = False
    first_serial: int = 1
    held: PersistentMap[Name, HeldLock] = PersistentMap()
    # How many relations have been locked.
    locked: int = 0
    # What the session had when the transaction began: ROLLBACK returns to it.
    before: Settings = ()
    session: Settings = ()
    local: Settings = ()
    savepoints: tuple[SavedState, ...] = ()

    def created(self, relation: Relation) -> bool:
        """Tell if the relation was created in this transaction: nobody else can see it."""
        return relation.serial >= self.first_serial

    def setting(self, name: str) -> str | None:
        """Return the value in force, or None when nothing (constant) was set here."""
        for settings in (self.local, self.session):
            for known, value in settings:
                if known == name:
                    return value
        return None

    def is_set(self, name: str) -> bool:
        """Tell if the setting was set here, be its value constant or not."""
        return any(known == name for known, _ in (*self.local, *self.session))

    def strongest(self, relation: Name) -> "Lock | None":
        """Return the strongest lock held on the relation."""
        held = self.held.get(relation)
        return None if held is None else held.lock

    @property
    def locks(self) -> tuple[HeldLock, ...]:
        """Return the locks, in the order in which the relations were first locked."""
        return tuple(sorted(self.held.values(), key=lambda held: held.place))

    def locks_from(self, lock: "Lock") -> Iterator[HeldLock]:
        """Yield the locks at least as strong as the given one, in the same order."""
        return (held for held in self.locks if held.lock >= lock)

    def holding(self, relation: Name, lock: "Lock") -> Self:
        """Return the transaction with one more lock."""
        old = self.held.get(relation)
        if old is None:
            new = HeldLock(relation, lock, self.locked)
            return self.but(held=self.held.with_item(relation, new), locked=self.locked + 1)
        if old.lock >= lock:
            return self
        return self.but(held=self.held.with_item(relation, old.but(lock=lock)))

    def setting_to(self, name: str, value: str | None) -> Self:
        """Return the transaction after SET: the session's value, and no local one."""
        return self.but(session=_with(self.session, name, value), local=_less(self.local, name))

    def setting_locally(self, name: str, value: str | None) -> Self:
        """Return the transaction after SET LOCAL; outside a block it does nothing."""
        return self.but(local=_with(self.local, name, value)) if self.is_block else self

    def resetting(self, name: str | None) -> Self:
        """Return the transaction after RESET of one setting or of all."""
        if name is None:
            return self.but(session=(), local=())
        return self.but(session=_less(self.session, name), local=_less(self.local, name))

    def saving(self, name: str) -> Self:
        """Return the transaction after SAVEPOINT."""
        state = SavedState(name, self.held, self.session, self.local)
        return self.but(savepoints=(*self.savepoints, state))

    def rolled_back_to(self, name: str) -> Self:
        """Return the transaction after ROLLBACK TO; an unknown savepoint changes nothing."""
        for place in range(len(self.savepoints) - 1, -1, -1):
            state = self.savepoints[place]
            if state.name == name:
                kept = self.savepoints[: place + 1]
                return self.but(
                    held=state.held, session=state.session, local=state.local, savepoints=kept
                )
        return self

    def releasing(self, name: str) -> Self:
        """Return the transaction after RELEASE: what the savepoint guarded stays."""
        for place in range(len(self.savepoints) - 1, -1, -1):
            if self.savepoints[place].name == name:
                return self.but(savepoints=self.savepoints[:place])
        return self


def _with(settings: Settings, name: str, value: str | None) -> Settings:
    return (*_less(settings, name), (name, value))


def _less(settings: Settings, name: str) -> Settings:
    return tuple(each for each in settings if each[0] != name)

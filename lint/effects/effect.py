"""What one operation does to each relation, and how such effects are put together.

Effects are values: small ones are made with `on`, and joined with `combined`. Two effects on one
relation become one: the stronger lock, a rewrite or scan if either has it, all indexes built.
"""

from collections.abc import Iterable

from lint.effects.lock import Lock
from lint.names import Name
from lint.record import KeywordRecord, Record


class Effect(KeywordRecord):
    """What happens to one relation that is there before the statement.

    `because` says in words what the scans, rewrites and builds are for. `lock` is None when it is
    ACCESS SHARE or less.
    """

    relation: Name
    lock: Lock | None = None
    rewrites: bool = False
    scans: bool = False
    builds_indexes: tuple[str, ...] = ()
    because: tuple[str, ...] = ()

    @property
    def does_work(self) -> bool:
        """True when it takes time in proportion to the table, not just a lock."""
        return self.rewrites or self.scans or bool(self.builds_indexes)


class Effects(Record):
    """What an operation does: to which relations, if PostgreSQL refuses it, what is not known."""

    relations: tuple[Effect, ...] = ()
    fails: str | None = None
    unknown: tuple[str, ...] = ()

    def on(self, relation: Name) -> Effect | None:
        """Return the effect on the relation, if there is one."""
        return next((each for each in self.relations if each.relation == relation), None)


NOTHING = Effects()


def on(  # noqa: PLR0913 - the fields of an effect, most of them left out
    relation: Name,
    lock: Lock | None = None,
    *,
    rewrites: bool = False,
    scans: bool = False,
    builds: Iterable[str] = (),
    because: str | None = None,
) -> Effects:
    """Return the effects of touching one relation."""
    effect = Effect(
        relation=relation,
        lock=lock,
        rewrites=rewrites,
        scans=scans,
        builds_indexes=tuple(builds),
        because=() if because is None else (because,),
    )
    return Effects((effect,))


def refused(reason: str) -> Effects:
    """Return the effects of a statement that PostgreSQL refuses: an error, and nothing else."""
    return Effects((), reason)


def uncertain(*unknown: str) -> Effects:
    """Return no effects, but what could not be told."""
    return Effects((), None, unknown)


def combined(parts: Iterable[Effects]) -> Effects:
    """Return all the effects as one; a refusal undoes the rest."""
    merged: dict[Name, Effect] = {}
    unknown: dict[str, None] = {}
    for part in parts:
        if part.fails is not None:
            return Effects((), part.fails, part.unknown)
        unknown |= dict.fromkeys(part.unknown)
        for effect in part.relations:
            known = merged.get(effect.relation)
            merged[effect.relation] = effect if known is None else _joined(known, effect)
    return Effects(tuple(merged.values()), None, tuple(unknown))


def _joined(first: Effect, second: Effect) -> Effect:
    locks = [lock for lock in (first.lock, second.lock) if lock is not None]
    return Effect(
        relation=first.relation,
        lock=max(locks, default=None),
        rewrites=first.rewrites or second.rewrites,
        scans=first.scans or second.scans,
        builds_indexes=tuple(dict.fromkeys(first.builds_indexes + second.builds_indexes)),
        because=tuple(dict.fromkeys(first.because + second.because)),
    )

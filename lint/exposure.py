"""Who an operation keeps waiting: what rules about locks and long work ask.

A lock harms only those who use the relation, so what this migration creates itself is never
counted: it is empty, and nobody else knows it. Everything else, the unknown too, is old, big and
busy. A lock that excludes others for a moment is no harm either; a lock that does so while rows are
read or written, or indexes built, in proportion to the table is.
"""

from collections.abc import Callable

from lint.catalog import Catalog
from lint.definitions import Persistence
from lint.effects import Effect, Effects, Lock, combined
from lint.facts import Index, MaterializedView, Sequence, Table
from lint.names import Name, quoted
from lint.record import Record
from lint.rule import Before, Run, Step
from lint.truth import Truth

SHOWN_TABLES = 3


class Exposure(Record):
    """What is kept from others, in `blocked`, while the work of `worked` is done."""

    blocked: tuple[Effect, ...]
    worked: tuple[Effect, ...]
    waiting: str

    @property
    def rewrites(self) -> bool:
        """True when a table that others use is written anew."""
        return any(each.rewrites for each in self.worked)

    @property
    def builds(self) -> tuple[str, ...]:
        """Return the indexes that are built."""
        return tuple(name for each in self.worked for name in each.builds_indexes)


def exposure(before: Before) -> Exposure | None:
    """Return who waits for how the operation works, or None when nobody waits for long."""
    effects = [each for each in before.effects.relations if is_exposed(each.relation, before)]
    worked = tuple(each for each in effects if each.does_work)
    blocked = tuple(each for each in effects if closes(each, before.catalog))
    if not worked or not blocked:
        return None
    everybody = combined([Effects(blocked), Effects(_held(before))]).relations
    return Exposure(blocked, worked, waiting(everybody, before.catalog))


def closes(effect: Effect, catalog: Catalog) -> bool:
    """Tell if the lock keeps out readers or writers; nobody writes to a materialized view."""
    if effect.lock is None or effect.lock < Lock.SHARE:
        return False
    if effect.lock is Lock.ACCESS_EXCLUSIVE:
        return True
    return not isinstance(catalog.relation(effect.relation), MaterializedView)


def held_waiting(before: Before) -> str | None:
    """Return who waits for the locks that earlier statements of the transaction have left."""
    held = combined([Effects(_held(before))]).relations
    return waiting(held, before.catalog) if held else None


def _held(before: Before) -> tuple[Effect, ...]:
    """Return the locks of earlier statements that keep others out of what they use."""
    held = (
        Effect(relation=each.relation, lock=each.lock)
        for each in before.transaction.locks_from(Lock.SHARE)
    )
    catalog = before.catalog
    return tuple(
        each
        for each in held
        if _is_waited_for(each.relation, before)
        and closes(each, catalog)
        and is_exposed(each.relation, before)
    )


def _is_waited_for(name: Name, before: Before) -> bool:
    """Tell if the relation is there, or was dropped only to be made again."""
    if before.catalog.exists(name) is not Truth.DISPROVEN:
        return True
    return name in before.run.before.relations and name in before.run.after.relations


def works_on_exposed(before: Before) -> bool:
    """Tell if the operation takes time in proportion to a table that others know."""
    effects = before.effects.relations
    return any(each.does_work and is_exposed(each.relation, before) for each in effects)


def is_exposed(name: Name, before: Before) -> bool:
    """Tell if others may be using the relation while the operation runs."""
    return is_known_to_others(name, before.step, before.run)


def is_known_to_others(name: Name, step: Step, run: Run) -> bool:
    """Tell if the relation was there before the migration, as far as is known."""
    relation = step.catalog.relation(name)
    if isinstance(relation, Index):
        relation = step.catalog.relation(relation.table)
    if relation is None:
        return True
    if isinstance(relation, Sequence):
        return False  # one page: whatever is done to it, nobody notices
    if isinstance(relation, Table) and relation.persistence is Persistence.TEMPORARY:
        return False
    return relation.serial < run.before.next_serial and not step.transaction.created(relation)


def waiting(blocked: tuple[Effect, ...], catalog: Catalog) -> str:
    """Return who has to wait, as the end of a sentence."""
    tables = tuple(each for each in blocked if catalog.index(each.relation) is None) or blocked
    closed = [each.relation for each in tables if each.lock is Lock.ACCESS_EXCLUSIVE]
    guarded = [each.relation for each in tables if each.lock is not Lock.ACCESS_EXCLUSIVE]
    parts = []
    if closed:
        parts.append(f"read or write {listed(closed, catalog, 'or')}")
    if guarded:
        parts.append(f"write to {listed(guarded, catalog, 'or')}")
    return "nobody can " + ", or ".join(parts)


def listed(names: list[Name], catalog: Catalog, word: str = "and") -> str:
    """Return the names as text: a few by name, the rest by number."""
    shown = [shown_name(each, catalog) for each in names[:SHOWN_TABLES]]
    rest = len(names) - len(shown)
    if rest:
        return f"{', '.join(shown)} {word} {rest} more"
    *most, last = shown
    return f"{', '.join(most)} {word} {last}" if most else last


def shown_name(name: Name, catalog: Catalog) -> str:
    """Return the name as the user would write it: without the schema that is looked in first."""
    is_plain = name.schema is None or name.schema in catalog.search_path[:1]
    return quoted(name.name) if is_plain else str(name)


def first_to_block(run: Run, is_open: Callable[[Step], bool]) -> tuple[Step | None, str]:
    """Return the first step of which the claim holds that keeps others out, and who they are."""
    for step in run.steps:
        blocked = blocked_by(step, run)
        if blocked and is_open(step):
            return step, waiting(blocked, step.catalog)
    return None, ""


def blocked_by(step: Step, run: Run) -> tuple[Effect, ...]:
    """Return the effects of a step that keep others from writing or reading, however short."""
    return tuple(
        each
        for each in step.effects.relations
        if closes(each, step.catalog) and is_known_to_others(each.relation, step, run)
    )


def closed_tables(step: Step, run: Run) -> list[Name]:
    """Return the tables in use that nobody can read while the step runs."""
    closed = (each for each in blocked_by(step, run) if each.lock is Lock.ACCESS_EXCLUSIVE)
    return [each.relation for each in closed if step.catalog.index(each.relation) is None]

"""How much care a migration needs, and what its deployer should know, in words."""

from collections.abc import Iterable

from lint.catalog import Catalog
from lint.effects import Effect, Lock
from lint.facts import TableSize
from lint.finding import Finding, Risk, Severity
from lint.names import Name
from lint.rule import Run, Step

# Below this a scan or rewrite is over before anybody waits for it.
SMALL_BYTES = 8 * 1024 * 1024


def risk_of(run: Run, findings: Iterable[Finding]) -> Risk:
    """Return the risk of a migration, from its findings and from what it does."""
    severities = [finding.severity for finding in findings]
    hard = [effect for _, effect in _felt(run) if effect.lock and effect.lock.blocks_writes]
    if Severity.ERROR in severities or any(each.does_work for each in hard):
        return Risk.HIGH
    return Risk.MEDIUM if Severity.WARNING in severities or hard else Risk.LOW


def notes_of(run: Run) -> tuple[str, ...]:
    """Return a sentence for each relation that somebody may wait for, the biggest first.

    What one transaction does to a relation is one sentence: the strongest lock is held to its end.
    """
    merged: dict[tuple[int, Name], Effect] = {}
    for transaction, effect in _felt(run):
        key = transaction, effect.relation
        merged[key] = effect if key not in merged else _joined(merged[key], effect)
    catalog = run.before
    ordered = sorted(merged.values(), key=lambda each: -_bytes(catalog, each.relation))
    notes = (_note(catalog, each) for each in ordered)
    return tuple(dict.fromkeys(note for note in notes if note))


def _felt(run: Run) -> list[tuple[int, Effect]]:
    """Return the effects on what was there before and is not known to be small, by transaction."""
    return [
        (step.transaction.number, effect)
        for step in run.steps
        for effect in step.effects.relations
        if not _is_new(run, step, effect.relation) and not _is_small(run.before, effect.relation)
    ]


def _is_new(run: Run, step: Step, name: Name) -> bool:
    relation = step.catalog.relation(name)
    return relation is not None and relation.serial >= run.before.next_serial


def _is_small(catalog: Catalog, name: Name) -> bool:
    size = _size(catalog, name)
    return size is not None and size.bytes < SMALL_BYTES


def _size(catalog: Catalog, name: Name) -> TableSize | None:
    index = catalog.index(name)
    return catalog.sizes.get(index.table if index else name)


def _bytes(catalog: Catalog, name: Name) -> int:
    size = _size(catalog, name)
    return size.bytes if size else 0


def _joined(first: Effect, second: Effect) -> Effect:
    stronger = max(filter(None, (first.lock, second.lock)), default=None)
    return first.but(
        lock=stronger,
        rewrites=first.rewrites or second.rewrites,
        scans=first.scans or second.scans,
        builds_indexes=tuple(dict.fromkeys(first.builds_indexes + second.builds_indexes)),
    )


def _note(catalog: Catalog, effect: Effect) -> str:
    if effect.lock is None or effect.lock <= Lock.ROW_EXCLUSIVE:
        return ""
    work = _work(effect)
    size = _size(catalog, effect.relation)
    length = f", for as long as {work} takes" if work else ", for a moment"
    known = f" ({_human(size)})" if size else ""
    return f"{effect.relation}{known}: {effect.lock}{length}; {_who_waits(effect.lock)}"


def _work(effect: Effect) -> str:
    parts = ["writing the table anew"] if effect.rewrites else []
    parts += ["reading every row"] if effect.scans and not effect.rewrites else []
    if effect.builds_indexes:
        parts.append(f"building {', '.join(effect.builds_indexes)}")
    return " and ".join(parts)


def _who_waits(lock: Lock) -> str:
    if lock.blocks_reads:
        return "reads and writes wait"
    return "writes wait" if lock.blocks_writes else "reads and writes go on"


def _human(size: TableSize) -> str:
    amount = float(size.bytes)
    for unit in ("bytes", "kB", "MB", "GB"):
        if amount < 1024:  # noqa: PLR2004 - the step between units
            return f"{amount:.0f} {unit}, {size.rows:,} rows"
        amount /= 1024
    return f"{amount:.1f} TB, {size.rows:,} rows"

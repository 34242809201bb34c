"""What the linter says a server will do, in the shape in which the observer says what it did."""

from collections.abc import Iterable, Sequence

from lint.catalog import Catalog
from lint.effects.lock import MODES
from lint.engine import explain
from lint.finding import ExplainedStatement, Explanation
from lint.migration import Migration, Positions, Transactions
from lint.parse import parse
from lint.rehearsal import opened, replayed, statements_of
from tests.lint.observer import Observed, ObservedEffect


class NotExplainedError(Exception):
    """The linter could not read the text."""


def predicted(setup: str, text: str, major: int) -> Observed:
    """Return the effects of `text` on what `setup` has made, all its statements together."""
    explanation = explained(setup, text, major)
    if explanation.errors:
        raise NotExplainedError(explanation.errors[0].message)
    refusals = [each.fails for each in explanation.statements if each.fails is not None]
    if refusals:
        return Observed((), refusals[0])
    known = relations_after([_migration("0001", setup)], major)
    return Observed(tuple(merged(explanation.statements, known)))


def explained(setup: str, text: str, major: int) -> Explanation:
    """Return what the linter says of `text` after `setup`."""
    migrations = [_migration("0001", setup, is_linted=False), _migration("0002", text)]
    return explain(migrations, pg_version=major, start=Catalog.empty(major))


def statements(text: str) -> Sequence[str]:
    """Return the statements of the text, one by one."""
    return [each.sql for each in explained("", text, 18).statements]


def _migration(identifier: str, text: str, *, is_linted: bool = True) -> Migration:
    return Migration(
        id=identifier,
        path=f"{identifier}.sql",
        sql=text,
        transactions=Transactions.IMPLICIT,
        positions=Positions(text),
        is_linted=is_linted,
    )


def relations_after(migrations: Sequence[Migration], major: int) -> frozenset[str]:
    """Return the names of the relations, composite types included, that history has made."""
    catalog, session = Catalog.empty(major), None
    for migration in migrations:
        parsed = parse(migration.sql)
        session = opened(catalog, migration, parsed, session)
        for statement in statements_of(parsed.operations):
            session = replayed(session, statement)
        catalog = session.catalog
    return frozenset(_plain(str(name)) for name in (*catalog.relations, *catalog.types))


def _plain(name: str) -> str:
    return name.replace('"', "")


def merged(said: Iterable[ExplainedStatement], known: frozenset[str]) -> list[ObservedEffect]:
    """Return what the statements do together to the relations that were known before them."""
    found: dict[str, ObservedEffect] = {}
    for statement in said:
        for effect in statement.effects:
            name = _plain(effect.relation)
            if name not in known:
                continue
            lock = MODES[effect.lock].value if effect.lock is not None else 0
            old = found.get(name, ObservedEffect(name, 0, rewrites=False, scans=False))
            found[name] = ObservedEffect(
                name,
                max(old.lock, lock if lock > 1 else 0),
                old.rewrites or effect.rewrites,
                old.scans or effect.scans,
                tuple(sorted({*old.builds_indexes, *effect.builds_indexes})),
            )
    return [found[name] for name in sorted(found)]

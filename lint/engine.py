"""Checks and explains migrations: parse, rehearse, judge, suppress.

A migration is first rehearsed as a whole, so that rules may look at what comes later; then every
rule sees it. History is only replayed. Whatever goes wrong inside the linter on one statement or
rule becomes an error of the report (in `Guard`, the only place), never a traceback.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from lint import ops
from lint.catalog import Catalog
from lint.effects import Effect, combined
from lint.finding import (
    ExplainedEffect,
    ExplainedStatement,
    Explanation,
    Finding,
    MigrationReport,
    Report,
    Risk,
)
from lint.guard import Guard, room_for_deep_nesting
from lint.judging import Rulebook, judged, sorted_out
from lint.migration import Migration
from lint.names import Name
from lint.ops import Span
from lint.parse import Parsed, parse
from lint.rehearsal import Outcome, Session, opened, rehearsed, replayed, statements_of
from lint.risk import notes_of, risk_of
from lint.rule import (
    Rule,
    Run,
    Step,
)


def check(
    migrations: Sequence[Migration], *, pg_version: int, start: Catalog, rules: Sequence[Rule]
) -> Report:
    """Return what is dangerous in the migrations, in their order."""
    rulebook = Rulebook(rules)
    with room_for_deep_nesting():
        return _checked(migrations, pg_version, start, rulebook)


def _checked(
    migrations: Sequence[Migration], pg_version: int, start: Catalog, rulebook: "Rulebook"
) -> Report:
    guard = Guard()
    findings: list[Finding] = []
    suppressed: list[Finding] = []
    reports: list[MigrationReport] = []
    for outcome in _outcomes(migrations, pg_version, start, guard):
        complaints = judged(outcome, rulebook, guard)
        kept, held = sorted_out(outcome, complaints, rulebook, guard)
        findings += kept
        suppressed += held
        reports.append(_reported(outcome, (*kept, *held), guard))
    return Report(
        pg_version=pg_version,
        migrations=tuple(reports),
        findings=tuple(findings),
        suppressed=tuple(suppressed),
        errors=tuple(guard.errors),
    )


def explain(migrations: Sequence[Migration], *, pg_version: int, start: Catalog) -> Explanation:
    """Return what each statement of the migrations does."""
    guard = Guard()
    statements: list[ExplainedStatement] = []
    with room_for_deep_nesting():
        for outcome in _outcomes(migrations, pg_version, start, guard):
            statements += _explained(outcome)
    return Explanation(
        pg_version=pg_version, statements=tuple(statements), errors=tuple(guard.errors)
    )


def _outcomes(
    migrations: Sequence[Migration], pg_version: int, start: Catalog, guard: Guard
) -> Iterator[Outcome]:
    """Yield the migrations that are linted, rehearsed after all that came before."""
    catalog = start.but(pg_version=pg_version)
    session: Session | None = None
    applied = [
        place
        for place, each in enumerate(migrations)
        if each.is_placed_by_name and not each.is_linted
    ]
    for place, migration in enumerate(migrations):
        parsed = parse(migration.sql)
        for failure in parsed.failures:
            guard.refuse(migration, failure.offset, failure.message)
            catalog = catalog.but(is_complete=False)
        session = opened(catalog, migration, parsed, session)
        before = session.catalog
        if migration.is_linted:
            session, steps = _rehearsed(session, migration, parsed, pg_version, guard)
            run = Run(
                migration=migration,
                pg_version=pg_version,
                before=before,
                after=session.catalog,
                steps=steps,
                overtaken_by=migrations[applied[-1]].id
                if applied and place < applied[-1] and migration.is_placed_by_name
                else None,
            )
            yield Outcome(parsed=parsed, run=run)
            catalog = session.catalog
        else:
            catalog = _replayed(session, migration, parsed, guard).catalog
            session = None  # history is over: nothing of its session is left


def _rehearsed(
    session: Session, migration: Migration, parsed: Parsed, pg_version: int, guard: Guard
) -> tuple[Session, tuple[Step, ...]]:
    steps: list[Step] = []
    for statement in statements_of(parsed.operations):
        moved = guard.run(
            migration,
            statement[0].span,
            partial(rehearsed, session, statement, pg_version),
        )
        if moved is None:
            session = _unsure(session)
        else:
            session = moved.session
            steps += moved.steps
    return session, tuple(steps)


def _replayed(session: Session, migration: Migration, parsed: Parsed, guard: Guard) -> Session:
    for statement in statements_of(parsed.operations):
        moved = guard.run(
            migration,
            statement[0].span,
            partial(replayed, session, statement),
        )
        session = moved or _unsure(session)
    return session


def _unsure(session: Session) -> Session:
    """Return the session after a statement nobody knows the doings of."""
    return session.but(catalog=session.catalog.but(is_complete=False))


def _reported(outcome: Outcome, findings: Iterable[Finding], guard: Guard) -> MigrationReport:
    run = outcome.run
    nowhere = Span(0, 0)
    notes = guard.run(run.migration, nowhere, lambda: notes_of(run))
    risk = guard.run(run.migration, nowhere, lambda: risk_of(run, findings))
    return MigrationReport(
        id=run.migration.id,
        path=run.migration.path,
        risk=risk or Risk.HIGH,
        statements=len(outcome.parsed.statements),
        production_notes=notes or (),
    )


def _explained(outcome: Outcome) -> Iterator[ExplainedStatement]:
    """Yield the statements of the file; what a DO block does is one statement's doing."""
    run = outcome.run
    by_index: dict[int, list[Step]] = {}
    for step in run.steps:
        by_index.setdefault(step.operation.statement.index, []).append(step)
    for statement in sorted(outcome.parsed.statements, key=lambda each: each.span.start):
        yield _explained_statement(run, statement, by_index.get(statement.index, []))


def _relation(effect: Effect) -> str:
    return str(effect.relation)


def _explained_statement(
    run: Run, statement: ops.Statement, steps: list[Step]
) -> ExplainedStatement:
    effects = combined(step.effects for step in steps)
    shown = (
        ExplainedEffect(
            relation=str(effect.relation),
            lock=None if effect.lock is None else str(effect.lock),
            rewrites=effect.rewrites,
            scans=effect.scans,
            builds_indexes=effect.builds_indexes,
        )
        # The statement's own relation comes first; the catalog tells of the others in no order.
        for effect in (*effects.relations[:1], *sorted(effects.relations[1:], key=_relation))
        if not _is_made_by(steps, effect.relation)
    )
    return ExplainedStatement(
        migration=run.migration.id,
        path=run.migration.path,
        line=run.migration.positions.locate(statement.span.start).line,
        sql=statement.sql,
        transaction=steps[0].transaction.number if steps else 1,
        effects=tuple(shown),
        fails=effects.fails,
        unknown=effects.unknown,
    )


def _is_made_by(steps: list[Step], name: Name) -> bool:
    """Tell if the relation was created by the statement itself, as a DO block may."""
    first, last = steps[0].catalog, steps[-1].after
    relation = last.relations.get(name)
    is_new = relation is not None and relation.serial >= first.next_serial
    # What stood under the name before, and was dropped, is reported.
    return is_new and name not in first.relations

"""Checks and explains migrations: parse, rehearse, judge, suppress.

A migration is first rehearsed as a whole, so that rules may look at what comes later; then every
rule sees it. History is only replayed. Whatever goes wrong inside the linter on one statement or
rule becomes an error of the report (in `_Guard`, the only place), never a traceback.
"""

import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TypeVar

from lint import ops
from lint.catalog import Catalog
from lint.effects import combined
from lint.finding import (
    ExplainedEffect,
    ExplainedStatement,
    Explanation,
    Finding,
    InputError,
    MigrationReport,
    Report,
    Risk,
)
from lint.migration import Migration
from lint.names import Name
from lint.ops import Operation, Span
from lint.parse import Parsed, parse
from lint.record import KeywordRecord
from lint.rehearsal import Session, opened, rehearsed, replayed, statements_of
from lint.risk import notes_of, risk_of
from lint.rule import (
    Before,
    Complaint,
    Complaints,
    MigrationRule,
    OperationRule,
    Rule,
    Run,
    SchemaRule,
    Step,
    SuppressionRule,
)
from lint.suppress import Suppression, suppressions_in

T = TypeVar("T")


def check(
    migrations: Sequence[Migration], *, pg_version: int, start: Catalog, rules: Sequence[Rule]
) -> Report:
    """Return what is dangerous in the migrations, in their order."""
    rulebook = Rulebook(rules)
    with _room_for_deep_nesting():
        return _checked(migrations, pg_version, start, rulebook)


def _checked(
    migrations: Sequence[Migration], pg_version: int, start: Catalog, rulebook: "Rulebook"
) -> Report:
    guard = _Guard()
    findings: list[Finding] = []
    suppressed: list[Finding] = []
    reports: list[MigrationReport] = []
    for outcome in _outcomes(migrations, pg_version, start, guard):
        judged = _judged(outcome, rulebook, guard)
        kept, held = _sorted_out(outcome, judged, rulebook, guard)
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
    guard = _Guard()
    statements: list[ExplainedStatement] = []
    with _room_for_deep_nesting():
        for outcome in _outcomes(migrations, pg_version, start, guard):
            statements += _explained(outcome)
    return Explanation(
        pg_version=pg_version, statements=tuple(statements), errors=tuple(guard.errors)
    )


# A sum of a thousand terms is nested a thousand times, each level three deep in the parser's JSON.
# More would come near the end of the C stack.
DEEPEST = 4_000


@contextmanager
def _room_for_deep_nesting() -> Iterator[None]:
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, DEEPEST))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


class _Guard:
    """Turns what goes wrong into errors of the report."""

    def __init__(self) -> None:
        self.errors: list[InputError] = []

    def refuse(self, migration: Migration, offset: int, message: str) -> None:
        """Add an error at a place in the migration."""
        place = migration.positions.locate(offset)
        self.errors.append(InputError(migration.path, place.line, place.column, message))

    def run(self, migration: Migration, span: Span, work: Callable[[], T]) -> T | None:
        """Return what the work returns; None, and an error, when the linter itself fails."""
        try:
            return work()
        except Exception as error:  # noqa: BLE001 - "cannot tell" must not look like "fine", nor crash
            frame = traceback.extract_tb(error.__traceback__)[-1]
            where = f"{frame.filename.rpartition('/')[2]}:{frame.lineno}"
            self.refuse(
                migration,
                span.start,
                f"the linter failed on this statement ({type(error).__name__}: {error}, {where}); "
                "it was not checked: please report this",
            )
            return None


class Outcome(KeywordRecord):
    """A migration that was rehearsed."""

    parsed: Parsed
    run: Run


def _outcomes(
    migrations: Sequence[Migration], pg_version: int, start: Catalog, guard: _Guard
) -> Iterator[Outcome]:
    """Yield the migrations that are linted, rehearsed after all that came before."""
    catalog = start.but(pg_version=pg_version)
    session: Session | None = None
    for migration in migrations:
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
            )
            yield Outcome(parsed=parsed, run=run)
            catalog = session.catalog
        else:
            catalog = _replayed(session, migration, parsed, guard).catalog
            session = None  # history is over: nothing of its session is left


def _rehearsed(
    session: Session, migration: Migration, parsed: Parsed, pg_version: int, guard: _Guard
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


def _replayed(session: Session, migration: Migration, parsed: Parsed, guard: _Guard) -> Session:
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


class Rulebook:
    """The rules by what they judge; the rules of an operation are looked up by its class, once."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._operation_rules = [each for each in rules if isinstance(each, OperationRule)]
        self._by_class: dict[type[Operation], tuple[OperationRule, ...]] = {}
        self.of_migrations = [each for each in rules if isinstance(each, MigrationRule)]
        self.of_schemas = [each for each in rules if isinstance(each, SchemaRule)]
        self.of_suppressions = [each for each in rules if isinstance(each, SuppressionRule)]

    def of(self, kind: type[Operation]) -> tuple[OperationRule, ...]:
        """Return the rules that judge operations of the class."""
        found = self._by_class.get(kind)
        if found is None:
            found = tuple(each for each in self._operation_rules if issubclass(kind, each.on))
            self._by_class[kind] = found
        return found


class _Judged(KeywordRecord):
    """A complaint with its place, before it is known if it is suppressed."""

    rule: Rule
    complaint: Complaint
    span: Span


def _judged(outcome: Outcome, rulebook: Rulebook, guard: _Guard) -> list[_Judged]:
    run = outcome.run
    found: list[_Judged] = []
    for index, step in enumerate(run.steps):
        before = Before(step, run, index)
        for rule in rulebook.of(type(step.operation)):
            found += _heard(
                run, rule, step.operation.span, guard, rule.check, step.operation, before
            )
    whole = Span(0, 0)
    for migration_rule in rulebook.of_migrations:
        found += _heard(run, migration_rule, whole, guard, migration_rule.check, run)
    for schema_rule in rulebook.of_schemas:
        facts = (run.before, run.after, run)
        found += _heard(run, schema_rule, whole, guard, schema_rule.check, *facts)
    return found


def _heard(
    run: Run,
    rule: Rule,
    span: Span,
    guard: _Guard,
    check_with: Callable[..., Complaints],
    *facts: object,
) -> list[_Judged]:
    """Return what the rule has to say, each complaint with its place."""
    complaints = guard.run(run.migration, span, lambda: _listed(check_with(*facts)))
    if not complaints:
        return []
    return [_Judged(rule=rule, complaint=each, span=_place(each, span)) for each in complaints]


def _listed(complaints: Complaints) -> tuple[Complaint, ...]:
    if complaints is None:
        return ()
    return (complaints,) if isinstance(complaints, Complaint) else tuple(complaints)


def _place(complaint: Complaint, default: Span) -> Span:
    if isinstance(complaint.at, Operation):
        return complaint.at.span
    return complaint.at or default


def _sorted_out(
    outcome: Outcome, judged: list[_Judged], rulebook: Rulebook, guard: _Guard
) -> tuple[list[Finding], list[Finding]]:
    """Return the findings that stand and those that a comment holds back."""
    run = outcome.run
    comments = suppressions_in(run.migration.sql, outcome.parsed.statements)
    kept: list[_Judged] = []
    held: list[_Judged] = []
    used: set[int] = set()
    for each in judged:
        holding = _holding(comments, each)
        used |= holding
        (held if holding else kept).append(each)
    if comments:
        used |= _copies(run.migration, comments, used)
        kept += _about_comments(run, comments, used, rulebook, guard)
    return _findings(run, kept), _findings(run, held)


def _copies(migration: Migration, comments: tuple[Suppression, ...], used: set[int]) -> set[int]:
    """Return the comments that are one in the file: a call's stands above each SQL it sends."""
    where = [migration.positions.locate(each.span.start, each.span.end) for each in comments]
    places = {where[place] for place in used}
    return {place for place, at in enumerate(where) if at in places}


def _holding(comments: tuple[Suppression, ...], judged: _Judged) -> set[int]:
    return {
        place
        for place, comment in enumerate(comments)
        if comment.holds(judged.rule.code, judged.span)
    }


def _about_comments(
    run: Run,
    comments: tuple[Suppression, ...],
    used: set[int],
    rulebook: Rulebook,
    guard: _Guard,
) -> list[_Judged]:
    return [
        judged
        for place, comment in enumerate(comments)
        for rule in rulebook.of_suppressions
        for judged in _heard(run, rule, comment.span, guard, rule.check, comment, place in used)
    ]


def _findings(run: Run, judged: Iterable[_Judged]) -> list[Finding]:
    """Return the findings in the order of the text, none of them twice."""
    ordered = sorted(judged, key=lambda each: (each.span.start, each.rule.code))
    return list(dict.fromkeys(_finding(run, each) for each in ordered))


def _finding(run: Run, judged: _Judged) -> Finding:
    rule, complaint, migration = judged.rule, judged.complaint, run.migration
    place = migration.positions.locate(judged.span.start, judged.span.end)
    return Finding(
        code=rule.code,
        rule=rule.name,
        severity=rule.severity if complaint.severity is None else complaint.severity,
        migration=migration.id,
        path=migration.path,
        line=place.line,
        column=place.column,
        end_line=place.end_line,
        end_column=place.end_column,
        what=complaint.what,
        why=complaint.why or rule.summary,
        fix=complaint.fix,
    )


def _reported(outcome: Outcome, findings: Iterable[Finding], guard: _Guard) -> MigrationReport:
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
        for effect in effects.relations
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

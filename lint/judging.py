"""What the rules say of a rehearsed migration, and what its comments hold back."""

from collections.abc import Callable, Iterable, Sequence

from lint.finding import Finding
from lint.guard import Guard
from lint.migration import Migration
from lint.ops import Operation, Span
from lint.record import KeywordRecord
from lint.rehearsal import Outcome
from lint.rule import (
    Before,
    Complaint,
    Complaints,
    MigrationRule,
    OperationRule,
    Rule,
    Run,
    SchemaRule,
    SuppressionRule,
)
from lint.suppress import Suppression, suppressions_in


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


class Judged(KeywordRecord):
    """A complaint with its place, before it is known if it is suppressed."""

    rule: Rule
    complaint: Complaint
    span: Span


def judged(outcome: Outcome, rulebook: Rulebook, guard: Guard) -> list[Judged]:
    """Return what all the rules say of the migration."""
    run = outcome.run
    found: list[Judged] = []
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
    guard: Guard,
    check_with: Callable[..., Complaints],
    *facts: object,
) -> list[Judged]:
    """Return what the rule has to say, each complaint with its place."""
    complaints = guard.run(run.migration, span, lambda: _listed(check_with(*facts)))
    if not complaints:
        return []
    return [Judged(rule=rule, complaint=each, span=_place(each, span)) for each in complaints]


def _listed(complaints: Complaints) -> tuple[Complaint, ...]:
    if complaints is None:
        return ()
    return (complaints,) if isinstance(complaints, Complaint) else tuple(complaints)


def _place(complaint: Complaint, default: Span) -> Span:
    if isinstance(complaint.at, Operation):
        return complaint.at.span
    return complaint.at or default


def sorted_out(
    outcome: Outcome, judged: list[Judged], rulebook: Rulebook, guard: Guard
) -> tuple[list[Finding], list[Finding]]:
    """Return the findings that stand and those that a comment holds back."""
    run = outcome.run
    comments = suppressions_in(run.migration.sql, outcome.parsed.statements)
    kept: list[Judged] = []
    held: list[Judged] = []
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


def _holding(comments: tuple[Suppression, ...], judged: Judged) -> set[int]:
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
    guard: Guard,
) -> list[Judged]:
    return [
        judged
        for place, comment in enumerate(comments)
        for rule in rulebook.of_suppressions
        for judged in _heard(run, rule, comment.span, guard, rule.check, comment, place in used)
    ]


def _findings(run: Run, judged: Iterable[Judged]) -> list[Finding]:
    """Return the findings in the order of the text, none of them twice."""
    ordered = sorted(judged, key=lambda each: (each.span.start, each.rule.code))
    return list(dict.fromkeys(_finding(run, each) for each in ordered))


def _finding(run: Run, judged: Judged) -> Finding:
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

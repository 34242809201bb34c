"""What `check` and `explain` do, between reading the arguments and writing the answer."""

import os
from collections.abc import Iterable, Mapping

from lint import engine
from lint.finding import Explanation, Finding, InputError, Report
from lint.migration import Migration, SourceError
from lint.record import Record
from lint.reporters.stage import Stage
from lint.rule import load_rules
from lint.selection import refuse_unknown_codes
from lint.settings import Settings
from lint.sources import history
from lint.sources.history import History
from lint.start import Start, starting_point


class Checked(Record):
    """The answer of `check`."""

    report: Report
    stage: Stage


class Explained(Record):
    """The answer of `explain`."""

    explanation: Explanation
    stage: Stage


def check(settings: Settings) -> Checked:
    """Return what is dangerous in the migrations that the settings name."""
    rules = load_rules()
    refuse_unknown_codes(settings.selection, rules)
    known = _known(settings)
    start = starting_point(settings, known)
    migrations = _to_run(known, start)
    report = engine.check(migrations, pg_version=start.pg_version, start=start.catalog, rules=rules)
    texts = _texts(migrations, known.errors)
    shown = _shown(report, settings, known)
    kept, baselined = _without_baseline(shown.findings, settings, texts)
    if settings.database is not None:
        kept = _biggest_first(kept, migrations, start)
    stage = Stage(
        texts=texts,
        rules={rule.code: rule for rule in rules},
        history=sum(not each.is_linted for each in migrations),
        baselined=baselined,
    )
    return Checked(shown.but(findings=kept), stage)


def explain(settings: Settings) -> Explained:
    """Return what each statement of the migrations does."""
    known = _known(settings)
    start = starting_point(settings, known)
    migrations = _to_run(known, start)
    explanation = engine.explain(migrations, pg_version=start.pg_version, start=start.catalog)
    errors = (
        *_input_errors(known.errors),
        *_about_what_is_linted(explanation.errors, known),
    )
    return Explained(explanation.but(errors=errors), Stage(texts=_texts(migrations, known.errors)))


def _biggest_first(
    findings: tuple[Finding, ...], migrations: tuple[Migration, ...], start: Start
) -> tuple[Finding, ...]:
    from lint.ordering import biggest_first  # noqa: PLC0415 - only a live server knows sizes

    explanation = engine.explain(migrations, pg_version=start.pg_version, start=start.catalog)
    return biggest_first(findings, explanation, start.catalog.sizes)


def _known(settings: Settings) -> History:
    """Return the history of the paths, with only what is asked for linted."""
    known = history.read(settings.paths, settings.tool, settings.options)
    if settings.since is not None:
        from lint.sources.git import changed_since  # noqa: PLC0415 - only where git is asked

        changed = changed_since(settings.since)
        known = known.but_lint(lambda path: os.path.realpath(path) in changed)
    if settings.config.per_path:
        known = known.but_leave(settings.selection.leaves)
    return known


def _to_run(known: History, start: Start) -> tuple[Migration, ...]:
    """Return what the engine replays: a given schema already holds what is not linted."""
    if not start.replayed:
        return known.migrations
    return (*start.replayed, *(each for each in known.migrations if each.is_linted))


def _texts(migrations: Iterable[Migration], errors: Iterable[SourceError]) -> Mapping[str, str]:
    texts = {each.path: each.positions.source for each in migrations}
    return {error.path: "" for error in errors} | texts


def _shown(report: Report, settings: Settings, known: History) -> Report:
    """Return the report without what was not asked for, and with what could not be read."""
    shows = settings.selection.shows
    return report.but(
        findings=tuple(each for each in report.findings if shows(each)),
        suppressed=tuple(each for each in report.suppressed if shows(each)),
        errors=(*_input_errors(known.errors), *_about_what_is_linted(report.errors, known)),
    )


def _about_what_is_linted(errors: Iterable[InputError], known: History) -> tuple[InputError, ...]:
    """Return the errors without those of history, which is there to be known and not judged."""
    history_only = {each.path for each in known.migrations if not each.is_linted}
    return tuple(each for each in errors if each.path not in history_only)


def _input_errors(errors: Iterable[SourceError]) -> tuple[InputError, ...]:
    return tuple(InputError(each.path, each.line, each.column, each.message) for each in errors)


def _without_baseline(
    findings: tuple[Finding, ...], settings: Settings, texts: Mapping[str, str]
) -> tuple[tuple[Finding, ...], int]:
    """Return the findings that the baseline does not hold back, and how many it does."""
    if settings.write_baseline is None and settings.baseline is None:
        return findings, 0
    from lint.baseline import held_back, read_baseline, write_baseline  # noqa: PLC0415 - rare

    if settings.write_baseline is not None:
        write_baseline(settings.write_baseline, findings, texts)
        return (), len(findings)
    baseline = settings.baseline or ""
    known = read_baseline(baseline)
    held = frozenset(id(each) for each in held_back(baseline, known, findings, texts))
    kept = tuple(each for each in findings if id(each) not in held)
    return kept, len(held)

"""What a reporter knows besides the report: the sources, the rules, and where its words go."""

from collections.abc import Iterable, Mapping

from lint.finding import Finding, Report, Severity
from lint.record import KeywordRecord
from lint.rule import Rule


class Stage(KeywordRecord):
    """The circumstances of one report."""

    texts: Mapping[str, str]
    """The text of each file that was read, by the path that is shown."""
    rules: Mapping[str, Rule] = {}
    """The rules that were asked, by code."""
    width: int = 80
    is_coloured: bool = False
    history: int = 0
    """How many migrations were replayed and not linted."""
    baselined: int = 0
    """How many findings the baseline holds back."""


def counted(number: int, noun: str) -> str:
    """Return `1 error`, `2 errors`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def tally(findings: Iterable[Finding]) -> str:
    """Return `2 errors, 1 warning`; nothing where there are no findings."""
    severities = [finding.severity for finding in findings]
    numbers = [(severities.count(each), str(each)) for each in sorted(Severity, reverse=True)]
    return ", ".join(counted(number, noun) for number, noun in numbers if number)


def worst_risk(report: Report) -> str:
    """Return the highest risk of the migrations that were checked; nothing without any."""
    found = {migration.risk.value for migration in report.migrations}
    return next((each for each in ("high", "medium", "low") if each in found), "")


def summary(report: Report, stage: Stage) -> str:
    """Return the sentence that says what was checked, and what came of it."""
    statements = sum(migration.statements for migration in report.migrations)
    checked = (
        f"Checked {counted(len(report.migrations), 'migration')} "
        f"({counted(statements, 'statement')}) for PostgreSQL {report.pg_version}"
    )
    if stage.history:
        checked += f" on top of {stage.history} earlier"
    parts = [f"{len(report.errors)} could not be read"] if report.errors else []
    if report.findings or not report.errors:
        parts.append(tally(report.findings) or "nothing found")
    if report.suppressed:
        parts.append(f"{len(report.suppressed)} suppressed")
    if stage.baselined:
        parts.append(f"{stage.baselined} in the baseline")
    risk = worst_risk(report)
    return f"{checked}: {', '.join(parts)}{f'; risk {risk}' if risk else ''}."

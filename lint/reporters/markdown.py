"""Markdown for a pull request: each migration's risk, what to know in production, the findings."""

import re
from collections.abc import Iterator

from lint.finding import Finding, InputError, MigrationReport, Report
from lint.reporters.stage import Stage, summary, tally, worst_risk

_FENCE = re.compile(r"`{3,}")


def render(report: Report, stage: Stage) -> str:
    """Return the report as a comment."""
    lines = [_title(report), "", _escaped(summary(report, stage)), ""]
    if report.errors:
        lines += ["### Could not be read", "", *(_error(each) for each in report.errors), ""]
    if report.migrations:
        lines += [*_table(report), ""]
    for migration in report.migrations:
        lines += _migration(migration, report)
    return "\n".join(lines).rstrip("\n") + "\n"


def _title(report: Report) -> str:
    if report.errors:
        return "## Migrations: cannot tell"
    return f"## Migrations: {worst_risk(report) or 'no'} risk"


def _error(error: InputError) -> str:
    place = ":".join(str(part) for part in (error.path, error.line, error.column) if part)
    return f"- {_code(place)}: {_escaped(error.message)}"


def _table(report: Report) -> Iterator[str]:
    yield "| migration | risk | statements | findings |"
    yield "| --- | --- | ---: | --- |"
    for migration in report.migrations:
        found = tally(_of(migration, report)) or "none"
        path = _code(migration.path).replace("|", "\\|")
        yield f"| {path} | **{migration.risk.value}** | {migration.statements} | {found} |"


def _of(migration: MigrationReport, report: Report) -> list[Finding]:
    key = (migration.path, migration.id)
    return [each for each in report.findings if (each.path, each.migration) == key]


def _migration(migration: MigrationReport, report: Report) -> list[str]:
    findings = _of(migration, report)
    if not findings and not migration.production_notes:
        return []
    lines = [f"### {_code(migration.path)}: {migration.risk.value} risk", ""]
    if migration.production_notes:
        lines += ["In production:", ""]
        lines += [*(f"- {_escaped(note)}" for note in migration.production_notes), ""]
    for finding in findings:
        lines += _finding(finding)
    return lines


def _finding(finding: Finding) -> list[str]:
    place = counted_line(finding)
    title = f"**{finding.severity} {finding.code}** {_code(finding.rule)}, {place}"
    fence = "`" * max(3, 1 + max((len(run) for run in _FENCE.findall(finding.fix)), default=2))
    said = [f"{title}: {_escaped(finding.what)}", "", _escaped(finding.why), ""]
    return [*said, f"{fence}sql", finding.fix.strip("\n"), fence, ""]


def counted_line(finding: Finding) -> str:
    """Return `line 3`, or `lines 3 to 5`."""
    if finding.end_line == finding.line:
        return f"line {finding.line}"
    return f"lines {finding.line} to {finding.end_line}"


def _code(text: str) -> str:
    ticks = "`" * (1 + max((len(run) for run in re.findall(r"`+", text)), default=0))
    pad = " " if "`" in text else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def _escaped(text: str) -> str:
    """Return words as they are: no HTML, no emphasis, no new block."""
    words = " ".join(text.split())
    parts = re.split(r"(`[^`]*`)", words)
    plain = [
        part if part.startswith("`") else re.sub(r"([<*_|\\])", r"\\\1", part) for part in parts
    ]
    return "".join(plain)

"""GitHub annotations: workflow commands that put each finding on its line of the pull request.

The escapes are those of `@actions/core` (packages/core/src/command.ts in actions/toolkit): in the
message percent and line ends, in a property colon and comma as well. An end column is only allowed
where the span is on one line.
"""

from lint.finding import Finding, InputError, Report, Severity
from lint.reporters.stage import Stage, summary

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render(report: Report, stage: Stage) -> str:
    """Return one workflow command per finding and error, then a line for the log."""
    lines = [_finding(each) for each in report.findings]
    lines += [_error(each) for each in report.errors]
    return "\n".join([*lines, summary(report, stage)]) + "\n"


def _finding(finding: Finding) -> str:
    properties = {
        "title": f"{finding.code} {finding.rule}",
        "file": finding.path,
        "line": str(finding.line),
        "endLine": str(finding.end_line),
    }
    if finding.line == finding.end_line:
        properties |= {"col": str(finding.column), "endColumn": str(finding.end_column)}
    message = f"{finding.what}\n\n{finding.why}\n\n{finding.fix}"
    return _command(_COMMANDS[finding.severity], properties, message)


def _error(error: InputError) -> str:
    properties = {"title": "cannot be read", "file": error.path}
    if error.line is not None:
        properties["line"] = str(error.line)
    if error.column is not None:
        properties["col"] = str(error.column)
    return _command("error", properties, error.message)


def _command(name: str, properties: dict[str, str], message: str) -> str:
    said = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{name} {said}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")

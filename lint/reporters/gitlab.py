"""GitLab code quality: the JSON that a merge request's widget reads.

The format is GitLab's subset of the Code Climate report: description, check_name, fingerprint,
severity and location (https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format).
"""

import json

from lint.finding import Finding, InputError, Report, Severity
from lint.fingerprint import fingerprints, hashed
from lint.reporters.stage import Stage

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.NOTE: "info"}


def render(report: Report, stage: Stage) -> str:
    """Return an array with one entry per finding and error."""
    marks = fingerprints(report.findings, stage.texts)
    pairs = zip(report.findings, marks, strict=True)
    entries = [_finding(finding, mark) for finding, mark in pairs]
    entries += [_error(each) for each in report.errors]
    return json.dumps(entries, indent=2, ensure_ascii=False) + "\n"


def _finding(finding: Finding, fingerprint: str) -> dict[str, object]:
    return {
        "description": f"{finding.what.rstrip('.')}. {finding.why}",
        "check_name": f"{finding.code} {finding.rule}",
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[finding.severity],
        "location": _location(finding.path, finding.line, finding.end_line),
    }


def _error(error: InputError) -> dict[str, object]:
    line = error.line or 1
    return {
        "description": f"cannot be read: {error.message}",
        "check_name": "cannot-be-read",
        "fingerprint": hashed("cannot be read", error.path, str(line), error.message),
        "severity": "blocker",
        "location": _location(error.path, line, line),
    }


def _location(path: str, line: int, end_line: int) -> dict[str, object]:
    return {"path": path, "lines": {"begin": line, "end": end_line}}

"""SARIF 2.1.0, which GitHub code scanning and editors read.

Columns count characters, so `columnKind` says `unicodeCodePoints`; an end column is exclusive there
as it is here. Suppressed findings are results with an `inSource` suppression. What could not be
read is a notification of the run, which then did not succeed.
"""

import json
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from lint.finding import Finding, InputError, Report, Severity
from lint.fingerprint import fingerprints
from lint.reporters.stage import Stage
from lint.version import version

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
_FINGERPRINT = "headgateLint/v1"

Json = dict[str, object]


def render(report: Report, stage: Stage) -> str:
    """Return a log with one run."""
    findings = [*report.findings, *report.suppressed]
    codes = sorted({finding.code for finding in findings})
    marks = fingerprints(findings, stage.texts)
    open_ones = len(report.findings)
    results = [
        _result(finding, mark, codes, is_suppressed=index >= open_ones)
        for index, (finding, mark) in enumerate(zip(findings, marks, strict=True))
    ]
    run: Json = {
        "tool": {"driver": _driver(codes, findings, stage)},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(report.errors)],
        "results": results,
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


def _driver(codes: Sequence[str], findings: Sequence[Finding], stage: Stage) -> Json:
    first: Mapping[str, Finding] = {each.code: each for each in reversed(findings)}
    return {
        "name": "headgate-lint",
        "semanticVersion": version(),
        "rules": [_rule(first[code], stage) for code in codes],
    }


def _rule(finding: Finding, stage: Stage) -> Json:
    rule = stage.rules.get(finding.code)
    summary = rule.summary if rule else finding.why
    page = rule.page.strip() if rule else finding.why
    severity = rule.severity if rule else finding.severity
    return {
        "id": finding.code,
        "name": finding.rule,
        "shortDescription": {"text": summary},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": _LEVELS[severity]},
    }


def _result(finding: Finding, mark: str, codes: Sequence[str], *, is_suppressed: bool) -> Json:
    result: Json = {
        "ruleId": finding.code,
        "ruleIndex": codes.index(finding.code),
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{finding.what}\n{finding.why}\n\n{finding.fix}"},
        "locations": [{"physicalLocation": _location(finding)}],
        "partialFingerprints": {_FINGERPRINT: mark},
    }
    if is_suppressed:
        result["suppressions"] = [{"kind": "inSource"}]
    return result


def _location(finding: Finding) -> Json:
    region = {
        "startLine": finding.line,
        "startColumn": finding.column,
        "endLine": finding.end_line,
        "endColumn": finding.end_column,
    }
    return {"artifactLocation": _artifact(finding.path), "region": region}


def _artifact(path: str) -> Json:
    return {"uri": quote(path.replace("\\", "/"), errors="surrogateescape")}


def _invocation(errors: Sequence[InputError]) -> Json:
    notifications = [_notification(error) for error in errors]
    return {
        "executionSuccessful": not errors,
        "toolExecutionNotifications": notifications,
    }


def _notification(error: InputError) -> Json:
    place: Json = {"artifactLocation": _artifact(error.path)}
    if error.line is not None:
        region = {"startLine": error.line}
        if error.column is not None:
            region["startColumn"] = error.column
        place["region"] = region
    return {
        "level": "error",
        "message": {"text": f"cannot be read: {error.message}"},
        "locations": [{"physicalLocation": place}],
    }

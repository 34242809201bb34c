"""JSON, version 1: the whole report, for programs."""

import json
from collections.abc import Mapping

from lint.finding import Finding, InputError, MigrationReport, Report
from lint.reporters.stage import Stage

VERSION = 1


def render(report: Report, _stage: Stage) -> str:
    """Return the report as one JSON object."""
    return as_object(
        {
            "version": VERSION,
            "pg_version": report.pg_version,
            "migrations": [_migration(each) for each in report.migrations],
            "findings": [finding_shape(each) for each in report.findings],
            "suppressed": [finding_shape(each) for each in report.suppressed],
            "errors": [error_shape(each) for each in report.errors],
        }
    )


def as_object(members: Mapping[str, object]) -> str:
    """Return a JSON object with each element of its arrays on a line.

    An indented object would be pleasant too, but is encoded in Python, ten times slower.
    """
    lines = [f"{_encoded(name)}: {_value(value)}" for name, value in members.items()]
    return "{" + ",\n ".join(lines) + "}\n"


def _value(value: object) -> str:
    if isinstance(value, list) and value:
        return "[\n  " + ",\n  ".join(_encoded(each) for each in value) + "]"
    return _encoded(value)


def _encoded(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def finding_shape(finding: Finding) -> dict[str, object]:
    """Return one finding as JSON has it."""
    return {
        "code": finding.code,
        "rule": finding.rule,
        "severity": str(finding.severity),
        "migration": finding.migration,
        "path": finding.path,
        "line": finding.line,
        "column": finding.column,
        "end_line": finding.end_line,
        "end_column": finding.end_column,
        "what": finding.what,
        "why": finding.why,
        "fix": finding.fix,
    }


def error_shape(error: InputError) -> dict[str, object]:
    """Return one error as JSON has it."""
    place = {"line": error.line, "column": error.column}
    return {"path": error.path, **place, "message": error.message}


def _migration(migration: MigrationReport) -> dict[str, object]:
    return {
        "id": migration.id,
        "path": migration.path,
        "risk": migration.risk.value,
        "statements": migration.statements,
    }

"""JSON, version 1: the whole report, for programs."""

import json

from lint.finding import Finding, InputError, MigrationReport, Report
from lint.reporters.stage import Stage

VERSION = 1


def render(report: Report, _stage: Stage) -> str:
    """Return the report as one JSON object."""
    shape = {
        "version": VERSION,
        "pg_version": report.pg_version,
        "migrations": [_migration(each) for each in report.migrations],
        "findings": [finding_shape(each) for each in report.findings],
        "suppressed": [finding_shape(each) for each in report.suppressed],
        "errors": [error_shape(each) for each in report.errors],
    }
    return json.dumps(shape, indent=2, ensure_ascii=False) + "\n"


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

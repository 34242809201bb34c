"""JUnit XML: a suite per migration, a failed case per finding, so that any CI can show them."""

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from lint.finding import Finding, InputError, MigrationReport, Report
from lint.reporters.stage import Stage

_ALLOWED_CONTROLS = "\t\n\r"


def render(report: Report, _stage: Stage) -> str:
    """Return the report as one XML document."""
    suites = [line for each in report.migrations for line in _suite(each, report)]
    known = {migration.path for migration in report.migrations}
    strangers = [each for each in report.errors if each.path not in known]
    suites += [line for each in strangers for line in _stranger(each)]
    tests = sum(line.lstrip().startswith("<testcase") for line in suites)
    totals = f'tests="{tests}" failures="{len(report.findings)}" errors="{len(report.errors)}"'
    head = ['<?xml version="1.0" encoding="UTF-8"?>', f'<testsuites name="headgate-lint" {totals}>']
    return "\n".join([*head, *suites, "</testsuites>"]) + "\n"


def _suite(migration: MigrationReport, report: Report) -> Iterator[str]:
    findings = [
        each
        for each in report.findings
        if (each.path, each.migration) == (migration.path, migration.id)
    ]
    errors = [each for each in report.errors if each.path == migration.path]
    tests = len(findings) + len(errors) or 1
    counts = f'tests="{tests}" failures="{len(findings)}" errors="{len(errors)}"'
    yield f"  <testsuite name={_attribute(migration.path)} {counts}>"
    for finding in findings:
        yield from _finding(finding)
    for error in errors:
        yield from _error(error)
    if not findings and not errors:
        yield f'    <testcase classname={_attribute(migration.path)} name="no findings"/>'
    yield "  </testsuite>"


def _finding(finding: Finding) -> Iterator[str]:
    name = f"{finding.code} {finding.rule} (line {finding.line})"
    yield f"    <testcase classname={_attribute(finding.path)} name={_attribute(name)}>"
    kind = _attribute(f"{finding.severity} {finding.code}")
    place = f"{finding.path}:{finding.line}:{finding.column}"
    said = _text(f"{place}\n{finding.why}\n\n{finding.fix}")
    yield f"      <failure type={kind} message={_attribute(finding.what)}>{said}</failure>"
    yield "    </testcase>"


def _error(error: InputError) -> Iterator[str]:
    place = "" if error.line is None else f" (line {error.line})"
    name = _attribute(f"cannot be read{place}")
    yield f"    <testcase classname={_attribute(error.path)} name={name}>"
    yield f'      <error type="cannot be read" message={_attribute(error.message)}/>'
    yield "    </testcase>"


def _stranger(error: InputError) -> Iterator[str]:
    """Yield the suite of an error in a file of which no migration could be made."""
    yield f'  <testsuite name={_attribute(error.path)} tests="1" failures="0" errors="1">'
    yield from _error(error)
    yield "  </testsuite>"


def _attribute(text: str) -> str:
    return quoteattr(_legal(text))


def _text(text: str) -> str:
    return escape(_legal(text))


def _legal(text: str) -> str:
    """Return text without the characters that XML 1.0 cannot hold."""
    return "".join(each for each in text if each in _ALLOWED_CONTROLS or _is_legal(ord(each)))


def _is_legal(point: int) -> bool:
    return 0x20 <= point <= 0xD7FF or 0xE000 <= point <= 0xFFFD or point >= 0x10000  # noqa: PLR2004

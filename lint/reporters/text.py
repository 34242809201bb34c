"""Text for a terminal: each finding with its source line, its reason and its fix."""

from collections.abc import Iterator

from lint.finding import Finding, InputError, Report, Severity
from lint.migration import Place
from lint.reporters.excerpt import excerpt
from lint.reporters.stage import Stage, summary
from lint.reporters.wrapping import wrap_sql, wrap_words

_RED, _YELLOW, _BLUE, _BOLD, _DIM = "31", "33", "34", "1", "2"
_TINTS = {Severity.ERROR: _RED, Severity.WARNING: _YELLOW, Severity.NOTE: _BLUE}
_LABEL = 7


def render(report: Report, stage: Stage) -> str:
    """Return the whole report."""
    blocks = ["\n".join(_finding(each, stage)) for each in report.findings]
    errors = ["\n".join(_error(each, stage)) for each in report.errors]
    if errors and not report.migrations:
        return "\n".join(errors) + "\n"  # nothing was checked, so nothing is said of it
    last = "\n".join(
        _tinted(stage, _BOLD, line) for line in _sentence(summary(report, stage), stage)
    )
    return "\n\n".join([*blocks, *errors, last]) + "\n"


def _finding(finding: Finding, stage: Stage) -> Iterator[str]:
    tint = _TINTS[finding.severity]
    title = _tinted(stage, f"{_BOLD};{tint}", f"{finding.severity}[{finding.code}]")
    yield f"{title} {_tinted(stage, _BOLD, finding.rule)}"
    yield f"  at {finding.path}:{finding.line}:{finding.column}"
    place = Place(finding.line, finding.column, finding.end_line, finding.end_column)
    yield from _source(finding.path, place, tint, stage)
    yield from _said("what", finding.what, stage)
    yield from _said("why", finding.why, stage)
    yield from _fix(finding.fix, stage)


def _error(error: InputError, stage: Stage) -> Iterator[str]:
    place = ":".join(str(part) for part in (error.path, error.line, error.column) if part)
    message = " ".join(error.message.split())  # the parser quotes the text, line ends and all
    yield f"{_tinted(stage, f'{_BOLD};{_RED}', 'error')} {place}: {message}"
    if error.line is not None and error.column is not None:
        span = Place(error.line, error.column, error.line, error.column + 1)
        yield from _source(error.path, span, _RED, stage)


def _source(path: str, place: Place, tint: str, stage: Stage) -> Iterator[str]:
    gutter = max(_LABEL - 2, len(str(place.end_line)) + 2)
    rows = excerpt(stage.texts.get(path, ""), place, stage.width - gutter - 3)
    for number, text, carets in rows:
        yield _tinted(stage, _DIM, f"{number:>{gutter}} |") + f" {text}"
        if carets:
            yield _tinted(stage, _DIM, f"{'':>{gutter}} |") + f" {_tinted(stage, tint, carets)}"


def _said(label: str, text: str, stage: Stage) -> Iterator[str]:
    """Yield a labelled paragraph, its lines under one another."""
    lines = wrap_words(text, stage.width - _LABEL)
    for index, line in enumerate(lines):
        head = _tinted(stage, _BOLD, f"  {label:<{_LABEL - 2}}") if index == 0 else " " * _LABEL
        yield head + line


def _fix(fix: str, stage: Stage) -> Iterator[str]:
    for index, line in enumerate(wrap_sql(fix, stage.width - _LABEL)):
        head = _tinted(stage, _BOLD, f"  {'fix':<{_LABEL - 2}}") if index == 0 else " " * _LABEL
        yield (head + line).rstrip()


def _sentence(text: str, stage: Stage) -> list[str]:
    return wrap_words(text, stage.width)


def _tinted(stage: Stage, tint: str, text: str) -> str:
    return f"\033[{tint}m{text}\033[0m" if stage.is_coloured else text

"""The command line: `check`, `explain` and `rules`.

What a command needs is imported when it is called, so that none pays for another: a check of one
file is done before a person notices.
"""

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from lint.arguments import PROGRAM, USAGE_STATUS, build_parser
from lint.config import ConfigError, read_config
from lint.migration import SourceError

if TYPE_CHECKING:
    from lint.finding import Report
    from lint.reporters.stage import Stage
    from lint.settings import Settings

CLEAN_STATUS = 0
FINDINGS_STATUS = 1
CANNOT_TELL_STATUS = USAGE_STATUS

_INTERRUPTED_STATUS = 130
_LEAST_WIDTH, _USUAL_WIDTH, _MOST_WIDTH = 60, 80, 110
_REPORTERS = {"json": "as_json"}


class Reporter(Protocol):
    """What the module of a format offers."""

    def render(self, report: "Report", stage: "Stage") -> str:
        """Return the report in this format."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit status."""
    parser = build_parser()
    given = parser.parse_args(arguments)
    gc.disable()  # a tenth of the cold start is the collector looking at modules that stay
    try:
        return _run(given, parser)
    except (ConfigError, SourceError) as problem:
        return _refuse(str(problem))
    except BrokenPipeError:
        # The reader has seen enough (`| head`); what is still buffered has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CANNOT_TELL_STATUS
    except KeyboardInterrupt:
        return _INTERRUPTED_STATUS
    except Exception as problem:
        # The last door: nobody is shown a traceback who has not asked for one.
        if os.environ.get("HEADGATE_LINT_DEBUG"):
            raise
        return _refuse(_apology(problem))
    finally:
        gc.enable()


def _run(given: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    if given.version:
        from lint.version import version  # noqa: PLC0415 - reads the installed metadata

        _write(f"{PROGRAM} {version()}\n", None)
        return CLEAN_STATUS
    commands = {"check": _check, "explain": _explain, "rules": _rules}
    if given.command in commands:
        return commands[given.command](given)
    parser.print_help(sys.stderr)
    return CANNOT_TELL_STATUS


def _check(given: argparse.Namespace) -> int:
    from lint.commands import check  # noqa: PLC0415 - the engine and every rule
    from lint.reporters.stage import summary  # noqa: PLC0415 - the same

    settings = _settings(given)
    checked = check(settings)
    stage = _on_stage(checked.stage, given)
    name = given.format or "text"
    module = import_module(f"lint.reporters.{_REPORTERS.get(name, name)}")
    _write(cast("Reporter", module).render(checked.report, stage), given.output)
    if given.output:
        _write(f"{summary(checked.report, stage)} Written to {given.output}.\n", None)
    return _status(checked.report, settings)


def _explain(given: argparse.Namespace) -> int:
    from lint.commands import explain  # noqa: PLC0415 - the engine
    from lint.reporters.explanation import render_json, render_text  # noqa: PLC0415 - the same

    explained = explain(_settings(given))
    if given.format == "json":
        text = render_json(explained.explanation)
    else:
        text = render_text(explained.explanation, _on_stage(explained.stage, given))
    _write(text, given.output)
    return CANNOT_TELL_STATUS if explained.explanation.errors else CLEAN_STATUS


def _rules(given: argparse.Namespace) -> int:
    from lint.docs import render_list, render_page  # noqa: PLC0415 - every rule
    from lint.rule import load_rules  # noqa: PLC0415 - the same
    from lint.selection import find_rule  # noqa: PLC0415 - the same

    rules = load_rules()
    if given.code is None:
        _write(render_list(rules, _width(None)), None)
    else:
        _write(render_page(find_rule(given.code, rules)), None)
    return CLEAN_STATUS


def _settings(given: argparse.Namespace) -> "Settings":
    from lint.settings import decide  # noqa: PLC0415 - what it reads needs the rules

    return decide(given, read_config(Path.cwd()))


def _status(report: "Report", settings: "Settings") -> int:
    if report.errors:
        return CANNOT_TELL_STATUS
    stops = any(finding.severity >= settings.fail_on for finding in report.findings)
    return FINDINGS_STATUS if stops else CLEAN_STATUS


def _on_stage(stage: "Stage", given: argparse.Namespace) -> "Stage":
    return stage.but(width=_width(given.output), is_coloured=_is_coloured(given.output))


def _width(output: str | None) -> int:
    """Return how wide a line may be: the terminal's width, within reason."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isascii() and columns.isdigit():
        wide = int(columns)
    else:
        wide = _terminal_width() if output is None else _USUAL_WIDTH
    return max(_LEAST_WIDTH, min(wide, _MOST_WIDTH))


def _terminal_width() -> int:
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or _USUAL_WIDTH
    except (OSError, ValueError):
        return _USUAL_WIDTH


def _is_coloured(output: str | None) -> bool:
    if output is not None or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return sys.stdout.isatty()


def _write(text: str, output: str | None) -> None:
    if output is None:
        encoding = sys.stdout.encoding or "utf-8"
        sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))
        sys.stdout.flush()
        return
    try:
        Path(output).write_text(text, encoding="utf-8", errors="backslashreplace")
    except OSError as problem:
        reason = (problem.strerror or "cannot be written").lower()
        raise ConfigError(f"--output '{output}': {reason}") from problem


def _refuse(message: str) -> int:
    sys.stderr.write(f"{PROGRAM}: {' '.join(message.split())}\n")
    return CANNOT_TELL_STATUS


def _apology(problem: Exception) -> str:
    return (
        f"stopped by a mistake of its own, {type(problem).__name__}: {problem}; "
        "set HEADGATE_LINT_DEBUG=1 to see where, and please report it"
    )

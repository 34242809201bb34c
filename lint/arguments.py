"""What may be typed after `headgate-lint`, and what to say when it is something else."""

import argparse
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import NoReturn

from lint.config import PG_VERSIONS, SEVERITIES, nearest
from lint.finding import Severity
from lint.migration import Transactions
from lint.sources.roots import TOOLS

PROGRAM = "headgate-lint"
FORMATS = ("text", "json", "sarif", "github", "gitlab", "junit", "markdown")
EXPLAIN_FORMATS = ("text", "json")
COMMANDS = ("check", "explain", "rules")
USAGE_STATUS = 2

_UNRECOGNISED = re.compile(r"unrecognized arguments: (\S+)")
_NOT_A_COMMAND = re.compile(r"argument COMMAND: invalid choice: '([^']*)'")


class Parser(argparse.ArgumentParser):
    """A parser that answers a mistake with one line."""

    def error(self, message: str) -> NoReturn:
        """Say what was wrong, what may have been meant, and end with status 2."""
        sys.stderr.write(f"{PROGRAM}: {self._in_one_line(message)}\n")
        sys.exit(USAGE_STATUS)

    def _in_one_line(self, message: str) -> str:
        if unrecognised := _UNRECOGNISED.match(message):
            if not unrecognised[1].startswith("-"):
                return f"'{unrecognised[1]}' is one argument too many"
            return f"unknown option '{unrecognised[1]}'; {self._meant(unrecognised[1])}"
        if other := _NOT_A_COMMAND.match(message):
            return f"unknown command '{other[1]}'; {nearest(other[1], COMMANDS)}"
        return message.removeprefix("argument ").replace("\n", " ")

    def _meant(self, option: str) -> str:
        written = option.partition("=")[0]
        return nearest(written, sorted({name for name in _options(self) if name[:2] == "--"}))


def _options(parser: argparse.ArgumentParser) -> Iterator[str]:
    """Yield the options of a parser and of its commands' parsers."""
    for action in parser._actions:  # noqa: SLF001 - argparse tells nobody what it knows
        yield from action.option_strings
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - the same
            for command in action.choices.values():
                yield from _options(command)


def build_parser() -> Parser:
    """Return the parser of the whole command line."""
    parser = Parser(
        prog=PROGRAM,
        description="Says what PostgreSQL migrations do to a running database, "
        "and stops the ones that block, lose data or break clients.",
        epilog="Exit status: 0 nothing to stop for, 1 findings, 2 cannot tell.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="store_true", help="print the version and leave")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=Parser)
    _add_check(commands.add_parser("check", help="find what is dangerous", allow_abbrev=False))
    explain = commands.add_parser(
        "explain",
        help="what each statement does: locks, rewrites, scans, index builds",
        allow_abbrev=False,
    )
    _add_explain(explain)
    rules = commands.add_parser("rules", help="the rules, or one rule's page", allow_abbrev=False)
    rules.add_argument("code", nargs="?", metavar="CODE", help="as HG201, or its name")
    return parser


def _add_check(parser: argparse.ArgumentParser) -> None:
    _add_input(parser)
    parser.add_argument("--format", type=one_of("format", FORMATS), help=_list(FORMATS))
    _add_output(parser)
    baseline = parser.add_mutually_exclusive_group()
    baseline.add_argument("--baseline", metavar="FILE", help="hold back the findings in it")
    baseline.add_argument("--write-baseline", metavar="FILE", help="write the findings into it")
    parser.add_argument("--select", metavar="CODES", type=codes, help="only these, as HG2,HG401")
    parser.add_argument("--ignore", metavar="CODES", type=codes, help="all but these")
    parser.add_argument(
        "--fail-on",
        metavar="SEVERITY",
        type=severity,
        help=f"{_list(SEVERITIES)}: exit with 1 from there on; error if not said",
    )


def _add_explain(parser: argparse.ArgumentParser) -> None:
    _add_input(parser)
    parser.add_argument("--format", type=one_of("format", EXPLAIN_FORMATS), help="text or json")
    _add_output(parser)


def _add_input(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths", nargs="*", metavar="PATH", help="folders or files; - is standard input"
    )
    parser.add_argument(
        "--since", metavar="REF", help="only what the branch adds since REF; the rest is known"
    )
    start = parser.add_mutually_exclusive_group()
    start.add_argument("--schema", metavar="DUMP.sql", help="start from a pg_dump --schema-only")
    start.add_argument("--database", metavar="URL", help="start from a live database's catalog")
    parser.add_argument(
        "--pg-version", metavar="14..18", type=pg_version, help="the server's major version"
    )
    parser.add_argument("--tool", type=one_of("tool", tuple(TOOLS)), help=_list(tuple(TOOLS)))
    modes = tuple(each.value for each in Transactions)
    parser.add_argument(
        "--transactions",
        metavar="MODE",
        type=one_of("transactions", modes),
        help=f"{_list(modes)}: where the tool's own rule does not hold",
    )
    parser.add_argument(
        "--python", metavar="PATH", help="the project's interpreter, for Alembic and Django"
    )


def _add_output(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--output", metavar="FILE", help="write there instead of the terminal")


def one_of(name: str, known: Sequence[str]) -> Callable[[str], str]:
    """Return a type that takes one of the names, and else names the nearest."""

    def take(value: str) -> str:
        if value not in known:
            raise argparse.ArgumentTypeError(f"unknown {name} '{value}'; {nearest(value, known)}")
        return value

    return take


def codes(value: str) -> tuple[str, ...]:
    """Return the codes of a list with commas."""
    return tuple(each.strip() for each in value.split(",") if each.strip())


def severity(value: str) -> Severity:
    """Return a severity by its name."""
    if value not in SEVERITIES:
        message = f"unknown severity '{value}'; {nearest(value, SEVERITIES)}"
        raise argparse.ArgumentTypeError(message)
    return Severity[value.upper()]


def pg_version(value: str) -> int:
    """Return a major version that the linter knows."""
    if not value.isascii() or not value.isdigit() or int(value) not in PG_VERSIONS:
        message = f"'{value}' is not a major version from {PG_VERSIONS[0]} to {PG_VERSIONS[-1]}"
        raise argparse.ArgumentTypeError(message)
    return int(value)


def _list(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}"

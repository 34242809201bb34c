"""sqitch: a plan, and a deploy and a revert script for each change in it.

The plan says the order (https://sqitch.org/docs/manual/sqitch-plan/ and sqitchchanges). A deploy
script is run by psql as it is: there is no transaction but the one that the script opens, and the
template that `sqitch add` fills has BEGIN and COMMIT in it (https://sqitch.org/docs/manual/
sqitchtutorial/). A change that was reworked is in the plan twice; the script of the earlier one is
`deploy/<change>@<tag>.sql`.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from lint.migration import Down, Migration, Positions, SourceError, Transactions
from lint.record import Record
from lint.sources.files import Folder, read_text
from lint.sources.options import Options

NAME = "sqitch"
SUBFOLDERS = ("sqitch", "db", "sql")

_PLAN = "sqitch.plan"
_SETTINGS = "sqitch.conf"
_STEP = re.compile(r"^\s*[+]?(?P<name>[^\s@%#\-+][^\s@]*)(?=\s|$)")
_TAG = re.compile(r"^\s*@(?P<name>\S+)")


class Change(Record):
    """One change of the plan: its name, and the tag that keeps its script if it was reworked."""

    name: str
    line: int
    tag: str | None = None

    @property
    def script(self) -> str:
        """The name of its script, without the suffix."""
        return self.name if self.tag is None else f"{self.name}@{self.tag}"


class Layout(Record):
    """Where a project keeps its scripts."""

    deploy: Path
    revert: Path
    extension: str


def is_root(folder: Folder) -> bool:
    """Tell whether the folder has a plan."""
    return _PLAN in folder.files


def load(folder: Path, options: Options) -> Iterator[Migration | SourceError]:
    """Yield the deploy script of each change, in the plan's order."""
    plan = folder / _PLAN
    layout = _layout(folder)
    for change in changes(read_text(plan)):
        path = layout.deploy / f"{change.script}.{layout.extension}"
        if not path.exists():
            message = f"change '{change.name}' has no script {path}"
            yield SourceError(message, path=str(plan), line=change.line)
            continue
        try:
            yield _migration(change, path, layout, options)
        except SourceError as problem:
            yield problem


def from_text(text: str, path: str, options: Options) -> Migration:
    """Return a script that stands alone."""
    transactions = options.transactions or Transactions.SEPARATE
    return Migration(Path(path).stem.strip("<>"), path, text, transactions, Positions(text))


def changes(plan: str) -> list[Change]:
    """Return the changes of a plan in their order."""
    found: list[Change] = []
    latest: dict[str, int] = {}
    tag: str | None = None
    for number, line in enumerate(plan.splitlines(), start=1):
        if tagged := _TAG.match(line):
            tag = tagged["name"]
        elif step := _STEP.match(line):
            name = step["name"]
            if name in latest:
                before = found[latest[name]]
                found[latest[name]] = Change(name, before.line, tag)
            latest[name] = len(found)
            found.append(Change(name, number))
    return found


def _migration(change: Change, path: Path, layout: Layout, options: Options) -> Migration:
    sql = read_text(path)
    revert = layout.revert / f"{change.script}.{layout.extension}"
    down = Down.PRESENT if revert.exists() else Down.ABSENT
    transactions = options.transactions or Transactions.SEPARATE
    positions = Positions(sql)
    return Migration(
        change.script,
        str(path),
        sql,
        transactions,
        positions,
        down=down,
        is_placed_by_name=False,
    )


def _layout(folder: Path) -> Layout:
    import configparser  # noqa: PLC0415 - every check asks if a folder is sqitch's, few are

    settings = configparser.ConfigParser(strict=False, interpolation=None, allow_no_value=True)
    path = folder / _SETTINGS
    if path.is_file():
        try:
            settings.read_string(re.sub(r"^[ \t]+", "", read_text(path), flags=re.MULTILINE))
        except configparser.Error as problem:
            message = f"not a sqitch configuration: {problem.message.splitlines()[0].lower()}"
            raise SourceError(message, path=str(path)) from problem
    core = settings["core"] if settings.has_section("core") else {}
    top = folder / (core.get("top_dir") or ".")
    return Layout(
        folder / core["deploy_dir"] if core.get("deploy_dir") else top / "deploy",
        folder / core["revert_dir"] if core.get("revert_dir") else top / "revert",
        core.get("extension") or "sql",
    )

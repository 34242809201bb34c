"""What is configured: `headgate-lint.toml`, or `[tool.headgate-lint]` in pyproject.toml.

The file is looked for in the folder the command runs in and in those above it, up to the
repository's root; paths in it are relative to it. What the command line says wins.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from lint.finding import Severity
from lint.migration import Transactions
from lint.record import KeywordRecord, Record
from lint.sources.roots import TOOLS

FILE = "headgate-lint.toml"
PROJECT = "pyproject.toml"
SECTION = "tool.headgate-lint"
PG_VERSIONS = range(14, 19)
SEVERITIES = tuple(str(each) for each in Severity)


class ConfigError(Exception):
    """The configuration, or a baseline, cannot be used as it is: one line says why."""


class PathRules(Record):
    """What is different for the files that a pattern matches."""

    pattern: str
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    is_linted: bool = True


class Config(KeywordRecord):
    """What may be configured; None where nothing is."""

    folder: Path = Path()
    paths: tuple[str, ...] = ()
    tool: str | None = None
    transactions: Transactions | None = None
    python: str | None = None
    pg_version: int | None = None
    schema: str | None = None
    baseline: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: Severity | None = None
    per_path: tuple[PathRules, ...] = ()

    def for_path(self, path: str) -> Iterator[PathRules]:
        """Yield what is different for a file, in the order in which it is written."""
        relative = PurePosixPath(os.path.relpath(path, self.folder).replace("\\", "/"))
        return (each for each in self.per_path if matches(relative, each.pattern))


def matches(path: PurePosixPath, pattern: str) -> bool:
    """Tell whether a pattern covers a path: itself, a folder above it, or a glob with `**`."""
    folders = [path, *path.parents]
    return any(_matches_whole(each.parts, PurePosixPath(pattern).parts) for each in folders[:-1])


def _matches_whole(parts: Sequence[str], patterns: Sequence[str]) -> bool:
    if not patterns:
        return not parts
    if patterns[0] == "**":
        return any(_matches_whole(parts[skip:], patterns[1:]) for skip in range(len(parts) + 1))
    if not parts or not PurePosixPath(parts[0]).match(patterns[0]):
        return False
    return _matches_whole(parts[1:], patterns[1:])


def read_config(start: Path) -> Config:
    """Return the configuration that holds for a folder; an empty one where there is none."""
    for folder in [start, *start.parents]:
        if (folder / FILE).is_file():
            return parse_config(_load(folder / FILE), folder, FILE)
        if (folder / PROJECT).is_file():
            tools = _load(folder / PROJECT).get("tool", {})
            if isinstance(tools, dict) and "headgate-lint" in tools:
                return parse_config(tools["headgate-lint"], folder, f"{PROJECT} [{SECTION}]")
        if (folder / ".git").exists():
            break
    return Config()


def _load(path: Path) -> dict[str, object]:
    import tomllib  # noqa: PLC0415 - 4 ms of the cold start, where there is no file to read

    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise ConfigError(f"{path.name}: not valid TOML: {_lower(str(problem))}") from problem
    except OSError as problem:
        reason = (problem.strerror or "cannot be read").lower()
        raise ConfigError(f"{path.name}: {reason}") from problem


def parse_config(written: object, folder: Path, name: str) -> Config:
    """Return the configuration that a table says; raise `ConfigError` for what it cannot say."""
    table = _Table(written, name)
    table.refuse_unknown(
        "paths",
        "tool",
        "transactions",
        "python",
        "pg-version",
        "schema",
        "baseline",
        "select",
        "ignore",
        "fail-on",
        "per-path",
    )
    fail_on = table.choice("fail-on", SEVERITIES)
    transactions = table.choice("transactions", [each.value for each in Transactions])
    return Config(
        folder=folder,
        paths=tuple(_under(folder, path) for path in table.texts("paths")),
        tool=_tool(table.text("tool"), name),
        transactions=Transactions(transactions) if transactions else None,
        python=_program(folder, table.text("python")),
        pg_version=table.whole("pg-version", PG_VERSIONS),
        schema=_under_or_none(folder, table.text("schema")),
        baseline=_under_or_none(folder, table.text("baseline")),
        select=table.texts("select"),
        ignore=table.texts("ignore"),
        fail_on=Severity[fail_on.upper()] if fail_on else None,
        per_path=tuple(_per_path(table)),
    )


def _per_path(table: "_Table") -> Iterator[PathRules]:
    for pattern, entry in table.inner("per-path"):
        entry.refuse_unknown("select", "ignore", "lint")
        select = entry.texts("select") if "select" in entry.values else None
        yield PathRules(pattern, select, entry.texts("ignore"), entry.flag("lint", default=True))


class _Table:
    """A TOML table that says what is wrong with it."""

    def __init__(self, written: object, name: str) -> None:
        if not isinstance(written, dict):
            raise ConfigError(f"{name}: must be a table, not {_kind(written)}")
        self.values: Mapping[str, object] = written
        self.name = name

    def refuse_unknown(self, *known: str) -> None:
        for key in self.values:
            if key not in known:
                raise ConfigError(f"{self.name}: unknown key '{key}'; {nearest(key, known)}")

    def text(self, key: str) -> str | None:
        value = self.values.get(key)
        if value is not None and not isinstance(value, str):
            raise self._wrong(key, "a string")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise self._wrong(key, "a list of strings")
        return tuple(value)

    def whole(self, key: str, allowed: range) -> int | None:
        value = self.values.get(key)
        if value is None:
            return None
        if not isinstance(value, int) or value not in allowed:
            raise self._wrong(key, f"a whole number from {allowed.start} to {allowed.stop - 1}")
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        value = self.values.get(key, default)
        if not isinstance(value, bool):
            raise self._wrong(key, "true or false")
        return value

    def choice(self, key: str, known: Sequence[str]) -> str | None:
        value = self.text(key)
        if value is not None and value not in known:
            raise ConfigError(f"{self.name}: unknown {key} '{value}'; {nearest(value, known)}")
        return value

    def inner(self, key: str) -> Iterator[tuple[str, "_Table"]]:
        tables = self.values.get(key, {})
        if not isinstance(tables, dict):
            raise self._wrong(key, "a table")
        for name, table in tables.items():
            yield name, _Table(table, f'{self.name} {key}."{name}"')

    def _wrong(self, key: str, expected: str) -> ConfigError:
        return ConfigError(
            f"{self.name}: '{key}' must be {expected}, not {_kind(self.values[key])}"
        )


def nearest(name: str, known: Sequence[str]) -> str:
    """Return what may have been meant; all that is known where nothing is near."""
    from difflib import get_close_matches  # noqa: PLC0415 - only a mistake needs it

    begun = [each for each in known if name and each.startswith(name)]
    near = begun[:1] or get_close_matches(name, known, n=1, cutoff=0.65)
    return f"did you mean '{near[0]}'?" if near else f"known are {', '.join(known)}"


def _tool(tool: str | None, name: str) -> str | None:
    if tool is not None and tool not in TOOLS:
        raise ConfigError(f"{name}: unknown tool '{tool}'; {nearest(tool, tuple(TOOLS))}")
    return tool


def _under(folder: Path, path: str) -> str:
    return os.path.relpath(folder / path)


def _under_or_none(folder: Path, path: str | None) -> str | None:
    return None if path is None else _under(folder, path)


def _program(folder: Path, python: str | None) -> str | None:
    """Return an interpreter: a path from the configuration's folder, or a command's name."""
    if python is None or os.sep not in python:
        return python
    return str(folder / python)


def _kind(value: object) -> str:
    return f"{value!r}" if isinstance(value, str | int | float | bool) else type(value).__name__


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]

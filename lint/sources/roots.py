"""Finds which tool's migrations a folder holds, or a file belongs to.

A folder is asked of each tool in turn; where it holds none itself, the places below it where the
tools keep theirs are asked. A file is looked for in the folders above it.
"""

import importlib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Protocol, cast

from lint.migration import Migration, SourceError
from lint.record import Record
from lint.sources import plain_sql
from lint.sources.files import Folder, forget_folders, look_into
from lint.sources.options import Options

TOOLS = {
    "alembic": "lint.sources.alembic",
    "django": "lint.sources.django",
    "prisma": "lint.sources.prisma",
    "drizzle": "lint.sources.drizzle",
    "supabase": "lint.sources.supabase",
    "flyway": "lint.sources.flyway",
    "golang-migrate": "lint.sources.golang_migrate",
    "sqitch": "lint.sources.sqitch",
    "dbmate": "lint.sources.dbmate",
    "goose": "lint.sources.goose",
    "sql": "lint.sources.plain_sql",
}
"""Each tool's module, in the order in which they are asked; plain SQL claims what is left."""

PYTHON_TOOLS = frozenset({"alembic", "django"})
"""Those whose migrations are Python."""

_LEVELS_UP = 3


class Source(Protocol):
    """What the module of a tool offers."""

    NAME: str
    SUBFOLDERS: tuple[str, ...]

    def is_root(self, folder: Folder) -> bool:
        """Tell whether a folder is where this tool keeps its migrations."""

    def load(self, folder: Path, options: Options) -> Iterable[Migration | SourceError]:
        """Yield the migrations in the order in which the tool applies them."""


class Root(Record):
    """A folder of one tool's migrations."""

    tool: str
    path: Path


def forget() -> None:
    """Make the next question about a folder a fresh one."""
    forget_folders()
    _is_root.cache_clear()


def find_root(path: Path, tool: str | None = None) -> Root:
    """Return the folder of migrations at a path or below it.

    A tool's own marks come before loose .sql files, and the usual places before any folder.
    """
    if not path.exists():
        raise SourceError("no such file or folder", path=str(path))
    names = [tool] if tool else [name for name in TOOLS if name != plain_sql.NAME]
    for name in names:
        if _is_root(name, path):
            return Root(name, path)
    below = _roots_below(path, names)
    if not below and tool is None:
        below = _plain_roots(path)
    if not below:
        raise _nothing_in(path, tool)
    if len({root.tool for root in below}) > 1:
        raise _several_in(path, below)
    return below[0]


def _roots_below(path: Path, names: Sequence[str]) -> list[Root]:
    """Return the roots in the places where the tools keep theirs."""
    found: dict[Path, Root] = {}
    for name in names:
        for subfolder in source_of(name).SUBFOLDERS:
            folder = look_into(path / subfolder)
            if (folder.files or folder.folders) and _is_root(name, folder.path):
                found.setdefault(folder.path, Root(name, folder.path))
    return list(found.values())


def _plain_roots(path: Path) -> list[Root]:
    """Return the folder, or the usual place below it.

    What is not numbered (schema.sql, seed.sql) is no migration where there is such a place.
    """
    below = _roots_below(path, [plain_sql.NAME])
    loose = look_into(path).named(".sql")
    if loose and (not below or any(name[0].isdigit() for name in loose)):
        return [Root(plain_sql.NAME, path)]
    if not below and _is_root(plain_sql.NAME, path):
        return [Root(plain_sql.NAME, path)]
    return below


def root_of_file(file: Path, tool: str | None) -> Root | None:
    """Return the history that a file belongs to; None for a file that stands alone."""
    names = [tool] if tool else [name for name in TOOLS if name != "sql"]
    for path in _folders_above(file):
        folder = look_into(path)
        for name in names:
            if name != "sql" and _owns(name, file) and _is_root(name, folder.path):
                return Root(name, folder.path)
    return None


def _folders_above(file: Path) -> list[Path]:
    """Return the nearest folders above a file, past the one that the command runs in."""
    named = list(file.parents)[:_LEVELS_UP]
    beyond = 0 if file.is_absolute() else _LEVELS_UP - len(named)
    return [*named, *(Path(*[".."] * up) for up in range(1, beyond + 1))]


def _owns(name: str, file: Path) -> bool:
    """Tell whether a tool's migrations are files of this kind."""
    return file.suffix == (".py" if name in PYTHON_TOOLS else ".sql")


@lru_cache(maxsize=1024)
def _is_root(name: str, path: Path) -> bool:
    return source_of(name).is_root(look_into(path))


def source_of(name: str) -> Source:
    """Return what a tool's module offers."""
    return cast("Source", module_of(name))


def module_of(name: str) -> ModuleType:
    """Return a tool's module, imported when it is asked for."""
    return importlib.import_module(TOOLS[name])


def _nothing_in(path: Path, tool: str | None) -> SourceError:
    if tool:
        message = f"no {tool} migrations in it"
    else:
        message = "no migrations in it: no .sql files, and nothing of a known migration tool"
    return SourceError(message, path=str(path))


def _several_in(path: Path, roots: Sequence[Root]) -> SourceError:
    names = " and ".join(f"{root.tool} ({root.path})" for root in roots)
    message = f"holds migrations of {names}; name one of the folders, or a tool with --tool"
    return SourceError(message, path=str(path))

"""Finds which tool's migrations a path holds, and reads them.

A folder is asked of each tool in turn; where it holds none itself, the places below it where the
tools keep theirs are asked. A file is first looked for in the history it belongs to: the named file
is linted, what comes before it is replayed. A plain .sql file has no history, so it stands alone.
"""

import importlib
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Protocol, cast

from lint.migration import Migration, SourceError
from lint.record import Record
from lint.sources import plain_sql
from lint.sources.files import Folder, decode, forget_folders, look_into, read_text
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

STDIN = "-"
_SHOWN_STDIN = "<stdin>"
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


class History(Record):
    """The migrations of the paths that were asked for, and what could not be read."""

    migrations: tuple[Migration, ...] = ()
    errors: tuple[SourceError, ...] = ()
    is_whole: bool = False
    """Whether it is all of one folder's history, so that nothing of the schema came before."""

    def but_lint(self, is_linted: Callable[[str], bool]) -> "History":
        """Return the same history, with only the chosen paths linted.

        What cannot be read of the rest is left out: it would be silently missing from the catalog,
        where what is not known counts as old, big and busy.
        """
        migrations = tuple(
            each.but(is_linted=each.is_linted and is_linted(each.path)) for each in self.migrations
        )
        errors = tuple(each for each in self.errors if is_linted(each.path))
        return self.but(migrations=migrations, errors=errors)


def read(paths: Sequence[str], tool: str | None, options: Options) -> History:
    """Return the history that the paths hold."""
    forget_folders()  # a run sees the folders as they are now
    _is_root.cache_clear()
    found: list[Migration | SourceError] = []
    groups = list(_grouped(paths, tool))
    for group in groups:
        try:
            found.extend(_read_group(group, tool, options))
        except SourceError as problem:
            found.append(problem)
    return History(
        tuple(each for each in found if isinstance(each, Migration)),
        tuple(each for each in found if isinstance(each, SourceError)),
        is_whole=len(groups) == 1 and _is_whole(groups[0], tool),
    )


class _Group(Record):
    """A folder, or the files of one folder that were named, or standard input."""

    path: str
    files: tuple[str, ...] = ()


def _grouped(paths: Sequence[str], tool: str | None) -> Iterator[_Group]:
    """Yield the paths; files that belong to one history, or to none, together."""
    files: dict[str, list[str]] = {}
    for path in paths:
        if path == STDIN or not os.path.isfile(path):  # noqa: PTH113 - a thousand Paths cost 10 ms
            yield _Group(path)
            continue
        root = _root_of_file(Path(path), tool)
        files.setdefault(str(root.path) if root else "", []).append(path)
    for root_path, named in files.items():
        yield _Group(root_path, tuple(named))


def _is_whole(group: "_Group", tool: str | None) -> bool:
    """Tell whether a group holds a history from its start.

    A Supabase project begins with schemas that Supabase makes (auth, storage), and files that stand
    alone begin with whatever is there.
    """
    if group.path in {"", STDIN} or not os.path.exists(group.path):  # noqa: PTH110 - see above
        return False
    try:
        return find_root(Path(group.path), tool).tool != "supabase"
    except SourceError:
        return False


def _read_group(
    group: _Group, tool: str | None, options: Options
) -> Iterable[Migration | SourceError]:
    if group.path == STDIN:
        return [_read_stdin(tool, options)]
    if not group.path:
        return _read_files([Path(file) for file in group.files], tool, options)
    root = find_root(Path(group.path), tool)
    found = list(_source(root.tool).load(root.path, options))
    if not group.files:
        return found or [SourceError(f"no {root.tool} migrations in it", path=str(root.path))]
    return _only(found, group.files)


def _only(
    found: list[Migration | SourceError], files: Sequence[str]
) -> Iterator[Migration | SourceError]:
    """Yield the history up to the last named file, with only the named files linted."""
    named = {os.path.realpath(file) for file in files}
    is_named = [os.path.realpath(each.path) in named for each in found]
    last = max((index for index, chosen in enumerate(is_named) if chosen), default=-1)
    for each, chosen in list(zip(found, is_named, strict=True))[: last + 1]:
        if isinstance(each, Migration):
            yield each if chosen else each.but(is_linted=False)
        elif chosen:
            yield each
    known = {os.path.realpath(each.path) for each in found}
    for file in files:
        if os.path.realpath(file) not in known and not _is_way_back(Path(file)):
            yield SourceError("not one of the migrations in its folder", path=file)


def _is_way_back(file: Path) -> bool:
    """Tell whether a file undoes a migration: a hook may name it, and nothing of it is linted."""
    if file.parent.name in {"revert", "verify"}:
        return True
    return (
        re.search(r"(^U[\d._]+__.*|(^|\.)(down|undo|revert|rollback))\.sql$", file.name) is not None
    )


def _read_stdin(tool: str | None, options: Options) -> Migration:
    sql = decode(sys.stdin.buffer.read(), _SHOWN_STDIN)
    return _from_text(sql, "stdin", _SHOWN_STDIN, tool, options)


def _read_files(
    files: Sequence[Path], tool: str | None, options: Options
) -> Iterator[Migration | SourceError]:
    for file in files:
        try:
            yield _from_text(read_text(file), file.stem, str(file), tool, options)
        except SourceError as problem:
            yield problem


def _from_text(sql: str, identity: str, path: str, tool: str | None, options: Options) -> Migration:
    """Return a script that stands alone, read as its tool reads it."""
    name = tool or _tool_of_text(sql)
    if name == plain_sql.NAME:
        return plain_sql.from_text(sql, identity, path, options)
    if name in _PYTHON_TOOLS - {"django"}:
        message = f"{name} migrations are Python; name the file or its folder"
        raise SourceError(message, path=path)
    from_text = cast("Callable[[str, str, Options], Migration]", _source_module(name).from_text)
    return from_text(sql, path, options)


def _tool_of_text(sql: str) -> str:
    if "migrate:up" in sql and _is_text_of("dbmate", sql):
        return "dbmate"
    if "+goose" in sql and _is_text_of("goose", sql):
        return "goose"
    return "sql"


def _is_text_of(name: str, sql: str) -> bool:
    is_ours = cast("Callable[[str], bool]", _source_module(name).is_ours)
    return is_ours(sql)


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
        for subfolder in _source(name).SUBFOLDERS:
            folder = look_into(path / subfolder)
            if (folder.files or folder.folders) and _is_root(name, folder.path):
                found.setdefault(folder.path, Root(name, folder.path))
    return list(found.values())


def _plain_roots(path: Path) -> list[Root]:
    if look_into(path).named(".sql"):
        return [Root(plain_sql.NAME, path)]
    below = _roots_below(path, [plain_sql.NAME])
    if not below and _is_root(plain_sql.NAME, path):
        return [Root(plain_sql.NAME, path)]
    return below


def _root_of_file(file: Path, tool: str | None) -> Root | None:
    """Return the history that a file belongs to; None for a file that stands alone."""
    names = [tool] if tool else [name for name in TOOLS if name != "sql"]
    for up in range(1, _LEVELS_UP + 1):
        parents = file.parents
        if len(parents) < up:
            break
        folder = look_into(parents[up - 1])
        for name in names:
            if name != "sql" and _owns(name, file) and _is_root(name, folder.path):
                return Root(name, folder.path)
    return None


_PYTHON_TOOLS = frozenset({"alembic", "django"})


def _owns(name: str, file: Path) -> bool:
    """Tell whether a tool's migrations are files of this kind."""
    return file.suffix == (".py" if name in _PYTHON_TOOLS else ".sql")


@lru_cache(maxsize=1024)
def _is_root(name: str, path: Path) -> bool:
    return _source(name).is_root(look_into(path))


def _source(name: str) -> Source:
    return cast("Source", _source_module(name))


def _source_module(name: str) -> ModuleType:
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

"""From paths to migrations.

A folder holds a whole history. A file is read in the history it belongs to: the named file is
linted, what comes before it is replayed. A plain .sql file has no history, so it stands alone.
"""

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import cast

from lint.migration import Migration, SourceError
from lint.record import Record
from lint.sources import plain_sql
from lint.sources.files import decode, read_text
from lint.sources.options import Options
from lint.sources.roots import PYTHON_TOOLS, find_root, forget, module_of, root_of_file, source_of

STDIN = "-"
_SHOWN_STDIN = "<stdin>"


class History(Record):
    """The migrations of the paths that were asked for, and what could not be read."""

    migrations: tuple[Migration, ...] = ()
    errors: tuple[SourceError, ...] = ()
    is_whole: bool = False
    """Whether it is all of one folder's history, so that nothing of the schema came before."""

    def but_lint(self, is_linted: Callable[[str], bool]) -> "History":
        """Return the same history, with only the chosen paths linted; the rest is applied.

        What cannot be read of the rest is left out: it would be silently missing from the catalog,
        where what is not known counts as old, big and busy.
        """
        migrations = tuple(
            each.but(is_linted=each.is_linted and is_linted(each.path)) for each in self.migrations
        )
        errors = tuple(
            each
            for each in self.errors
            if is_linted(each.path) or not Path(each.path).is_file()  # of the history as a whole
        )
        return self.but(migrations=migrations, errors=errors)

    def but_leave(self, is_left: Callable[[str], bool]) -> "History":
        """Return the same history, with the chosen paths not linted; they need not be applied."""
        left = self.but_lint(lambda path: not is_left(path))
        migrations = tuple(
            each.but(is_placed_by_name=False) if is_left(each.path) else each
            for each in left.migrations
        )
        return left.but(migrations=migrations)


def read(paths: Sequence[str], tool: str | None, options: Options) -> History:
    """Return the history that the paths hold."""
    forget()  # a run sees the folders as they are now
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
        if path == STDIN or not _is_file(path):
            yield _Group(path)
            continue
        root = root_of_file(Path(path), tool)
        files.setdefault(str(root.path) if root else "", []).append(path)
    for root_path, named in files.items():
        yield _Group(root_path, tuple(named))


def _is_file(path: str) -> bool:
    """Tell whether a path is there to be read: a file, or the pipe of a shell's `<(...)`."""
    if not path:
        raise SourceError("no such file or folder", path="''")
    # A thousand Paths cost 10 ms.
    return os.path.exists(path) and not os.path.isdir(path)  # noqa: PTH110, PTH112


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
    found = list(source_of(root.tool).load(root.path, options))
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
        if file.suffix == ".py":
            yield SourceError("a Python file of no known migration tool", path=str(file))
            continue
        try:
            yield _from_text(read_text(file), file.stem, str(file), tool, options)
        except SourceError as problem:
            yield problem


def _from_text(sql: str, identity: str, path: str, tool: str | None, options: Options) -> Migration:
    """Return a script that stands alone, read as its tool reads it."""
    name = tool or _tool_of_text(sql)
    if name == plain_sql.NAME:
        return plain_sql.from_text(sql, identity, path, options)
    if name in PYTHON_TOOLS - {"django"}:
        message = f"{name} migrations are Python; name the file or its folder"
        raise SourceError(message, path=path)
    from_text = cast("Callable[[str, str, Options], Migration]", module_of(name).from_text)
    return from_text(sql, path, options)


def _tool_of_text(sql: str) -> str:
    if "migrate:up" in sql and _is_text_of("dbmate", sql):
        return "dbmate"
    if "+goose" in sql and _is_text_of("goose", sql):
        return "goose"
    return "sql"


def _is_text_of(name: str, sql: str) -> bool:
    is_ours = cast("Callable[[str], bool]", module_of(name).is_ours)
    return is_ours(sql)

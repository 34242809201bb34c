"""Runs Alembic revisions in a process of their own, and reads what they would have sent."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict, cast

from lint.migration import Migration, SourceError, Transactions
from lint.sources.files import Folder, look_into, read_text
from lint.sources.guest import run_guest
from lint.sources.options import Options
from lint.sources.revision import CONTROL, Emitted, offset_of, revision_down, revision_sql

_INI = "alembic.ini"
_LEVELS_UP = 3

Place = tuple[int, int, int, int]


class _Problem(TypedDict, total=False):
    message: str
    path: str
    line: int


class _Statement(TypedDict):
    sql: str
    place: Place


class _Revision(TypedDict):
    id: str
    path: str
    statements: list[_Statement]
    error: _Problem


class _Found(TypedDict, total=False):
    broken: _Problem
    heads: list[str]
    transaction_per_migration: bool
    revisions: list[_Revision]


def revisions(folder: Path, options: Options) -> Iterator[Migration | SourceError]:
    """Yield each revision from the first to the head."""
    environment, configuration = _locate(look_into(folder))
    home = configuration.parent if configuration else environment
    settings = str(configuration.resolve()) if configuration else ""
    arguments = [str(environment.resolve()), settings]
    printed = run_guest("alembic", "print_alembic.py", arguments, options.python, home)
    found = cast("_Found", printed)
    if "broken" in found:
        yield _broken(found["broken"], environment)
        return
    if len(found["heads"]) > 1:
        yield _two_heads(found["heads"], environment)
    shared = Transactions.WRAPPED if found["transaction_per_migration"] else Transactions.JOINED
    for revision in found["revisions"]:
        yield from _read(revision, options.transactions or shared)


def _locate(folder: Folder) -> tuple[Path, Path | None]:
    """Return the folder with env.py, and the file that configures Alembic if there is one."""
    is_versions = folder.path.resolve().name == "versions"
    start = Path(os.path.normpath(folder.path / "..")) if is_versions else folder.path
    for parent in [start, *(start.joinpath(*[".."] * up) for up in range(1, _LEVELS_UP + 1))]:
        if (parent / _INI).is_file():
            return start, parent / _INI
        project = parent / "pyproject.toml"
        if project.is_file() and "[tool.alembic]" in read_text(project):
            return start, project
    return start, None


def _read(revision: _Revision, shared: Transactions) -> Iterator[Migration | SourceError]:
    path = Path(os.path.relpath(revision["path"]))
    try:
        text = read_text(path)
    except SourceError as problem:
        yield problem
        return
    if error := revision["error"]:
        message = f"revision {revision['id']}: {error['message']}"
        yield SourceError(message, path=str(path), line=error["line"] or None)
    yield _migration(revision, path, text, shared)


def _migration(revision: _Revision, path: Path, text: str, shared: Transactions) -> Migration:
    emitted = [_emitted(statement, text) for statement in revision["statements"]]
    transactions = shared
    if any(CONTROL.match(statement.sql) for statement in emitted):
        # The autocommit block's COMMIT and BEGIN stand in the SQL, so the ends must as well.
        transactions = Transactions.SEPARATE
        ends = emitted[0].start, emitted[-1].end
        first, last = (Emitted("BEGIN;", ends[0], ends[0]), Emitted("COMMIT;", ends[1], ends[1]))
        emitted = [first, *emitted, last]
    sql, positions = revision_sql(text, emitted)
    down = revision_down(text)
    return Migration(
        revision["id"],
        str(path),
        sql,
        transactions,
        positions,
        down=down,
        is_placed_by_name=False,
    )


def _emitted(statement: _Statement, text: str) -> Emitted:
    line, column, end_line, end_column = statement["place"]
    start = offset_of(text, line, column)
    end = offset_of(text, end_line, end_column) if end_column else text.find("\n", start)
    return Emitted(statement["sql"], start, max(start, end))


def _broken(problem: _Problem, environment: Path) -> SourceError:
    path = os.path.relpath(problem["path"]) if problem["path"] else str(environment)
    return SourceError(problem["message"], path=path, line=problem["line"] or None)


def _two_heads(heads: list[str], environment: Path) -> SourceError:
    names = " and ".join(sorted(heads))
    message = (
        f"{len(heads)} heads, {names}: Alembic cannot tell which comes last; run alembic merge"
    )
    return SourceError(message, path=str(environment))

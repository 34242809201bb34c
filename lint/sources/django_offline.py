"""Runs a Django project's migrations in a process of their own, and reads their SQL."""

import ast
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict, cast

from lint.migration import Down, Migration, SourceError, Transactions
from lint.sources.files import read_text
from lint.sources.guest import run_guest
from lint.sources.options import Options
from lint.sources.revision import Emitted, offset_of, revision_sql


class _Statement(TypedDict):
    sql: str
    operation: int


class _Error(TypedDict, total=False):
    message: str
    operation: int


class _Migration(TypedDict):
    id: str
    path: str
    atomic: bool
    reversible: bool
    statements: list[_Statement]
    error: _Error


class _Broken(TypedDict):
    message: str
    path: str
    line: int


class _Found(TypedDict, total=False):
    broken: _Broken
    conflicts: dict[str, list[str]]
    migrations: list[_Migration]


def migrations(project: Path, options: Options) -> Iterator[Migration | SourceError]:
    """Yield the project's migrations, each after those it depends on."""
    found = cast("_Found", run_guest("django", "print_django.py", [], options.python, project))
    if "broken" in found:
        yield _broken(found["broken"], project)
        return
    for app, names in found["conflicts"].items():
        message = f"app '{app}' has {len(names)} last migrations, {' and '.join(names)}; "
        yield SourceError(f"{message}run makemigrations --merge", path=str(project))
    for migration in found["migrations"]:
        yield from _read(migration, project, options)


def _read(
    migration: _Migration, project: Path, options: Options
) -> Iterator[Migration | SourceError]:
    path = Path(os.path.relpath(migration["path"]))
    is_ours = Path(migration["path"]).resolve().is_relative_to(project.resolve())
    is_ours = is_ours and "site-packages" not in path.parts
    try:
        text = read_text(path)
    except SourceError as problem:
        yield problem
        return
    if (error := migration["error"]) and is_ours:
        start, _ = _span_of(error["operation"], _operations(text))
        message = f"migration {migration['id']}: {error['message']}"
        yield SourceError(message, path=str(path), line=text.count("\n", 0, start) + 1)
    shared = Transactions.WRAPPED if migration["atomic"] else Transactions.SEPARATE
    sql, positions = revision_sql(text, _emitted(migration["statements"], text))
    yield Migration(
        migration["id"],
        str(path),
        sql,
        options.transactions or shared,
        positions,
        is_linted=is_ours,
        down=Down.PRESENT if migration["reversible"] else Down.ABSENT,
        is_placed_by_name=False,
    )


def _broken(problem: _Broken, project: Path) -> SourceError:
    path = os.path.relpath(problem["path"]) if problem["path"] else str(project)
    message = f"the project cannot be set up: {problem['message']}"
    return SourceError(message, path=path, line=problem["line"] or None)


def _emitted(statements: list[_Statement], text: str) -> list[Emitted]:
    """Place each statement at the operation that sent it."""
    spans = _operations(text)
    places = [_span_of(statement["operation"], spans) for statement in statements]
    return [
        Emitted(statement["sql"], *place)
        for statement, place in zip(statements, places, strict=True)
    ]


def _span_of(operation: int, spans: list[tuple[int, int]]) -> tuple[int, int]:
    """Return the span of an operation; of all where they are not written as a list."""
    if operation < len(spans):
        return spans[operation]
    return (spans[0][0], spans[-1][1]) if spans else (0, 0)


def _operations(text: str) -> list[tuple[int, int]]:
    """Return the span of each element of the class's `operations = [...]`."""
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return []
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.List):
            names = [target.id for target in node.targets if isinstance(target, ast.Name)]
            if names == ["operations"]:
                return [_span(element, text) for element in node.value.elts]
    return []


def _span(node: ast.expr, text: str) -> tuple[int, int]:
    start = offset_of(text, node.lineno, node.col_offset + 1)
    end = offset_of(text, node.end_lineno or node.lineno, (node.end_col_offset or 0) + 1)
    return start, end

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


class _Migration(TypedDict):
    id: str
    path: str
    atomic: bool
    reversible: bool
    statements: list[_Statement]
    error: str


class _Found(TypedDict, total=False):
    broken: str
    conflicts: dict[str, list[str]]
    migrations: list[_Migration]


def migrations(project: Path, options: Options) -> Iterator[Migration | SourceError]:
    """Yield the project's migrations, each after those it depends on."""
    found = cast("_Found", run_guest("django", "print_django.py", [], options.python, project))
    if "broken" in found:
        yield SourceError(f"the project cannot be set up: {found['broken']}", path=str(project))
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
    if migration["error"] and is_ours:
        yield SourceError(f"migration {migration['id']}: {migration['error']}", path=str(path))
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


def _emitted(statements: list[_Statement], text: str) -> list[Emitted]:
    """Place each statement at the operation that sent it; the rest at the list of operations."""
    spans = _operations(text)
    whole = (spans[0][0], spans[-1][1]) if spans else (0, 0)
    found = []
    for statement in statements:
        index = statement["operation"]
        start, end = spans[index] if 0 <= index < len(spans) else whole
        found.append(Emitted(statement["sql"], start, end))
    return found


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

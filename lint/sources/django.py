"""Django: a project whose migrations are run offline, or what `sqlmigrate` printed.

A migration runs in a transaction of its own unless its class says `atomic = False`; then each
statement runs by itself (https://docs.djangoproject.com/en/stable/howto/writing-migrations/
#non-atomic-migrations). `sqlmigrate` prints the BEGIN and COMMIT, so its output says itself where
the transactions are. A RunPython operation sends nothing that can be known.

Migrations of installed packages are history: they are replayed and not linted.
"""

import ast
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict, cast

from lint.migration import Down, Migration, Positions, SourceError, Transactions
from lint.sources.files import Folder, look_into, read_text
from lint.sources.guest import run_guest
from lint.sources.options import Options
from lint.sources.revision import Emitted, offset_of, revision_sql

NAME = "django"
SUBFOLDERS = ("src", "backend", "app")

_MANAGE = "manage.py"
_LEVELS_UP = 4


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


def is_root(folder: Folder) -> bool:
    """Tell whether the folder is a Django project, or one of its migrations packages."""
    if _MANAGE in folder.files:
        return "django" in read_text(folder.path / _MANAGE)
    is_package = folder.path.name == "migrations" and "__init__.py" in folder.files
    return is_package and _project_of(folder.path) is not None


def load(folder: Path, options: Options) -> Iterator[Migration | SourceError]:
    """Yield the project's migrations, each after those it depends on."""
    project = _project_of(folder) or folder
    found = cast("_Found", run_guest(NAME, "print_django.py", [], options.python, project))
    if "broken" in found:
        yield SourceError(f"the project cannot be set up: {found['broken']}", path=str(project))
        return
    for app, names in found["conflicts"].items():
        message = f"app '{app}' has {len(names)} last migrations, {' and '.join(names)}; "
        yield SourceError(f"{message}run makemigrations --merge", path=str(project))
    for migration in found["migrations"]:
        yield from _read(migration, project, options)


def from_text(sql: str, path: str, options: Options) -> Migration:
    """Return what `sqlmigrate` printed: its BEGIN and COMMIT stand in the text."""
    transactions = options.transactions or Transactions.SEPARATE
    return Migration(Path(path).stem.strip("<>"), path, sql, transactions, Positions(sql))


def _project_of(folder: Path) -> Path | None:
    """Return the folder with manage.py, this one or one above it."""
    for up in range(_LEVELS_UP + 1):
        parent = folder.joinpath(*[".."] * up) if up else folder
        if _MANAGE in look_into(parent).files:
            return parent
    return None


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

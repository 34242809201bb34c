"""Django: a project whose migrations are run offline, or what `sqlmigrate` printed.

A migration runs in a transaction of its own unless its class says `atomic = False`; then each
statement runs by itself (https://docs.djangoproject.com/en/stable/howto/writing-migrations/
#non-atomic-migrations). `sqlmigrate` prints the BEGIN and COMMIT, so its output says itself where
the transactions are. A RunPython operation sends nothing that can be known.

Migrations of installed packages are history: they are replayed and not linted.
"""

from collections.abc import Iterator
from pathlib import Path

from lint.migration import Migration, Positions, SourceError, Transactions
from lint.sources.files import Folder, look_into, read_text
from lint.sources.options import Options

NAME = "django"
SUBFOLDERS = ("src", "backend", "app")

_MANAGE = "manage.py"
_LEVELS_UP = 4


def is_root(folder: Folder) -> bool:
    """Tell whether the folder is a Django project, or one of its migrations packages."""
    if _MANAGE in folder.files:
        return "django" in read_text(folder.path / _MANAGE)
    if "__init__.py" not in folder.files:
        return False
    return folder.path.resolve().name == "migrations" and _project_of(folder.path) is not None


def load(folder: Path, options: Options) -> Iterator[Migration | SourceError]:
    """Yield the project's migrations, each after those it depends on."""
    from lint.sources.django_offline import migrations  # noqa: PLC0415 - runs a process

    return migrations(_project_of(folder) or folder, options)


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

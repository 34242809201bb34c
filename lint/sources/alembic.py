"""Alembic: Python revisions, run offline to see the SQL that they would send.

Alembic runs all pending revisions in one transaction unless env.py says
`transaction_per_migration=True`; an `autocommit_block()` commits what came before it, runs its
statements one by one, and begins again (https://alembic.sqlalchemy.org/en/latest/api/runtime.html,
`EnvironmentContext.configure` and `MigrationContext.autocommit_block`).

The revisions run in a process of their own, with the project's interpreter: there the project's
packages are found, and nothing of theirs can disturb the linter. What is linted is the exact SQL; a
finding points at the SQL in the revision file where it stands there literally, else at the call
that made it. A comment `# headgate: allow …` above or behind the call goes to the SQL with it.
"""

from collections.abc import Iterator
from pathlib import Path

from lint.migration import Migration, SourceError
from lint.sources.files import Folder, look_into
from lint.sources.options import Options

NAME = "alembic"
SUBFOLDERS = ("alembic", "migrations", "db/alembic", "src/alembic")


def is_root(folder: Folder) -> bool:
    """Tell whether the folder has Alembic's configuration or its env.py, or is `versions`."""
    if "alembic.ini" in folder.files or _is_environment(folder):
        return True
    is_versions = folder.path.resolve().name == "versions"
    return is_versions and "env.py" in look_into(folder.path / "..").files


def load(folder: Path, options: Options) -> Iterator[Migration | SourceError]:
    """Yield each revision from the first to the head."""
    from lint.sources.alembic_offline import revisions  # noqa: PLC0415 - runs a process

    return revisions(folder, options)


def _is_environment(folder: Folder) -> bool:
    return "env.py" in folder.files and "versions" in folder.folders

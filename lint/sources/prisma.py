"""Prisma Migrate: a folder per migration with a `migration.sql` in it.

Up to Prisma 7.3 the schema engine sends a file as one simple query, so several statements share
PostgreSQL's implicit transaction and a single one runs by itself. From 7.4 it splits the file and
sends each statement by itself, so that CREATE INDEX CONCURRENTLY may stand beside other statements
(https://github.com/prisma/prisma-engines/pull/5767). A file that its splitter cannot read is still
sent whole; DROP INDEX CONCURRENTLY is one it cannot
(https://github.com/prisma/prisma-engines/pull/5847). The version is read from package.json; where
none says 7.4 or newer, the older rule holds. Prisma has no downs.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from lint.migration import Migration, Positions, SourceError, Transactions
from lint.sources.files import Folder, look_into, read_text
from lint.sources.options import Options

NAME = "prisma"
SUBFOLDERS = ("prisma/migrations", "migrations", "prisma")

_LOCK = "migration_lock.toml"
_SCRIPT = "migration.sql"
_SPLITS_SINCE = (7, 4)
_VERSION = re.compile(r"(\d+)\.(\d+)")
_CANNOT_SPLIT = re.compile(r"\bdrop\s+index\s+concurrently\b", re.IGNORECASE)
_LEVELS_UP = 5


def is_root(folder: Folder) -> bool:
    """Tell whether the folder has Prisma's lock file, or migrations without Drizzle's snapshots."""
    if _LOCK in folder.files:
        return True
    first = next(iter(folder.folders), None)
    if first is None:
        return False
    inside = look_into(folder.path / first).files
    return _SCRIPT in inside and "snapshot.json" not in inside


def load(folder: Path, options: Options) -> Iterator[Migration | SourceError]:
    """Yield the script of each migration, in order of the folders' names."""
    provider = _provider(folder)
    if provider not in {None, "postgresql"}:
        message = f"the migrations are for {provider}, not postgresql"
        raise SourceError(message, path=str(folder / _LOCK))
    splits = _splits(folder)
    for name in sorted(look_into(folder).folders):
        path = folder / name / _SCRIPT
        if not path.exists():
            message = f"{_SCRIPT} is missing; Prisma would refuse the folder (P3015)"
            yield SourceError(message, path=str(folder / name))
            continue
        try:
            yield _migration(path, name, options, splits=splits)
        except SourceError as problem:
            yield problem


def from_text(text: str, path: str, options: Options) -> Migration:
    """Return a script that stands alone."""
    transactions = options.transactions or Transactions.IMPLICIT
    return Migration(Path(path).stem.strip("<>"), path, text, transactions, Positions(text))


def _migration(path: Path, name: str, options: Options, *, splits: bool) -> Migration:
    sql = read_text(path)
    is_split = splits and _CANNOT_SPLIT.search(sql) is None
    transactions = Transactions.SEPARATE if is_split else Transactions.IMPLICIT
    return Migration(name, str(path), sql, options.transactions or transactions, Positions(sql))


def _provider(folder: Path) -> str | None:
    if _LOCK not in look_into(folder).files:
        return None
    found = re.search(r'provider\s*=\s*"([^"]+)"', read_text(folder / _LOCK))
    return found[1] if found else None


def _splits(folder: Path) -> bool:
    """Tell whether the project's Prisma is new enough to send statements one by one."""
    for parent in list(folder.resolve().parents)[:_LEVELS_UP]:
        manifest = parent / "package.json"
        if manifest.is_file() and (version := _prisma_version(manifest)) is not None:
            return version >= _SPLITS_SINCE
    return False


def _prisma_version(manifest: Path) -> tuple[int, int] | None:
    import json  # noqa: PLC0415 - every check asks if a folder is Prisma's, few are

    try:
        content = json.loads(read_text(manifest))
    except (SourceError, json.JSONDecodeError):
        return None
    if not isinstance(content, dict):
        return None
    for group in ("devDependencies", "dependencies"):
        wanted = content.get(group)
        if isinstance(wanted, dict) and isinstance(wanted.get("prisma"), str):
            found = _VERSION.search(wanted["prisma"])
            return (int(found[1]), int(found[2])) if found else None
    return None

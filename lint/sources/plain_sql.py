"""Plain SQL: a folder of .sql files, or one.

Nothing says how such files are run. The usual runner opens one transaction per file, so that is the
default; the `transactions` option says otherwise. Files ending in `down.sql` are the way back from
the file beside them and are not linted (Diesel keeps `up.sql` and `down.sql` in a folder each,
other runners write `0001_name.down.sql`).
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from lint.migration import Down, Migration, Positions, SourceError, Transactions
from lint.sources.files import Folder, read_text, sql_files
from lint.sources.options import Options

NAME = "sql"
SUBFOLDERS = ("migrations", "db/migrations", "db/migrate", "sql")

_DOWNS = ("down.sql", "revert.sql", "rollback.sql", "undo.sql")


def is_root(folder: Folder) -> bool:
    """Tell whether there are .sql files in the folder, or one level below it."""
    if folder.named(".sql"):
        return True
    return any(list(folder.path.joinpath(name).glob("*.sql")) for name in folder.folders)


def load(folder: Path, options: Options) -> Iterator[Migration | SourceError]:
    """Yield each .sql file at or below the folder."""
    files = sql_files(folder)
    downs = {file for file in files if _is_down(file)}
    ups = [file for file in files if file not in downs]
    for file in ups:
        down = Down.PRESENT if _down_of(file) in downs else Down.ABSENT
        try:
            yield from_file(file, _id(file, folder), options, down if downs else Down.UNKNOWN)
        except SourceError as problem:
            yield problem


def load_files(files: Sequence[Path], options: Options) -> Iterator[Migration | SourceError]:
    """Yield the files that were named, in the order in which they were named."""
    for file in files:
        try:
            yield from_file(file, file.stem, options, Down.UNKNOWN)
        except SourceError as problem:
            yield problem


def from_file(file: Path, identity: str, options: Options, down: Down) -> Migration:
    """Return one file as a migration."""
    return from_text(read_text(file), identity, str(file), options, down)


def from_text(
    sql: str, identity: str, path: str, options: Options, down: Down = Down.UNKNOWN
) -> Migration:
    """Return a script as a migration."""
    transactions = options.transactions or Transactions.WRAPPED
    return Migration(identity, path, sql, transactions, Positions(sql), down=down)


def _is_down(file: Path) -> bool:
    return file.name in _DOWNS or any(file.name.endswith(f".{name}") for name in _DOWNS)


def _down_of(file: Path) -> Path:
    if file.name == "up.sql":
        return file.with_name("down.sql")
    stem = file.name.removesuffix(".sql").removesuffix(".up")
    return file.with_name(f"{stem}.down.sql")


def _id(file: Path, folder: Path) -> str:
    """Return the file's name; with the folders on the way where there are any."""
    name = file.relative_to(folder).with_suffix("")
    return str(name.parent if name.name == "up" and len(name.parts) > 1 else name)

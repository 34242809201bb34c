"""Plain SQL: a folder of .sql files, or one.

Nothing says how such files are run. The usual runner opens one transaction per file, so that is the
default; the `transactions` option says otherwise. A file that says BEGIN looks after itself, and
one of nothing but what cannot run in a transaction (and settings) was not written for such a
runner: there each statement is its own. Files ending in `down.sql` are the way back from the file
beside them and are not linted (Diesel keeps `up.sql` and `down.sql` in a folder each, other runners
write `0001_name.down.sql`).

Two runners of this kind let a file do without the transaction, and then send it as one query: sqlx,
when the file begins with `-- no-transaction` (sqlx-core/src/migrate/source.rs), and Diesel, when
`metadata.toml` beside it says `run_in_transaction = false` (https://docs.rs/diesel_migrations).
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from lint.migration import Down, Migration, Positions, SourceError, Transactions
from lint.sources.files import Folder, read_text, sql_files
from lint.sources.options import Options
from lint.sources.statements import split

NAME = "sql"
SUBFOLDERS = ("migrations", "db/migrations", "db/migrate", "sql")

_HINT = re.compile(
    r"\b(concurrently|vacuum|reindex|cluster|system|database|begin|start)\b", re.IGNORECASE
)
_BEGIN = re.compile(r"(begin|start\s+transaction)\b", re.IGNORECASE)
_SETTING = re.compile(r"(set|reset|select\s+(pg_catalog\.)?set_config)\b", re.IGNORECASE)
_OUTSIDE = re.compile(
    r"((create(\s+unique)?|drop)\s+index\s+concurrently|reindex|cluster|vacuum"
    r"|alter\s+table\b.*\bdetach\s+partition\b.*\bconcurrently|alter\s+system"
    r"|(create|drop)\s+database)\b",
    re.IGNORECASE | re.DOTALL,
)
_SQLX = "-- no-transaction"
_DIESEL = re.compile(r"^\s*run_in_transaction\s*=\s*false\b", re.MULTILINE)
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
    migration = from_text(read_text(file), identity, str(file), options, down)
    metadata = file.with_name("metadata.toml")
    if options.transactions is None and metadata.is_file() and _DIESEL.search(read_text(metadata)):
        return migration.but(transactions=Transactions.IMPLICIT)
    return migration


def from_text(
    sql: str, identity: str, path: str, options: Options, down: Down = Down.UNKNOWN
) -> Migration:
    """Return a script as a migration."""
    transactions = options.transactions or _transactions(sql)
    return Migration(identity, path, sql, transactions, Positions(sql), down=down)


def _transactions(sql: str) -> Transactions:
    if sql.startswith(_SQLX):
        return Transactions.IMPLICIT
    if not _HINT.search(sql):
        return Transactions.WRAPPED
    statements = [each.words for each in split(sql)]
    says_begin = any(_BEGIN.match(each) for each in statements)
    others = [each for each in statements if not _SETTING.match(each)]
    stands_alone = bool(others) and all(_OUTSIDE.match(each) for each in others)
    return Transactions.SEPARATE if says_begin or stands_alone else Transactions.WRAPPED


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

"""golang-migrate: `1_name.up.sql` and `1_name.down.sql`.

The PostgreSQL driver sends a file in one `Exec` and opens no transaction, so several statements
share PostgreSQL's implicit transaction and a single one runs by itself
(https://github.com/golang-migrate/migrate/tree/master/database/postgres#multi-statement-mode).
With `x-multi-statement=true` each statement runs by itself: the option `transactions = "separate"`;
with `x-use-transaction=true` a file is one transaction: `transactions = "wrapped"`.

sqlx names its files the same and wraps each in a transaction: in a Rust crate they are plain SQL.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from lint.migration import Down, Migration, Positions, SourceError, Transactions
from lint.sources.files import Folder, look_into, read_text
from lint.sources.options import Options

NAME = "golang-migrate"
SUBFOLDERS = ("migrations", "db/migrations", "database/migrations")

_LEVELS_UP = 4
_UP = re.compile(r"^(?P<version>\d+)_.*\.up\.sql$")


def is_root(folder: Folder) -> bool:
    """Tell whether the folder has numbered .up.sql files, and belongs to no Rust crate."""
    return any(_UP.match(name) for name in folder.files) and not _is_in_a_crate(folder.path)


def _is_in_a_crate(path: Path) -> bool:
    for parent in [path.resolve(), *list(path.resolve().parents)[:_LEVELS_UP]]:
        names = look_into(parent).files
        if "go.mod" in names:
            return False
        if "Cargo.toml" in names:
            return True
    return False


def load(folder: Path, options: Options) -> Iterator[Migration | SourceError]:
    """Yield each up file in order of version."""
    names = look_into(folder).files
    ups = [(int(match["version"]), name) for name in names if (match := _UP.match(name))]
    seen: dict[int, str] = {}
    for version, name in sorted(ups):
        path = folder / name
        if version in seen:
            message = f"version {version} is also that of {seen[version]}; give one another number"
            yield SourceError(message, path=str(path))
            continue
        seen[version] = name
        try:
            yield _migration(path, names, options)
        except SourceError as problem:
            yield problem


def from_text(text: str, path: str, options: Options) -> Migration:
    """Return a script that stands alone."""
    transactions = options.transactions or Transactions.IMPLICIT
    return Migration(Path(path).stem.strip("<>"), path, text, transactions, Positions(text))


def _migration(path: Path, names: tuple[str, ...], options: Options) -> Migration:
    sql = read_text(path)
    identity = path.name.removesuffix(".up.sql")
    down = Down.PRESENT if f"{identity}.down.sql" in names else Down.ABSENT
    transactions = options.transactions or Transactions.IMPLICIT
    return Migration(identity, str(path), sql, transactions, Positions(sql), down=down)

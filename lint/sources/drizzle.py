"""Drizzle: SQL files listed in `meta/_journal.json`, or from 1.0 a folder per migration.

The migrator runs all pending files in one transaction: it opens one, then executes each statement
of each migration in it (`PgDialect.migrate` in drizzle-orm/src/pg-core/dialect.ts). The
`--> statement-breakpoint` between statements is a SQL comment. Drizzle has no downs.
"""

from collections.abc import Iterator
from pathlib import Path

from lint.migration import Migration, Positions, SourceError, Transactions
from lint.sources.files import Folder, look_into, read_text
from lint.sources.options import Options

NAME = "drizzle"
SUBFOLDERS = ("drizzle", "drizzle/migrations", "migrations", "src/db/migrations")

_JOURNAL = Path("meta", "_journal.json")
_SCRIPT = "migration.sql"


def is_root(folder: Folder) -> bool:
    """Tell whether the folder has Drizzle's journal, or its snapshots beside the scripts."""
    if "meta" in folder.folders and (folder.path / _JOURNAL).is_file():
        return True
    first = next(iter(folder.folders), None)
    return first is not None and {_SCRIPT, "snapshot.json"} <= set(
        look_into(folder.path / first).files
    )


def load(folder: Path, options: Options) -> Iterator[Migration | SourceError]:
    """Yield each migration in the order in which Drizzle applies them."""
    for identity, path in _scripts(folder):
        try:
            sql = read_text(path)
        except SourceError as problem:
            yield problem
            continue
        transactions = options.transactions or Transactions.JOINED
        yield Migration(identity, str(path), sql, transactions, Positions(sql))


def from_text(text: str, path: str, options: Options) -> Migration:
    """Return a script that stands alone."""
    transactions = options.transactions or Transactions.JOINED
    return Migration(Path(path).stem.strip("<>"), path, text, transactions, Positions(text))


def _scripts(folder: Path) -> list[tuple[str, Path]]:
    if (folder / _JOURNAL).is_file():
        return [(tag, folder / f"{tag}.sql") for tag in _journal_tags(folder / _JOURNAL)]
    names = sorted(look_into(folder).folders)
    return [
        (name, folder / name / _SCRIPT) for name in names if (folder / name / _SCRIPT).is_file()
    ]


def _journal_tags(path: Path) -> list[str]:
    import json  # noqa: PLC0415 - every check asks if a folder is Drizzle's, few are

    try:
        journal = json.loads(read_text(path))
        return [str(entry["tag"]) for entry in sorted(journal["entries"], key=_index)]
    except json.JSONDecodeError as problem:
        message = f"not valid JSON: {problem.msg.lower()}"
        raise SourceError(message, path=str(path), line=problem.lineno) from problem
    except (KeyError, TypeError) as problem:
        message = "not a Drizzle journal: an entry needs 'idx' and 'tag'"
        raise SourceError(message, path=str(path)) from problem


def _index(entry: dict[str, int]) -> int:
    return int(entry["idx"])

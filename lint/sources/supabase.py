"""Supabase: timestamped .sql files in `supabase/migrations`.

The CLI sends a file's statements, and the row that records the version, as one batch, which
PostgreSQL runs in one implicit transaction. A statement that cannot run in one is taken out: what
came before it is committed, it runs by itself, and a new batch begins (from CLI 2.109:
https://github.com/supabase/cli/pull/6009 and, for DROP INDEX CONCURRENTLY,
https://github.com/supabase/cli/pull/6276). The text handed on spells that out with BEGIN and
COMMIT. Supabase has no downs.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from lint.migration import Migration, Piece, Positions, SourceError, Transactions
from lint.sources.files import Folder, look_into, read_text
from lint.sources.options import Options
from lint.sources.statements import Statement, split

NAME = "supabase"
SUBFOLDERS = ("supabase/migrations", "migrations")

_NAME = re.compile(r"^(\d+)_.*\.sql$")
_RUNS_ALONE = re.compile(
    r"(create\s+(unique\s+)?index\s+concurrently|drop\s+index\s+concurrently|vacuum|cluster"
    r"|reindex\b.*\bconcurrently|alter\s+system)\b",
    re.IGNORECASE | re.DOTALL,
)
_CONTROLS = re.compile(r"(begin|start\s+transaction|commit|end|rollback)\b", re.IGNORECASE)


def is_root(folder: Folder) -> bool:
    """Tell whether this is the migrations folder of a Supabase project."""
    parent = folder.path.resolve().parent
    if folder.path.resolve().name != "migrations":
        return False
    return parent.name == "supabase" or (parent / "config.toml").is_file()


def load(folder: Path, options: Options) -> Iterator[Migration | SourceError]:
    """Yield each migration in order of its timestamp; other files are not migrations."""
    for name in sorted(look_into(folder).files):
        if _NAME.match(name) is None:
            continue
        try:
            yield from_text(read_text(folder / name), str(folder / name), options)
        except SourceError as problem:
            yield problem


def from_text(text: str, path: str, options: Options) -> Migration:
    """Return a Supabase file as it reaches the server."""
    identity = Path(path).stem.strip("<>")
    statements = list(split(text))
    controls = any(_CONTROLS.match(statement.words) for statement in statements)
    runs_alone = [s for s in statements if _RUNS_ALONE.match(s.words)]
    if options.transactions or controls or not runs_alone:
        transactions = options.transactions or Transactions.IMPLICIT
        return Migration(identity, path, text, transactions, Positions(text))
    sql, pieces = _with_batches(text, statements)
    positions = Positions(text, pieces)
    return Migration(identity, path, sql, Transactions.SEPARATE, positions)


def _with_batches(text: str, statements: list[Statement]) -> tuple[str, tuple[Piece, ...]]:
    """Return the text with each batch between BEGIN and COMMIT."""
    parts: list[str] = []
    pieces: list[Piece] = []
    length = done = 0

    def add(part: str, piece: Piece) -> None:
        nonlocal length
        if part:
            parts.append(part)
            pieces.append(piece)
            length += len(part)

    is_open = False
    for statement in statements:
        alone = _RUNS_ALONE.match(statement.words) is not None
        if alone == is_open:
            add("commit; " if alone else "begin; ", Piece(length, done, done, is_verbatim=False))
            is_open = not alone
        add(text[done : statement.end], Piece(length, done, statement.end))
        done = statement.end
    if is_open:
        add("\n; commit;", Piece(length, done, done, is_verbatim=False))
    add(text[done:], Piece(length, done, len(text)))
    return "".join(parts), tuple(pieces)

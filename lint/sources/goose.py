"""goose: `-- +goose Up` and `-- +goose Down` sections in one file.

Each migration runs in a transaction of its own, unless `-- +goose NO TRANSACTION` stands in the
file; then each statement runs by itself, up and down alike. Annotations are case-insensitive and
begin their line; `StatementBegin` and `StatementEnd` only tell goose where a statement with
semicolons in it ends (https://pressly.github.io/goose/documentation/annotations). Migrations
written in Go cannot be read from here.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from lint.migration import Migration, Positions, SourceError, Transactions
from lint.sources.files import Folder, look_into, read_text
from lint.sources.options import Options
from lint.sources.sections import cut

NAME = "goose"
SUBFOLDERS = ("migrations", "db/migrations", "sql/schema")

_ANNOTATION = re.MULTILINE | re.IGNORECASE
_UP = re.compile(r"^--[ \t]*\+goose[ \t]+up\b[^\n]*", _ANNOTATION)
_DOWN = re.compile(r"^--[ \t]*\+goose[ \t]+down\b[^\n]*", _ANNOTATION)
_NO_TRANSACTION = re.compile(r"^--[ \t]*\+goose[ \t]+no[ \t]+transaction\b", _ANNOTATION)


def is_ours(text: str) -> bool:
    """Tell whether a file has goose's annotation."""
    return _UP.search(text) is not None


def is_root(folder: Folder) -> bool:
    """Tell whether the first files of the folder have goose's annotations."""
    return any(is_ours(text) for text in folder.sample_sql())


def load(folder: Path, options: Options) -> Iterator[Migration | SourceError]:
    """Yield the up section of each file, in order of version."""
    for name in look_into(folder).named(".sql"):
        try:
            yield from_text(read_text(folder / name), str(folder / name), options)
        except SourceError as problem:
            yield problem


def from_text(text: str, path: str, options: Options) -> Migration:
    """Return the up section of a goose file."""
    sections = cut(text, _UP, _DOWN)
    if sections is None:
        raise SourceError("no '-- +goose Up' line, so goose would refuse it", path=path)
    runs_alone = _NO_TRANSACTION.search(text) is not None
    transactions = Transactions.SEPARATE if runs_alone else Transactions.WRAPPED
    return Migration(
        Path(path).stem.strip("<>"),
        path,
        sections.up,
        options.transactions or transactions,
        Positions(text),
        down=sections.down,
    )

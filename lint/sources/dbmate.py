"""dbmate: `-- migrate:up` and `-- migrate:down` sections in one file.

Each migration runs in a transaction of its own, unless its marker line says `transaction:false`
(https://github.com/amacneil/dbmate#migration-options).
"""

import re
from collections.abc import Iterator
from pathlib import Path

from lint.migration import Migration, Positions, SourceError, Transactions
from lint.sources.files import Folder, look_into, read_text
from lint.sources.options import Options
from lint.sources.sections import cut

NAME = "dbmate"
SUBFOLDERS = ("db/migrations", "migrations")

_UP = re.compile(r"^[ \t]*--[ \t]*migrate:up\b[^\n]*", re.MULTILINE)
_DOWN = re.compile(r"^[ \t]*--[ \t]*migrate:down\b[^\n]*", re.MULTILINE)
_NO_TRANSACTION = re.compile(r"\btransaction:[ \t]*false\b")


def is_ours(text: str) -> bool:
    """Tell whether a file has dbmate's marker."""
    return _UP.search(text) is not None


def is_root(folder: Folder) -> bool:
    """Tell whether the first files of the folder have dbmate's marker."""
    return any(is_ours(text) for text in folder.sample_sql())


def load(folder: Path, options: Options) -> Iterator[Migration | SourceError]:
    """Yield the up section of each file, in order of version."""
    for name in look_into(folder).named(".sql"):
        try:
            yield from_text(read_text(folder / name), str(folder / name), options)
        except SourceError as problem:
            yield problem


def from_text(text: str, path: str, options: Options) -> Migration:
    """Return the up section of a dbmate file."""
    sections = cut(text, _UP, _DOWN)
    if sections is None:
        raise SourceError("no '-- migrate:up' line, so dbmate would refuse it", path=path)
    runs_alone = _NO_TRANSACTION.search(sections.up_marker) is not None
    transactions = Transactions.SEPARATE if runs_alone else Transactions.WRAPPED
    return Migration(
        Path(path).stem.strip("<>"),
        path,
        sections.up,
        options.transactions or transactions,
        Positions(text),
        down=sections.down,
    )

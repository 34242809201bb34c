"""dbmate: `-- migrate:up` and `-- migrate:down` sections in one file, once or several times over.

Each up section runs in a transaction of its own, unless its marker line says `transaction:false`
(https://github.com/amacneil/dbmate#migration-options). Either way it is sent as one query, so
several statements without a transaction share PostgreSQL's implicit one, and only a single
statement runs by itself (https://github.com/amacneil/dbmate/issues/182). Where a file has several
up sections, the text handed on spells that out: BEGIN and COMMIT take the place of the markers.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from lint.migration import Migration, Positions, SourceError, Transactions
from lint.sources.files import Folder, look_into, read_text
from lint.sources.options import Options
from lint.sources.sections import way_back
from lint.sources.statements import split

NAME = "dbmate"
SUBFOLDERS = ("db/migrations", "migrations")

_NAME = re.compile(r"\d+.*\.sql\Z")
_MARKER = re.compile(r"^[ \t]*--[ \t]*migrate:(?P<way>up|down)\b(?P<options>[^\n]*)", re.MULTILINE)
_NO_TRANSACTION = re.compile(r"\btransaction:[ \t]*false\b")
_VISIBLE = re.compile(r"\S")

Section = tuple[re.Match[str], str]
"""A marker, and the text from its end to the next one."""


def is_ours(text: str) -> bool:
    """Tell whether a file has dbmate's marker."""
    return any(marker["way"] == "up" for marker in _MARKER.finditer(text))


def is_root(folder: Folder) -> bool:
    """Tell whether the first files of the folder have dbmate's marker."""
    return any(is_ours(text) for text in folder.sample_sql())


def load(folder: Path, options: Options) -> Iterator[Migration | SourceError]:
    """Yield the up sections of each numbered file, in the order of the names as text."""
    for name in sorted(filter(_NAME.match, look_into(folder).files)):
        try:
            yield from_text(read_text(folder / name), str(folder / name), options)
        except SourceError as problem:
            yield problem


def from_text(text: str, path: str, options: Options) -> Migration:
    """Return the up sections of a dbmate file."""
    sections = _sections(text)
    ups = [section for section in sections if section[0]["way"] == "up"]
    if not ups:
        raise SourceError("no '-- migrate:up' line, so dbmate would refuse it", path=path)
    downs = "\n".join(body for marker, body in sections if marker["way"] == "down")
    if len(ups) > 1:
        sql, transactions = _spelled_out(text, sections), Transactions.SEPARATE
    else:
        ((marker, body),) = ups
        sql = text[: marker.end()] + body
        transactions = Transactions.IMPLICIT if _has_no(marker) else Transactions.WRAPPED
    return Migration(
        Path(path).stem.strip("<>"),
        path,
        sql,
        options.transactions or transactions,
        Positions(text),
        down=way_back(downs),
    )


def _sections(text: str) -> list[Section]:
    markers = list(_MARKER.finditer(text))
    ends = [*(marker.start() for marker in markers[1:]), len(text)]
    return [(marker, text[marker.end() : end]) for marker, end in zip(markers, ends, strict=False)]


def _has_no(marker: re.Match[str]) -> bool:
    """Tell whether a section's marker turns the transaction off."""
    return _NO_TRANSACTION.search(marker["options"]) is not None


def _spelled_out(text: str, sections: Sequence[Section]) -> str:
    """Return the text with its transactions in place of the markers, every character in place."""
    parts = [text[: sections[0][0].start()]]
    is_open = False
    for marker, body in sections:
        is_up = marker["way"] == "up"
        begins = is_up and not (_has_no(marker) and len(list(split(body))) == 1)
        control = ("commit;" if is_open else "") + ("begin;" if begins else "")
        parts += [control.ljust(len(marker[0])), body if is_up else _VISIBLE.sub(" ", body)]
        is_open = begins
    return "".join(parts) + ("\n;commit;" if is_open else "")

"""Reading the files of a migrations folder: text as it is, in the order that people number it."""

import os
import re
from functools import lru_cache
from pathlib import Path

from lint.migration import SourceError
from lint.record import Record

_DIGITS = re.compile(r"(\d+)")
_SAMPLE = 3
_NOT_OURS = frozenset({"node_modules", "__pycache__"})


class Folder(Record):
    """A folder and the names in it, each group in natural order."""

    path: Path
    files: tuple[str, ...]
    folders: tuple[str, ...]

    def named(self, suffix: str) -> tuple[str, ...]:
        """Return the names of the files that end with `suffix`."""
        return tuple(name for name in self.files if name.endswith(suffix))

    def sample_sql(self) -> tuple[str, ...]:
        """Return the text of the first few .sql files, to tell by it which tool wrote them."""
        return _sample_sql(self.path)


@lru_cache(maxsize=256)
def _sample_sql(path: Path) -> tuple[str, ...]:
    texts = []
    for name in look_into(path).named(".sql")[:_SAMPLE]:
        try:
            texts.append(read_text(path / name))
        except SourceError:
            continue  # the file is reported when its folder is loaded
    return tuple(texts)


@lru_cache(maxsize=256)
def look_into(path: Path) -> Folder:
    """Return what is in a folder, hidden entries left out; nothing where there is no folder."""
    files: list[str] = []
    folders: list[str] = []
    try:
        with os.scandir(path) as entries:
            for entry in entries:
                if not entry.name.startswith("."):
                    # A link to a folder is not followed: it may lead back here.
                    is_folder = entry.is_dir(follow_symlinks=False)
                    (folders if is_folder else files).append(entry.name)
    except (FileNotFoundError, NotADirectoryError):
        pass
    except OSError as problem:
        raise unreadable(path, problem) from problem
    folders = [name for name in folders if name not in _NOT_OURS]
    return Folder(path, tuple(sorted(files, key=natural)), tuple(sorted(folders, key=natural)))


def forget_folders() -> None:
    """Make the next look into a folder a fresh one."""
    look_into.cache_clear()
    _sample_sql.cache_clear()


def sql_files(path: Path) -> list[Path]:
    """Return every .sql file at or below a folder, in natural order of the names on the way."""
    folder = look_into(path)
    here = [path / name for name in folder.named(".sql")]
    below = [file for name in folder.folders for file in sql_files(path / name)]
    return sorted(here + below, key=lambda file: [natural(part) for part in file.parts])


def natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """Return a key that sorts `2_b` before `10_a`, as people number files."""
    return tuple(
        (0, int(part), "") if part.isascii() and part.isdigit() else (1, 0, part)
        for part in _DIGITS.split(name)
        if part
    )


def read_text(path: Path) -> str:
    """Return a file's text, line ends kept; raise `SourceError` where it is not UTF-8 text."""
    try:
        content = path.read_bytes()
    except OSError as problem:
        raise unreadable(path, problem) from problem
    return decode(content, str(path))


def decode(content: bytes, path: str) -> str:
    """Return the text of UTF-8 bytes, without its byte order mark."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SourceError("the file is UTF-16; save it as UTF-8", path=path)
    if b"\0" in content:
        raise SourceError("the file is binary, not SQL text", path=path)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = content.count(b"\n", 0, problem.start) + 1
        reason = f"byte 0x{content[problem.start]:02x} is not UTF-8 text; save the file as UTF-8"
        raise SourceError(reason, path=path, line=line) from problem


def unreadable(path: Path, problem: OSError) -> SourceError:
    """Return the error that says why a path cannot be read."""
    reason = (problem.strerror or type(problem).__name__).lower()
    return SourceError(f"cannot be read: {reason}", path=str(path))

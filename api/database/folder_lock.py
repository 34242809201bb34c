"""One owner at a time for a data folder.

The kernel holds the lock for the process and drops it when the process ends, however it ends; the
file's text only tells the next one who it is waiting for.
"""

import fcntl
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from api.database.programs import EmbeddedServerError


@dataclass(frozen=True, slots=True)
class FolderLock:
    """The right to start and stop a server on a folder, until `release`."""

    descriptor: int

    def release(self) -> None:
        """Let another process take the folder."""
        os.close(self.descriptor)


def acquire(folder: Path) -> FolderLock:
    """Return the lock on `folder`, or say which process has it."""
    path = lock_file(folder)
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise EmbeddedServerError(
            f"data folder {str(folder)!r} cannot be used: {error.strerror}; "
            "name another folder with --data"
        ) from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = os.read(descriptor, 200).decode(errors="replace").strip() or "another process"
        os.close(descriptor)
        raise EmbeddedServerError(
            f"data folder {str(folder)!r} is in use by {holder}; "
            "stop that one, or name another folder with --data"
        ) from error
    os.ftruncate(descriptor, 0)
    os.write(descriptor, f"process {os.getpid()} ({_command()})\n".encode())
    return FolderLock(descriptor)


def lock_file(folder: Path) -> Path:
    """Return where the lock of `folder` lies: beside it, for the folder itself may be moved."""
    return folder.with_name(f"{folder.name}.lock")


def _command() -> str:
    """Return the command's name and first word; the rest might hold a secret."""
    return " ".join([Path(sys.argv[0]).name, *sys.argv[1:2]])

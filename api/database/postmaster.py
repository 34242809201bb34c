"""Which server, if any, runs on a cluster.

PostgreSQL writes `postmaster.pid` when it starts and removes it when it stops. After a crash the
file stays, and its process id may since have been given to another program, so the file alone is
not believed: the process must be a `postgres` that works in the cluster's folder, and the server at
the port must know the cluster's password and name the same folder.
"""

import enum
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import psycopg

from api.database.programs import EmbeddedServerError

HOST = "127.0.0.1"
SUPERUSER = "postgres"
_READY = "ready"


class Standing(enum.Enum):
    """What the process that a pid file names is to the cluster."""

    OURS = enum.auto()
    """The cluster's own server."""
    STALE = enum.auto()
    """Gone, or another program that was given the same number."""
    UNKNOWN = enum.auto()
    """Alive, and this machine does not say what it is."""


@dataclass(frozen=True, slots=True)
class PidFile:
    """What `postmaster.pid` says."""

    pid: int
    port: int
    is_ready: bool

    @classmethod
    def read(cls, cluster: Path) -> Self | None:
        """Return what the cluster's pid file says, or None where none is or it is cut off."""
        try:
            lines = (cluster / "postmaster.pid").read_text(errors="replace").splitlines()
            # Line 8, the status, is written last.
            return cls(int(lines[0]), int(lines[3]), lines[7:8] == [_READY.ljust(8)])
        except (FileNotFoundError, IndexError, ValueError):
            return None


def standing(pid: int, cluster: Path) -> Standing:
    """Say what process `pid` is to `cluster`."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return Standing.STALE
    except PermissionError:
        pass
    return _standing_by_proc(pid, cluster) if Path("/proc/self").exists() else _standing_by_ps(pid)


def answers(cluster: Path, port: int, password: str) -> bool:
    """Say whether the server at `port` knows the password and works on `cluster`."""
    try:
        # Every setting is given, so that none of the caller's PG* variables takes part.
        with psycopg.connect(
            host=HOST, port=port, user=SUPERUSER, password=password, dbname="postgres",
            connect_timeout=5, sslmode="disable", gssencmode="disable", options="",
            require_auth="scram-sha-256", target_session_attrs="any",
        ) as connection:  # fmt: skip
            row = connection.execute("show data_directory").fetchone()
    except psycopg.OperationalError:
        return False
    return row is not None and Path(str(row[0])).samefile(cluster)


def disown_stale(cluster: Path) -> None:
    """Make a pid file that names a dead or foreign process no obstacle to the next start.

    PostgreSQL refuses to start while any process of its user has the number in the file. Removing
    the file would also remove the key by which it sees that an old backend still lives; so the
    number is replaced by the one number that PostgreSQL takes for a leftover, its parent's: ours.
    """
    path = cluster / "postmaster.pid"
    if not path.exists():
        return
    lines = path.read_text(errors="replace").splitlines()
    if not lines:
        path.unlink()
        return
    with path.open("r+") as file:
        file.write("\n".join([str(os.getpid()), *lines[1:], ""]))
        file.truncate()


def read_password(cluster: Path) -> str:
    """Return the superuser's password, which only the cluster's owner can read."""
    path = password_file(cluster)
    try:
        return path.read_text()
    except OSError as error:
        raise EmbeddedServerError(
            f"the password of data folder {str(cluster)!r} cannot be read: {error.strerror}; "
            "restore its file 'headgate.password' or name another folder with --data"
        ) from error


def password_file(cluster: Path) -> Path:
    """Return where the superuser's password lies: in the cluster, so that both go together."""
    return cluster / "headgate.password"


def _standing_by_proc(pid: int, cluster: Path) -> Standing:
    process = Path(f"/proc/{pid}")
    try:
        name = (process / "comm").read_text().strip()
        # A zombie has a name but no folder; a server of ours always has both.
        is_here = (process / "cwd").samefile(cluster)
    except PermissionError:
        return Standing.UNKNOWN
    except OSError:
        return Standing.STALE
    return Standing.OURS if name == "postgres" and is_here else Standing.STALE


def _standing_by_ps(pid: int) -> Standing:
    listed = subprocess.run(  # noqa: S603 - a fixed command and a number
        ["/bin/ps", "-o", "comm=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    is_postgres = Path(listed.stdout.strip()).name == "postgres"
    return Standing.UNKNOWN if is_postgres else Standing.STALE

"""An embedded PostgreSQL: real server binaries from a wheel, run on a data folder of our own.

The server listens on loopback TCP with a password that only the data folder's owner can read. It
has a session of its own, so a Ctrl-C reaches us and not the server, and a kill -9 of ours leaves it
running: the next start on the same folder adopts it, once it has proved to be that folder's server,
or recovers the folder as PostgreSQL does after a crash.
"""

import os
import signal
import socket
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from api.database import cluster as clusters
from api.database import folder_lock, postmaster, programs
from api.database.folder_lock import FolderLock
from api.database.postmaster import HOST, SUPERUSER, PidFile, Standing
from api.database.programs import DEFAULT_MAJOR, MAJORS, EmbeddedServerError, ServerUser, binary

__all__ = [
    "DEFAULT_MAJOR", "MAJORS", "EmbeddedServer", "EmbeddedServerError", "binary", "find",
    "free_port", "start", "stop",
]  # fmt: skip

_START_SECONDS = 300  # recovery after a crash replays what the last checkpoint left
_STOP_SECONDS = 60
_RETRY_SECONDS = 30
_LOOK_SECONDS = 0.05
_LOG_KEPT_BYTES = 16_000_000


@dataclass(frozen=True, slots=True)
class EmbeddedServer:
    """A running server on a data folder."""

    cluster: Path
    major: int
    port: int
    pid: int
    password: str = field(repr=False)
    child: subprocess.Popen[bytes] | None = field(default=None, repr=False, compare=False)
    lock: FolderLock | None = field(default=None, repr=False, compare=False)

    def url(self, database: str = "postgres") -> str:
        """Return the libpq URL of one of its databases."""
        return f"postgresql://{SUPERUSER}:{self.password}@{HOST}:{self.port}/{database}"

    @property
    def is_running(self) -> bool:
        """Say whether the server still lives."""
        if self.child is not None:
            return self.child.poll() is None
        return postmaster.standing(self.pid, self.cluster) is not Standing.STALE


def start(
    cluster: Path,
    *,
    major: int = DEFAULT_MAJOR,
    port: int | None = None,
    settings: dict[str, str] | None = None,
) -> EmbeddedServer:
    """Return a running server on `cluster`, a folder that is made if it is not there.

    The folder is this process's alone until `stop`. Without a `port`, any free one is taken.
    """
    cluster = _resolve(cluster)
    lock = folder_lock.acquire(cluster)
    try:
        user = clusters.ensure(cluster, major)
        running = _running(cluster, major)
        if running is not None and port not in {None, running.port}:
            _end(running)
            running = None
        if running is None:
            running = _launch(cluster, major, user, port, settings or {})
    except BaseException:
        lock.release()
        raise
    return EmbeddedServer(
        cluster, major, running.port, running.pid, running.password, running.child, lock
    )


def find(cluster: Path, *, major: int = DEFAULT_MAJOR) -> EmbeddedServer | None:
    """Return the server that some process runs on `cluster`, or None when none runs."""
    if not (cluster / "PG_VERSION").exists():
        return None
    return _running(cluster.resolve(), major)


def stop(server: EmbeddedServer) -> None:
    """Stop the server, ending open sessions; return when its files are at rest."""
    try:
        _end(server)
    finally:
        if server.lock is not None:
            server.lock.release()


def free_port() -> int:
    """Return a loopback port that nothing listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _resolve(cluster: Path) -> Path:
    cluster = cluster.resolve()
    try:
        cluster.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise clusters.unusable(cluster, error) from error
    return cluster


def _running(cluster: Path, major: int) -> EmbeddedServer | None:
    """Return the cluster's server, waiting for one that is starting or stopping."""
    deadline = time.monotonic() + _START_SECONDS
    while (said := PidFile.read(cluster)) is not None:
        standing = postmaster.standing(said.pid, cluster)
        if standing is Standing.STALE:
            return None
        password = postmaster.read_password(cluster)
        if said.is_ready and postmaster.answers(cluster, said.port, password):
            return EmbeddedServer(cluster, major, said.port, said.pid, password)
        if standing is Standing.UNKNOWN or said.is_ready or time.monotonic() > deadline:
            raise EmbeddedServerError(
                f"process {said.pid} holds data folder {str(cluster)!r} and does not answer as its "
                "server; stop that process, or name another folder with --data"
            )
        time.sleep(_LOOK_SECONDS)
    return None


def _launch(
    cluster: Path, major: int, user: ServerUser, port: int | None, settings: dict[str, str]
) -> EmbeddedServer:
    """Start the server; where that fails for a passing reason, try again for a while."""
    password = postmaster.read_password(cluster)
    deadline = time.monotonic() + _RETRY_SECONDS
    while True:
        postmaster.disown_stale(cluster)
        chosen = port or free_port()
        child, said = _attempt(cluster, major, user, settings | {"port": str(chosen)})
        if child is not None:
            return EmbeddedServer(cluster, major, chosen, child.pid, password, child)
        is_taken = "Address already in use" in said
        if is_taken and port is not None:
            raise EmbeddedServerError(
                f"port {port} is taken by another program; name another with --postgres-port"
            )
        # The sessions of a server that was killed need a moment to notice and end.
        is_passing = is_taken or "pre-existing shared memory block" in said
        if not is_passing or time.monotonic() > deadline:
            raise clusters.explain(cluster, said)
        time.sleep(_LOOK_SECONDS)


def _attempt(
    cluster: Path, major: int, user: ServerUser, settings: dict[str, str]
) -> tuple[subprocess.Popen[bytes] | None, str]:
    """Start the server once; return its process when it is ready, else what its log says."""
    log = cluster / "server.log"
    options = {"unix_socket_directories": "", "listen_addresses": HOST} | settings
    line = programs.command(
        programs.binary("postgres", major), "-D", cluster,
        *(f"--{name}={value}" for name, value in options.items()),
        user=user, reaching=cluster,
    )  # fmt: skip
    begin = _open_log(log, user)
    with log.open("ab") as output:
        child = subprocess.Popen(  # noqa: S603 - our own binaries, no shell
            line, env=programs.environment(), cwd="/", stdin=subprocess.DEVNULL,
            stdout=output, stderr=output, start_new_session=True,
        )  # fmt: skip
    if _becomes_ready(cluster, child):
        return child, ""
    return None, log.read_bytes()[begin:].decode(errors="replace")


def _becomes_ready(cluster: Path, child: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + _START_SECONDS
    try:
        while child.poll() is None and time.monotonic() < deadline:
            said = PidFile.read(cluster)
            if said is not None and said.pid == child.pid and said.is_ready:
                return True
            time.sleep(_LOOK_SECONDS)
    except BaseException:
        child.send_signal(signal.SIGINT)
        child.wait()
        raise
    if child.poll() is None:
        child.send_signal(signal.SIGQUIT)
        child.wait()
    return False


def _open_log(log: Path, user: ServerUser) -> int:
    """Make the log if it is not there, begin anew when it is long; return where we begin."""
    if not log.exists():
        log.touch(mode=0o600)
        user.own(log)
    if log.stat().st_size > _LOG_KEPT_BYTES:
        log.replace(log.with_suffix(".log.old"))
        return _open_log(log, user)
    return log.stat().st_size


def _end(server: EmbeddedServer) -> None:
    # SIGINT is PostgreSQL's fast shutdown: sessions end, a checkpoint is written.
    for asking, seconds in ((signal.SIGINT, _STOP_SECONDS), (signal.SIGQUIT, 10)):
        if not server.is_running:
            return
        os.kill(server.pid, asking)
        if _ends_within(server, seconds):
            return
    raise EmbeddedServerError(
        f"the server on {str(server.cluster)!r} (process {server.pid}) does not stop; "
        f"see {str(server.cluster / 'server.log')!r}"
    )


def _ends_within(server: EmbeddedServer, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while server.is_running:
        if time.monotonic() > deadline:
            return False
        time.sleep(_LOOK_SECONDS)
    return True

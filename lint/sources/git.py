"""Which files a branch adds or changes, as git says."""

import os
import subprocess
from pathlib import Path

from lint.migration import SourceError

TIMEOUT_SECONDS = 60


def changed_since(reference: str) -> frozenset[str]:
    """Return the real paths of the files that differ from where the branch left `reference`.

    What is not committed yet counts, and so do files that git does not know.
    """
    top = _git(["rev-parse", "--show-toplevel"]).strip()
    base = _branching_point(reference)
    changed = _git(["diff", "--name-only", "--no-renames", "--diff-filter=d", "-z", base])
    unknown = _git(["ls-files", "--others", "--exclude-standard", "--full-name", "-z", top])
    names = [name for name in (changed + unknown).split("\0") if name]
    return frozenset(os.path.realpath(Path(top, name)) for name in names)


def _branching_point(reference: str) -> str:
    """Return the commit where the branch left `reference`; before the first commit, nothing."""
    if reference == "HEAD" and not _git(["rev-list", "--all", "--max-count=1"]):
        return _git(["hash-object", "-t", "tree", os.devnull]).strip()
    return _git(["merge-base", "--end-of-options", reference, "HEAD"]).strip()


def _git(arguments: list[str]) -> str:
    try:
        ended = subprocess.run(  # noqa: S603 - git, with arguments of ours and the user's ref
            ["git", "-c", "core.quotePath=off", *arguments],  # noqa: S607 - git is found on PATH
            capture_output=True,
            timeout=TIMEOUT_SECONDS,
            check=False,
        )
    except FileNotFoundError as problem:
        raise SourceError("git is not installed, and --since needs it", path="git") from problem
    except subprocess.TimeoutExpired as problem:
        message = f"git {arguments[0]} did not finish within {TIMEOUT_SECONDS} seconds"
        raise SourceError(message, path="git") from problem
    if ended.returncode == 0:
        return ended.stdout.decode(errors="surrogateescape")
    raise SourceError(_reason(arguments, ended.stderr.decode(errors="replace")), path="git")


def _reason(arguments: list[str], complaint: str) -> str:
    """Return what git complained of, with what to do about what is usual."""
    last = (complaint.strip().splitlines() or [f"git {arguments[0]} failed"])[-1]
    last = last.removeprefix("fatal: ").removeprefix("error: ")
    if arguments[0] == "merge-base":
        reference = arguments[-2]
        hint = "in CI, fetch the whole history (fetch-depth: 0)"
        return f"--since {reference}: {last or 'no common commit'}; {hint}"
    return last

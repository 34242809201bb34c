"""Runs a program in the project's own interpreter and returns what it printed.

Alembic revisions and Django migrations are Python that imports the project's packages. The linter
may be installed elsewhere (pipx, a pre-commit environment), so the interpreter is looked for: the
one that was named, or the first that has the tool of the active virtual environment, `.venv` or
`venv` beside the project, the one on PATH, and our own.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from lint.migration import SourceError

TIMEOUT_SECONDS = 120

_VIRTUAL = (".venv", "venv")
_BIN = "Scripts" if os.name == "nt" else "bin"


def run_guest(
    tool: str, program: str, arguments: Sequence[str], python: str | None, home: Path
) -> dict[str, object]:
    """Return the JSON object that a program of `lint/sources/programs` wrote, run in `home`."""
    tried: list[str] = []
    for interpreter in _interpreters(python, home):
        with tempfile.TemporaryDirectory(prefix="headgate-lint-") as folder:
            output = Path(folder, "found.json")
            command = [interpreter, str(_program(program)), *arguments, str(output)]
            problem = _run(tool, command, home)
            if output.exists():
                found: dict[str, object] = json.loads(output.read_text(encoding="utf-8"))
                return found
        if problem != _missing(tool):
            raise SourceError(f"{tool} stopped: {problem}", path=str(home))
        tried.append(interpreter)
    interpreters = " or ".join(tried)
    message = (
        f"{tool} is not installed for {interpreters}; "
        f"name the project's interpreter with --python PATH, or pip install {tool}"
    )
    raise SourceError(message, path=str(home))


def _interpreters(python: str | None, home: Path) -> Iterator[str]:
    """Yield the interpreters that may have the project's packages, the likeliest first."""
    if python is not None:
        yield python
        return
    yield from dict.fromkeys([*_virtual(home), *_on_path(), sys.executable])


def _virtual(home: Path) -> Iterator[str]:
    folders = [Path(active)] if (active := os.environ.get("VIRTUAL_ENV")) else []
    for parent in [home.resolve(), *home.resolve().parents]:
        folders += [parent / name for name in _VIRTUAL]
        if (parent / ".git").exists():
            break
    for folder in folders:
        if (found := folder / _BIN / "python").exists():
            yield str(found)


def _on_path() -> Iterator[str]:
    for name in ("python3", "python"):
        if found := shutil.which(name):
            yield found


def _program(name: str) -> Path:
    return Path(__file__).parent / "programs" / name


def _run(tool: str, command: list[str], home: Path) -> str:
    """Run the program; return the last line of what it complained of."""
    try:
        ended = subprocess.run(  # noqa: S603 - the user's interpreter, our program
            command,
            cwd=home,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=TIMEOUT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as problem:
        message = f"{tool} did not finish within {TIMEOUT_SECONDS} seconds"
        raise SourceError(message, path=str(home)) from problem
    except OSError as problem:
        reason = (problem.strerror or "cannot be run").lower()
        raise SourceError(f"python '{command[0]}': {reason}", path=str(home)) from problem
    complaint = ended.stderr.decode(errors="replace").strip().splitlines()
    return complaint[-1] if complaint else f"exit status {ended.returncode}"


def _missing(tool: str) -> str:
    return f"ModuleNotFoundError: No module named '{tool}'"

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.house.conftest import ROOT

PACKAGES = ("requirements.lock", "pyproject.toml")
EXPLORER = (
    "web/package-lock.json",
    "web/vite.config.js",
    *sorted(str(path.relative_to(ROOT)) for path in (ROOT / "web" / "explorer").iterdir()),
    *sorted(
        (str(path.relative_to(ROOT)) for path in (ROOT / "docs" / "operations").glob("*/*")),
    ),
)
NEEDED = (
    "cat", "cksum", "dirname", "echo", "grep", "head", "mkdir", "rm", "sed", "sh", "tail",
)  # fmt: skip


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """What `.ci/setup` reads, in a folder of its own."""
    folder = tmp_path / "clone"
    for name in (".ci/setup", *PACKAGES, *EXPLORER):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    return folder


def setup(clone: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the script on a machine that has a shell and what the test gives it."""
    programs = clone.parent / "bin"
    programs.mkdir(exist_ok=True)
    for name in NEEDED:
        found = shutil.which(name)
        assert found is not None
        (programs / name).unlink(missing_ok=True)
        (programs / name).symlink_to(found)
    given = {"PATH": str(programs), "HOME": str(clone.parent), "PIP_CONFIG_FILE": os.devnull}
    return subprocess.run(
        [clone / ".ci" / "setup"], env=given | environment, cwd="/", text=True, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120,
    )  # fmt: skip


def finished_environment(clone: Path) -> Path:
    """Make what looks like a finished environment of this folder."""
    programs = clone / ".venv" / "bin"
    programs.mkdir(parents=True)
    (programs / "python").symlink_to(sys.executable)
    (clone / ".venv" / ".ready").write_text(f"{clone}\n{sums(clone, PACKAGES, EXPLORER)}")
    return clone / ".venv"


def sums(clone: Path, *groups: Sequence[str]) -> str:
    """Return the checksum of each group of files, as the script takes it."""
    found = ""
    for names in groups:
        content = b"".join((clone / name).read_bytes() for name in names)
        done = subprocess.run(["cksum"], input=content, check=True, capture_output=True)
        found += done.stdout.decode()
    return found


def test_a_machine_without_python_is_told_what_to_install(clone: Path) -> None:
    done = setup(clone)

    assert done.returncode == 1
    assert done.stdout == (
        "headgate: this needs Python 3.11 or newer; install it, or name one: "
        "make PYTHON=/path/to/python\n"
    )
    assert not (clone / ".venv").exists()


def test_a_python_that_is_too_old_is_named(clone: Path) -> None:
    old = clone.parent / "python-of-old"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)

    done = setup(clone, PYTHON=str(old))

    assert (done.returncode, done.stdout) == (
        1,
        f"headgate: this needs Python 3.11 or newer, and '{old}' is not\n",
    )


def test_a_python_without_its_venv_module_is_told_what_to_install(clone: Path) -> None:
    bare = clone.parent / "bare-python"
    bare.write_text(
        '#!/bin/sh\ncase "$*" in *venv*) echo "No module named venv" >&2; exit 1;; esac\n'
    )
    bare.chmod(0o755)

    done = setup(clone, PYTHON=str(bare))

    assert done.returncode == 1
    assert done.stdout.splitlines()[-1] == (
        "headgate: Python's venv module is missing; "
        "on Debian and Ubuntu: apt-get install python3-venv"
    )


def test_without_a_network_one_line_says_so_and_nothing_half_made_is_trusted(clone: Path) -> None:
    left = clone / ".venv" / "half-made"
    left.mkdir(parents=True)
    # A loopback port that nothing listens on: what a machine without a network sees.
    offline = {"PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_RETRIES": "0", "PIP_NO_CACHE_DIR": "1"}

    done = setup(clone, PYTHON=sys.executable, **offline)

    assert done.returncode == 1
    assert done.stdout.splitlines()[-1] == (
        "headgate: the packages cannot be downloaded: is there a network? "
        ".setup.log has the details"
    )
    assert not left.exists()
    assert not (clone / ".venv" / ".ready").exists()


def test_a_finished_environment_is_left_as_it_is(clone: Path) -> None:
    environment = finished_environment(clone)
    (environment / "mark").touch()

    done = setup(clone)

    assert (done.returncode, done.stdout) == (0, "")
    assert (environment / "mark").exists()


def test_without_npm_everything_else_is_set_up_but_not_in_ci(clone: Path) -> None:
    environment = finished_environment(clone)
    (environment / "bin" / "npm").write_text("#!/bin/sh\necho network unreachable\nexit 1\n")
    (environment / "bin" / "npm").chmod(0o755)
    (clone / "web" / "package-lock.json").write_text("{}")

    done = setup(clone, PYTHON=sys.executable)
    in_ci = setup(clone, PYTHON=sys.executable, CI="true")

    assert done.returncode == 0
    assert done.stdout == (
        "headgate: the explorer was not built, because npm failed; .setup.log has the details. "
        "Everything else works, and make setup tries again.\n"
    )
    assert in_ci.returncode == 1
    assert "cannot be downloaded" in in_ci.stdout


def test_an_environment_that_moved_with_its_checkout_is_made_anew(clone: Path) -> None:
    finished_environment(clone)
    moved = clone.with_name("moved")
    clone.rename(moved)
    (moved / ".venv" / "mark").touch()

    done = setup(moved, PYTHON=sys.executable, PIP_INDEX_URL="http://127.0.0.1:9/", PIP_RETRIES="0")

    assert "setting up .venv" in done.stdout
    assert not (moved / ".venv" / "mark").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes where it likes")
def test_a_folder_that_cannot_be_written_to_is_said_to_be_so(clone: Path) -> None:
    clone.chmod(0o555)

    done = setup(clone)

    assert (done.returncode, done.stdout) == (
        1,
        f"headgate: this folder cannot be written to: {clone}\n",
    )


def test_ci_runs_the_readmes_test_command() -> None:
    assert "make test" in (ROOT / ".ci" / "run").read_text().splitlines()
    assert "make test" in (ROOT / "README.md").read_text()

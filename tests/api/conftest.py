"""Programs of ours as processes: started, watched, signalled, and never left behind."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from api.database import embedded, postmaster

HEADGATE = Path(sys.executable).with_name("headgate")
NOBODY = 65534
PATIENCE_SECONDS = 120


def eventually(claim: Callable[[], bool], seconds: float = PATIENCE_SECONDS) -> None:
    """Wait for the claim to come true; fail when it does not."""
    deadline = time.monotonic() + seconds
    while not claim():
        assert time.monotonic() < deadline, "did not happen in time"
        time.sleep(0.02)


class Program:
    """A running program and what it has written so far."""

    def __init__(self, line: Sequence[str | Path], environment: dict[str, str], log: Path) -> None:
        self.log = log
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                [str(word) for word in line],
                stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                env=environment, start_new_session=True, cwd=log.parent,
            )  # fmt: skip

    @property
    def output(self) -> str:
        return re.sub(r"\x1b\[[0-9;]*m", "", self.log.read_text())

    def says(self, text: str) -> None:
        """Wait until the program has written the text."""
        eventually(lambda: text in self.output or self.process.poll() is not None)
        assert text in self.output, self.output

    def ends(self, seconds: float = PATIENCE_SECONDS) -> int:
        return self.process.wait(timeout=seconds)

    def signal(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture
def clean_environment() -> dict[str, str]:
    """The environment without what would lead a program to another database."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PG", "HEADGATE_")) and name != "DATABASE_URL"
    }


@pytest.fixture
def program(tmp_path: Path, clean_environment: dict[str, str]) -> Iterator[Callable[..., Program]]:
    """Start a program; what still runs at the test's end is killed."""
    started: list[Program] = []

    def start(*line: str | Path, **environment: str) -> Program:
        log = tmp_path / f"program-{len(started)}.log"
        running = Program(line, clean_environment | environment, log)
        started.append(running)
        return running

    yield start
    for running in started:
        running.kill()


@pytest.fixture
def headgate(program: Callable[..., Program]) -> Callable[..., Program]:
    """Start our own command."""

    def start(*arguments: str | Path, **environment: str) -> Program:
        return program(HEADGATE, *arguments, **environment)

    return start


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user reaches, unlike those that pytest makes."""
    with tempfile.TemporaryDirectory(prefix="headgate-open-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Path]:
    """A cluster's folder that is not there yet; what runs on it in the end is stopped."""
    folder = tmp_path / "data" / "postgres"
    yield folder
    stop_whatever_runs_on(folder)


@pytest.fixture(scope="session")
def initialised(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A stopped cluster at the newest schema, to be copied: making one takes seconds."""
    data = tmp_path_factory.mktemp("initialised")
    subprocess.run(
        [HEADGATE, "db", "--data", data, "upgrade"],
        check=True, capture_output=True, timeout=120,
        env={name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
    )  # fmt: skip
    return data / "postgres"


@pytest.fixture
def data(cluster: Path, initialised: Path) -> Path:
    """A data folder whose database is migrated and not running."""
    copy_cluster(initialised, cluster)
    return cluster.parent


def copy_cluster(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    # cp keeps the owner, without which PostgreSQL refuses the folder.
    subprocess.run(["cp", "--archive", source, target], check=True)


def stop_whatever_runs_on(folder: Path) -> None:
    with contextlib.suppress(embedded.EmbeddedServerError, OSError):
        left = embedded.find(folder, major=int((folder / "PG_VERSION").read_text()))
        if left is not None:
            embedded.stop(left)


def server_process(folder: Path) -> int:
    """Return the process id of the server on the folder."""
    said = postmaster.PidFile.read(folder)
    assert said is not None
    return said.pid


def is_alive(pid: int) -> bool:
    """Say whether the process lives; one that only waits to be reaped does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def as_nobody(*line: str | Path) -> list[str | Path]:
    """Return the command line that runs as an unprivileged user, where we are root."""
    if os.geteuid() != 0:
        return list(line)
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        pytest.skip("setpriv is not installed")
    prefix = [setpriv, f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    probe = [*prefix, sys.executable, "-c", "import api.database.embedded"]
    is_ours = sys.executable in line
    if is_ours and subprocess.run(probe, check=False, capture_output=True, cwd="/").returncode:
        pytest.skip("this checkout's Python is out of an unprivileged user's reach")
    return [*prefix, *line]

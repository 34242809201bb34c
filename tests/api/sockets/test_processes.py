"""Several processes of the service: a change that anyone makes reaches the clients of all."""

import secrets
import signal
import time
from collections.abc import Callable
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from api.database import embedded
from tests.api.conftest import Program, eventually
from tests.api.endpoint.conftest import SECRET, Running, served
from tests.api.sockets.conftest import Client
from tests.api.sockets.test_subscriptions import PROGRESS, blast_id, counts
from tests.api.test_serve import answers

__all__ = ["served"]

LISTENING = """select count(*) from pg_stat_activity
    where datname = current_database() and query like 'listen%'"""
SOCKETS = 12
STOP_SECONDS = 8.0


def listening(served: Running) -> int:
    row = served.owner.execute(LISTENING).fetchone()
    assert row is not None
    return int(str(row[0]))


def write(url: str, blast: object) -> None:
    """Add a recipient as another program would."""
    with psycopg.connect(url) as other:
        other.execute(
            "insert into blast_recipients (organization_id, blast_id, phone_number) "
            "select organization_id, id, '+6012' || (10000000 + random() * 9999999)::int::text "
            "from blasts where id = %s",
            [blast],
        )


def test_the_clients_of_two_processes_are_told_and_both_stop_at_once(
    served: Running,
    headgate: Callable[..., Program],
    client: Callable[..., Client],
) -> None:
    port = embedded.free_port()
    running = headgate(
        "serve", "--port", str(port), "--workers", "2",
        DATABASE_URL=served.database_url, HEADGATE_TOKEN_SECRET=SECRET,
        HEADGATE_LOG_FORMAT="json",
    )  # fmt: skip
    eventually(lambda: answers(port))
    before = listening(served)
    blast = served.ours.add("blasts")
    clients = []
    for _ in range(SOCKETS):
        opened = client(f"http://127.0.0.1:{port}/graphql")
        opened.begin(served.token())
        opened.subscribe(PROGRESS, blast=blast_id(blast))
        assert counts(opened.next())["recipients"] == 0
        clients.append(opened)
    # One connection per process: the kernel spreads the sockets over both.
    eventually(lambda: listening(served) - before == 2)
    write(served.database_url, blast["id"])
    for opened in clients:
        assert counts(opened.next())["recipients"] == 1
    started = time.monotonic()
    running.signal(signal.SIGTERM)
    assert running.ends() == 0, running.output
    assert time.monotonic() - started < STOP_SECONDS
    eventually(lambda: listening(served) == before)


def test_a_database_that_goes_and_comes_back_is_followed_on(
    served: Running, client: Callable[..., Client]
) -> None:
    opened = client(served.url)
    opened.begin(served.token())
    blast = served.ours.add("blasts")
    opened.subscribe(PROGRESS, blast=blast_id(blast))
    assert counts(opened.next())["recipients"] == 0
    assert opened.is_quiet()
    for number in (1, 2):
        served.owner.execute(
            """select pg_terminate_backend(pid) from pg_stat_activity
                where datname = current_database() and application_name = 'headgate'"""
        )
        write(served.database_url, blast["id"])
        assert counts(opened.next())["recipients"] == number
    said = [line.get("event") for line in served.lines()]
    assert "not listening" in said


def test_notifications_are_heard_past_the_pooler(
    served: Running, headgate: Callable[..., Program], client: Callable[..., Client]
) -> None:
    login, password = f"direct_{secrets.token_hex(4)}", secrets.token_hex(16)
    name, place = sql.Identifier(login), urlsplit(served.database_url)
    direct = place._replace(netloc=f"{login}:{password}@{place.hostname}:{place.port}").geturl()
    create = sql.SQL("create role {} login password {} in role headgate_app")
    served.owner.execute(create.format(name, sql.Literal(password)))
    port = embedded.free_port()
    running = headgate(
        "serve", "--port", str(port),
        DATABASE_URL=served.database_url, HEADGATE_LISTEN_URL=direct, HEADGATE_TOKEN_SECRET=SECRET,
    )  # fmt: skip
    eventually(lambda: answers(port))
    blast = served.ours.add("blasts")
    opened = client(f"http://127.0.0.1:{port}/graphql")
    opened.begin(served.token())
    opened.subscribe(PROGRESS, blast=blast_id(blast))
    assert counts(opened.next())["recipients"] == 0
    eventually(lambda: logins(served, login) == 2)
    write(served.database_url, blast["id"])
    assert counts(opened.next())["recipients"] == 1
    running.signal(signal.SIGTERM)
    assert running.ends() == 0
    eventually(lambda: logins(served, login) == 0)
    served.owner.execute(sql.SQL("drop role {}").format(name))


def logins(served: Running, login: str) -> int:
    row = served.owner.execute(
        "select count(*) from pg_stat_activity where usename = %s", [login]
    ).fetchone()
    assert row is not None
    return int(str(row[0]))

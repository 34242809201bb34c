"""Operations that take too long, that nobody waits for, or whose database goes away."""

import concurrent.futures
import contextlib
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import psycopg
import pytest

from tests.api.conftest import eventually
from tests.api.endpoint.conftest import Running, codes, start, stop

ORDERS = "query Orders { orders { totalCount } }"
ACTIVE = """select count(*) from pg_stat_activity
    where datname = current_database() and application_name = 'headgate' and state = 'active'"""
TERMINATED = """select count(pg_terminate_backend(pid)) from pg_stat_activity
    where datname = current_database() and application_name = 'headgate'"""
POOL_SIZE = 10
RECOVERY_SECONDS = 8


@contextlib.contextmanager
def locked_orders(served: Running) -> Iterator[None]:
    """Let every statement on orders wait for as long as the block lasts."""
    with psycopg.connect(served.database_url) as holder:
        holder.execute("lock table orders in access exclusive mode")
        yield


def count(served: Running, statement: str) -> object:
    row = served.owner.execute(statement).fetchone()
    assert row is not None
    return row[0]


def test_a_statement_that_takes_too_long_is_ended_by_the_server(
    served: Running, tmp_path: Path
) -> None:
    process, url = start(served.database_url, tmp_path / "log", HEADGATE_REQUEST_SECONDS="0.5")
    headers = {"authorization": f"Bearer {served.token()}"}
    try:
        with locked_orders(served):
            answer = httpx.post(url, headers=headers, json={"query": f"{ORDERS}"})
            assert count(served, ACTIVE) == 0
        again = httpx.post(url, headers=headers, json={"query": f"{ORDERS}"})
    finally:
        stop(process)
    assert answer.json() == {
        "errors": [
            {
                "message": "this took longer than a request may; ask for less at once",
                "locations": [{"line": 1, "column": 16}],
                "path": ["orders"],
                "extensions": {"code": "TIMEOUT"},
            }
        ],
        "data": None,
    }
    assert codes(again) == []


def test_what_nobody_waits_for_is_cancelled_in_the_database(served: Running) -> None:
    document = "query Abandoned { orders { totalCount } }"
    with locked_orders(served):
        with pytest.raises(httpx.ReadTimeout):
            served.post(document, timeout=0.5)
        eventually(lambda: count(served, ACTIVE) == 0, seconds=5)
    eventually(lambda: any(line.get("operation") == "Abandoned" for line in served.lines()))
    (line,) = [line for line in served.lines() if line.get("operation") == "Abandoned"]
    assert line["outcome"] == "cancelled"
    assert codes(served.post(ORDERS)) == []


def test_a_lost_database_is_said_and_the_next_operations_work(served: Running) -> None:
    with concurrent.futures.ThreadPoolExecutor(POOL_SIZE * 2) as clients, locked_orders(served):
        asked = [clients.submit(served.post, ORDERS) for _ in range(POOL_SIZE)]
        eventually(lambda: count(served, ACTIVE) == POOL_SIZE)
        assert count(served, TERMINATED) == POOL_SIZE
        answers = [future.result() for future in asked]
    for answer in answers:
        assert codes(answer) == ["UNAVAILABLE"]
        (error,) = answer.json()["errors"]
        assert error["message"] == (
            "the database does not answer; send the request again in a moment"
        )
        masked = [
            line for line in served.lines() if line.get("error_id") == error["extensions"]["id"]
        ]
        assert [line["sqlstate"] for line in masked] == ["57P01"]
    _works_at_once(served)


def test_connections_that_died_idle_are_replaced_unnoticed(served: Running) -> None:
    with concurrent.futures.ThreadPoolExecutor(POOL_SIZE) as clients:
        with locked_orders(served):
            asked = [clients.submit(served.post, ORDERS) for _ in range(POOL_SIZE)]
            eventually(lambda: count(served, ACTIVE) == POOL_SIZE)
        assert [codes(future.result()) for future in asked] == [[]] * POOL_SIZE
    assert count(served, TERMINATED) == POOL_SIZE
    started = time.monotonic()
    # Alone, so that it is this request that meets them all.
    assert codes(served.post(ORDERS)) == []
    assert time.monotonic() - started < RECOVERY_SECONDS
    _works_at_once(served)


def _works_at_once(served: Running) -> None:
    started = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(POOL_SIZE) as clients:
        answers = list(clients.map(lambda _: served.post(ORDERS), range(POOL_SIZE * 3)))
    assert [codes(answer) for answer in answers] == [[]] * len(answers)
    assert time.monotonic() - started < RECOVERY_SECONDS

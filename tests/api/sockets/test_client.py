"""The client that frontends use, npm's graphql-ws, against the service as it runs."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

import pytest

from tests.api.endpoint.conftest import Running
from tests.api.sockets.test_subscriptions import blast_id

WEB = Path(__file__).parents[3] / "web"
NODE = Path(sys.executable).with_name("node")
Line = dict[str, object]


@contextmanager
def subscriber(
    served: Running, document: str, *, events: int, token: str | None = None
) -> Iterator[IO[str]]:
    """Run the client until the block ends, which reads what it prints."""
    if not (WEB / "node_modules" / "graphql-ws").is_dir():
        pytest.fail("web/node_modules is missing; run make setup")
    process = subprocess.Popen(
        [NODE, WEB / "subscriber.mjs"],
        stdout=subprocess.PIPE, text=True,
        env={
            **os.environ,
            "SUBSCRIBED_URL": served.url.replace("http://", "ws://"),
            "SUBSCRIBED_TOKEN": token or served.token(),
            "SUBSCRIBED_DOCUMENT": document,
            "SUBSCRIBED_EVENTS": str(events),
        },
    )  # fmt: skip
    assert process.stdout is not None
    try:
        yield process.stdout
        assert process.wait(timeout=60) == 0
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def lines(output: IO[str]) -> Iterator[Line]:
    """Return what the client prints, without the pongs."""
    for line in output:
        read = cast("Line", json.loads(line))
        if read != {"pong": True}:
            yield read


def test_it_follows_a_blast_and_leaves(served: Running) -> None:
    blast = served.ours.add("blasts")
    document = f'subscription {{ blastProgress(blastId: "{blast_id(blast)}") {{ state }} }}'
    with subscriber(served, document, events=2) as output:
        printed = lines(output)
        assert next(printed) == {"event": {"data": {"blastProgress": {"state": "DRAFT"}}}}
        served.owner.execute("update blasts set state = 'SENT' where id = %s", [blast["id"]])
        assert next(printed) == {"event": {"data": {"blastProgress": {"state": "SENT"}}}}
        assert list(printed) == [
            {"complete": True},
            {"closed": {"code": 1000, "reason": "Normal Closure", "wasClean": True}},
        ]


def test_it_gets_a_query_and_its_completion(served: Running) -> None:
    with subscriber(served, "{ viewer { role } }", events=9) as output:
        first, second, _closed = lines(output)
    assert first == {"event": {"data": {"viewer": {"role": "ADMIN"}}}}
    assert second == {"complete": True}


def test_it_gets_errors_as_errors(served: Running) -> None:
    with subscriber(served, "subscription { absent }", events=1) as output:
        first, _closed = lines(output)
    (error,) = cast("list[dict[str, object]]", first["error"])
    assert error["extensions"] == {"code": "GRAPHQL_VALIDATION_FAILED"}


def test_it_is_told_that_its_token_is_no_good(served: Running) -> None:
    nobody = "x.y.z"
    with subscriber(served, "{ viewer { role } }", events=1, token=nobody) as output:
        *_, last = lines(output)
    reason = "Forbidden: the token is not valid here; get one that is"
    assert last == {"error": {"code": 4403, "reason": reason}}

"""graphql-transport-ws to the letter: what each message leads to, and how sockets are closed."""

import datetime as dt
import json
import socket
import uuid
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest

from api.authentication.claims import Grant
from models.tenancy import MemberRole
from tests.api.endpoint.conftest import Running, signed
from tests.api.sockets.conftest import PROTOCOL, Client

Open = Callable[..., Client]
WHO = "query Who { viewer { role } }"
ANSWER = {"data": {"viewer": {"role": "ADMIN"}}}
FUNNEL = "subscription Funnel { funnelChanged(funnel: {dunning: {}}) { name } }"
FORBIDDEN = 4403
MISSING = "Forbidden: say who you are: send a token as Authorization: Bearer <token>"


def test_a_query_is_answered_once_and_is_complete(ours: Client) -> None:
    ours.subscribe(WHO)
    assert ours.hear() == {"type": "next", "id": "1", "payload": ANSWER}
    assert ours.hear() == {"type": "complete", "id": "1"}
    ours.subscribe(WHO)
    assert ours.next() == ANSWER


def test_operations_are_told_apart_by_their_ids(ours: Client) -> None:
    ours.subscribe(FUNNEL, id="funnel")
    assert ours.next("funnel") == {"data": {"funnelChanged": {"name": "dunning"}}}
    ours.subscribe(WHO, id="who")
    assert ours.next("who") == ANSWER
    assert ours.hear() == {"type": "complete", "id": "who"}


def test_a_named_operation_of_several_gets_its_variables(ours: Client) -> None:
    query = f"query A($ids: [ID!]!) {{ nodes(ids: $ids) {{ id }} }} {WHO}"
    payload = {"query": query, "operationName": "A", "variables": {"ids": []}, "extensions": {}}
    ours.say(type="subscribe", id="a", payload=payload)
    assert ours.next("a") == {"data": {"nodes": []}}


def test_a_ping_is_answered_with_what_it_carries_before_and_after_the_ack(
    served: Running, client: Open
) -> None:
    opened = client(served.url)
    opened.say(type="ping")
    assert opened.hear() == {"type": "pong"}
    opened.begin(served.token())
    opened.say(type="ping", payload={"at": 1})
    assert opened.hear() == {"type": "pong", "payload": {"at": 1}}
    opened.say(type="pong")
    assert opened.is_quiet(0.2)


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ("subscription {", "GRAPHQL_PARSE_FAILED"),
        ("subscription { absent }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { __typename }", "GRAPHQL_VALIDATION_FAILED"),
        (f"{FUNNEL[:-1]} other: funnelChanged(funnel: {{blast: {{}}}}) {{ name }} }}",
         "GRAPHQL_VALIDATION_FAILED"),
        ("query ($a: ID!) { node(id: $a) { id } }", "BAD_USER_INPUT"),
        ("subscription ($a: ID!) { blastProgress(blastId: $a) { id } }", "BAD_USER_INPUT"),
        ('subscription { blastProgress(blastId: "no id") { id } }', "BAD_USER_INPUT"),
        ("subscription { funnelChanged(funnel: {}) { name } }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { funnelChanged(funnel: {blast: {}, dunning: {}}) { name } }",
         "GRAPHQL_VALIDATION_FAILED"),
    ],
)  # fmt: skip
def test_what_cannot_be_executed_is_an_error_and_nothing_follows(
    ours: Client, document: str, code: str
) -> None:
    ours.subscribe(document)
    message = ours.hear()
    assert (message["type"], message["id"]) == ("error", "1")
    errors = message["payload"]
    assert isinstance(errors, list)
    assert {error["extensions"]["code"] for error in errors} == {code}
    ours.subscribe(WHO)
    assert ours.next() == ANSWER


def test_an_operation_that_the_client_completes_is_heard_of_no_more(ours: Client) -> None:
    ours.subscribe(FUNNEL)
    ours.next()
    ours.say(type="complete", id="1")
    ours.say(type="complete", id="never heard of")
    ours.subscribe(FUNNEL)
    assert ours.next() == {"data": {"funnelChanged": {"name": "dunning"}}}


@pytest.mark.parametrize(
    "said",
    [
        "no JSON",
        "[]",
        "{}",
        '{"type": "unknown"}',
        '{"type": "connection_ack"}',
        '{"type": "connection_init", "payload": "text"}',
        '{"type": "subscribe"}',
        '{"type": "subscribe", "id": "1"}',
        '{"type": "subscribe", "id": "", "payload": {"query": "{ viewer { role } }"}}',
        '{"type": "subscribe", "id": 1, "payload": {"query": "{ viewer { role } }"}}',
        '{"type": "subscribe", "id": "1", "payload": {"query": 1}}',
        '{"type": "subscribe", "id": "1", "payload": {"query": "{a}", "variables": []}}',
        '{"type": "complete"}',
        "[" * 100_000,
    ],
)
def test_what_is_no_message_closes_the_socket(ours: Client, said: str) -> None:
    ours.socket.send(said)
    code, reason = ours.closed()
    assert code == 4400
    assert reason.startswith("Invalid message: ")


def test_bytes_and_large_messages_close_the_socket(served: Running, client: Open) -> None:
    for said, reason in (
        (b"{}", "Invalid message: it is not text"),
        ("x" * 1_100_000, "Invalid message: it has more than 1048576 bytes"),
    ):
        opened = client(served.url)
        opened.socket.send(said)
        assert opened.closed() == (4400, reason)


def test_a_second_init_closes_the_socket(ours: Client) -> None:
    ours.say(type="connection_init")
    assert ours.closed() == (4429, "Too many initialisation requests")


def test_an_operation_before_the_init_closes_the_socket(served: Running, client: Open) -> None:
    opened = client(served.url)
    opened.subscribe(WHO)
    assert opened.closed() == (4401, "Unauthorized")


def test_an_id_in_use_closes_the_socket(ours: Client) -> None:
    ours.subscribe(FUNNEL, id="x" * 128)
    ours.subscribe(FUNNEL, id="x" * 128)
    assert ours.closed() == (4409, f"Subscriber for {'x' * 108}")


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (None, MISSING),
        ({}, MISSING),
        ({"authorization": 1}, MISSING),
        ({"authorization": "Basic eA=="}, MISSING),
        ({"Authorization": "Bearer x.y.z"},
         "Forbidden: the token is not valid here; get one that is"),
    ],
)  # fmt: skip
def test_who_does_not_say_who_they_are_is_forbidden(
    served: Running, client: Open, payload: object, reason: str
) -> None:
    opened = client(served.url)
    opened.say(type="connection_init", payload=payload)
    assert opened.closed() == (FORBIDDEN, reason)


def test_a_socket_ends_with_its_token(served: Running, client: Open) -> None:
    organization = uuid.UUID(str(served.ours.organization_id))
    grant = Grant("program:test", organization, MemberRole.ADMIN, dt.timedelta(seconds=2))
    opened = client(served.url)
    opened.begin(signed(grant))
    opened.subscribe(FUNNEL)
    opened.next()
    assert opened.closed() == (FORBIDDEN, "Forbidden: the token has expired; get a new one")


@pytest.mark.parametrize("protocols", [(), ("graphql-ws",), ("other", "third")])
def test_another_protocol_is_not_spoken(
    served: Running, client: Open, protocols: tuple[str, ...]
) -> None:
    opened = client(served.url, protocols)
    assert opened.socket.subprotocol is None
    assert opened.closed() == (4406, "Subprotocol not acceptable")


def test_ours_is_chosen_of_several_protocols(served: Running, client: Open) -> None:
    assert client(served.url, ("graphql-ws", PROTOCOL)).socket.subprotocol == PROTOCOL


def test_a_handshake_with_bytes_that_are_no_text_harms_nobody(
    served: Running, client: Open
) -> None:
    place = urlsplit(served.url)
    with socket.create_connection((place.hostname, place.port), timeout=10) as raw:
        raw.sendall(
            b"GET /graphql HTTP/1.1\r\nHost: here\r\nUpgrade: websocket\r\n"
            b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            b"Sec-WebSocket-Protocol: \xff\xfe\r\n\r\n"
        )
        raw.recv(4096)
    opened = client(served.url)
    opened.begin(served.token())


def test_more_operations_than_a_socket_may_have_are_refused(ours: Client) -> None:
    for number in range(50):
        ours.subscribe(FUNNEL, id=str(number))
    heard = {str(ours.hear()["id"]) for _ in range(50)}
    assert len(heard) == 50
    ours.subscribe(WHO, id="more")
    message = ours.hear()
    assert (message["type"], message["id"]) == ("error", "more")
    assert json.dumps(message["payload"]).count("COST_LIMIT_EXCEEDED") == 1


def test_a_subscription_over_http_is_told_where_to_go(served: Running) -> None:
    answer = served.post(FUNNEL)
    assert (answer.status_code, answer.json()["errors"][0]["message"]) == (
        400,
        "subscriptions are answered over a WebSocket; open one",
    )

"""What is sent to the endpoint is answered by the letter of GraphQL over HTTP."""

import json
from collections.abc import Mapping
from urllib.parse import urlencode

import httpx
import pytest

from models.tenancy import MemberRole
from tests.api.endpoint.conftest import GRAPHQL, Running, codes, errors

JSON = "application/json"
BROKEN = [
    ("{", JSON, 400, "the body is not JSON in UTF-8"),
    ("", JSON, 400, "the body is not JSON in UTF-8"),
    ("null", JSON, 400, "the body has the wrong form: Expected `object`, got `null`"),
    ('{"query": "{ __typename }"} x', JSON, 400, "the body is not JSON in UTF-8"),
    (b'{"query": "\xff"}', JSON, 400, "the body is not JSON in UTF-8"),
    ('{"query": "\\ud800"}', JSON, 400, "the body is not JSON in UTF-8"),
    (
        '{"query": "{ __typename }", "variables": ' + '{"a":' * 5000,
        JSON, 400, "the body is nested too deeply",
    ),
    (
        '{"query": "{ __typename }", "variables": {"a": 1e999}}',
        JSON, 400, "the body has the wrong form: Number out of range - at `$.variables[...]`",
    ),
    (
        '[{"query": "{ __typename }"}]',
        JSON, 400, "one request holds one operation; send each operation of a batch by itself",
    ),
    (
        '{"query": "{ __typename }"}',
        "text/plain", 415,
        "the body must be JSON in UTF-8: send it with Content-Type: application/json",
    ),
    (
        '{"query": "' + "x" * 1024 * 1024 + '"}',
        JSON, 413, "the body has more than 1048576 bytes; ask for less at once",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("body", "content_type", "status", "message"), BROKEN)
def test_a_body_that_cannot_be_read_is_refused_in_words(
    served: Running, body: str | bytes, content_type: str, status: int, message: str
) -> None:
    answer = httpx.post(
        served.url, content=body,
        headers={"authorization": f"Bearer {served.token()}", "content-type": content_type},
    )  # fmt: skip
    assert answer.status_code == status
    assert errors(answer) == [{"message": message, "extensions": {"code": "BAD_REQUEST"}}]


DOCUMENTS: list[tuple[dict[str, object], int, list[str]]] = [
    ({"query": "{ __typename }"}, 200, []),
    ({"query": "{"}, 400, ["GRAPHQL_PARSE_FAILED"]),
    ({"query": "{ }"}, 400, ["GRAPHQL_PARSE_FAILED"]),
    ({"query": ""}, 400, ["GRAPHQL_PARSE_FAILED"]),
    ({"query": "{ ordrs { id } }"}, 400, ["GRAPHQL_VALIDATION_FAILED"]),
    ({"query": "{ orders { nodes } }"}, 400, ["GRAPHQL_VALIDATION_FAILED"]),
    ({"query": "{ " + "a " * 51 + "}"}, 400, ["COST_LIMIT_EXCEEDED"]),
    ({"query": "query ($id: ID!) { order(id: $id) { id } }"}, 400, ["BAD_USER_INPUT"]),
    ({"query": "query a { __typename } query b { __typename }"}, 400, ["BAD_REQUEST"]),
    ({"query": "query a { __typename }", "operationName": "b"}, 400, ["BAD_REQUEST"]),
    ({"query": "fragment f on Query { __typename }"}, 400, ["GRAPHQL_VALIDATION_FAILED"]),
    ({"query": "query a { __typename } query b { x: __typename }", "operationName": "b"}, 200, []),
    ({"query": '{ order(id: "x") { id } }'}, 200, ["BAD_USER_INPUT"]),
]


@pytest.mark.parametrize(("parameters", "status", "wanted"), DOCUMENTS)
def test_a_document_is_answered_with_a_status_and_a_code(
    served: Running, parameters: Mapping[str, object], status: int, wanted: list[str]
) -> None:
    headers = {"authorization": f"Bearer {served.token()}"}
    strict = httpx.post(served.url, json=parameters, headers={**headers, "accept": GRAPHQL})
    assert (strict.status_code, sorted(set(codes(strict)))) == (status, wanted)
    assert strict.headers["content-type"] == f"{GRAPHQL}; charset=utf-8"
    assert ("data" in strict.json()) is (status == 200)
    # Plain JSON may come from a proxy: the status says only that the request could be read.
    plain = httpx.post(served.url, json=parameters, headers={**headers, "accept": JSON})
    assert (plain.status_code, plain.json()) == (200, strict.json())


def test_a_mistyped_name_is_not_put_right_by_us(served: Running) -> None:
    for document in (
        "{ ordrs { id } }",
        "{ orders(frst: 1) { totalCount } }",
        "{ orders { nodes { ... on Ordr { id } } } }",
        "{ orders(orderBy: [{field: IDD}]) { totalCount } }",
        "{ orders(filter: {idd: 1}) { totalCount } }",
        "query ($x: OrderFiltr) { orders(filter: $x) { totalCount } }",
        "{ orders @skp(if: true) { totalCount } }",
        "query ($x: OrderFilter) { orders(filter: $x) { totalCount } }",
        "query ($x: [OrderSort!]) { orders(orderBy: $x) { totalCount } }",
    ):
        answer = served.post(document, variables={"x": {"idd": 1, "field": "IDD"}})
        assert errors(answer), document
        assert "did you mean" not in answer.text.lower(), document


NAMED = "query ($name: String!) { __type(name: $name) { name } }"
GETS: list[tuple[dict[str, str], int, str | None]] = [
    ({"query": "{ __typename }"}, 200, None),
    ({"query": NAMED, "variables": '{"name": "Order"}'}, 200, None),
    ({"query": "{ __typename }", "variables": ""}, 200, None),
    ({}, 400, "the parameter query is missing; pass the document in it"),
    (
        {"query": "{ __typename }", "variables": "{"},
        400, "the parameter variables is not JSON in UTF-8",
    ),
    (
        {"query": "{ __typename }", "variables": "[]"},
        400, "the parameter variables has the wrong form: Expected `object | null`, got `array`",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("parameters", "status", "message"), GETS)
def test_a_query_may_be_got(
    served: Running, parameters: dict[str, str], status: int, message: str | None
) -> None:
    headers = {"authorization": f"Bearer {served.token()}", "accept": GRAPHQL}
    answer = httpx.get(f"{served.url}?{urlencode(parameters)}", headers=headers)
    assert answer.status_code == status
    if message is not None:
        assert [error["message"] for error in errors(answer)] == [message]


def test_a_query_string_that_is_not_utf8_is_refused(served: Running) -> None:
    headers = {"authorization": f"Bearer {served.token()}"}
    answer = httpx.get(f"{served.url}?query=%ff", headers=headers)
    assert answer.status_code == 400
    assert codes(answer) == ["BAD_REQUEST"]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_other_methods_are_told_which_there_are(served: Running, method: str) -> None:
    answer = httpx.request(
        method, served.url, headers={"authorization": f"Bearer {served.token()}"}
    )
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST")


def test_the_roles_of_two_tokens_see_what_each_may(served: Running) -> None:
    for role in MemberRole:
        answer = served.post("{ viewer { role member { id } } }", token=served.token(role))
        assert answer.json() == {"data": {"viewer": {"role": role.value, "member": None}}}


def test_a_token_shows_its_own_organization_alone(served: Running) -> None:
    document = "{ viewer { organization { name } } orders { nodes { clickfunnelsOrderId } } }"
    for number, (name, rows) in enumerate({"ours": served.ours, "theirs": served.theirs}.items()):
        rows.add("orders", clickfunnels_order_id=number)
        answer = served.post(document, token=served.token(by=rows)).json()
        assert answer == {
            "data": {
                "viewer": {"organization": {"name": name}},
                "orders": {"nodes": [{"clickfunnelsOrderId": str(number)}]},
            }
        }


def test_a_line_is_logged_per_operation_and_none_of_its_values(served: Running) -> None:
    phone, secret = "+15550001234", "a-value-of-a-variable"
    token = served.token()
    documents = [
        "query Mine($e: String!) { contactByEmail(email: $e) { id } }",
        "query Mine($e: ID!) { order(id: $e) { id } }",
        "query Mine($e: Int!) { orders(first: $e) { totalCount } }",
        f'query Mine {{ contactByEmail(email: "{secret}") {{ id phone }} }}',
    ]
    before = len(served.lines())
    for document in documents:
        for value in (phone, secret, f"{secret}\0"):
            served.post(document, token=token, variables={"e": value})
    httpx.post(served.url, content=json.dumps({"query": secret, "variables": phone}),
               headers={"authorization": f"Bearer {token}", "content-type": JSON})  # fmt: skip
    lines = served.lines()[before:]
    operations = [line for line in lines if line["event"] == "operation"]
    assert {line["operation"] for line in operations} == {"Mine"}
    assert all(isinstance(line["milliseconds"], float) for line in operations)
    assert {line["statements"] for line in operations} == {0, 1}
    written = served.log.read_text()
    for value in (phone, secret, token, *token.split(".")):
        assert value not in written

"""Arguments that cannot be used are refused in words, with a code, at their path."""

import base64
import json

import pytest
from graphql import parse, validate

from tests.api.graphql.conftest import SCHEMA, Service


def token(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


FOREIGN = (
    "this cursor belongs to another connection or another orderBy; "
    "pass a cursor of this one, or none to begin anew"
)
NO_CURSOR = "this is no cursor; pass a cursor that this API returned, unchanged"
CHANGED = "this cursor was changed; pass a cursor that this API returned, unchanged"
TEXT = "a text holds a character that no text here has; leave it out"


def no_id(shown: str) -> str:
    return f"'{shown}' is no id; pass an id that this API returned, unchanged"


CASES = [
    ("{ orders(first: -1) { totalCount } }", "first is -1; pass a number from 0 to 500"),
    ("{ orders(first: 100000) { totalCount } }", "first is 100000; pass a number from 0 to 500"),
    ("{ orders(last: 501) { totalCount } }", "last is 501; pass a number from 0 to 500"),
    (
        "{ orders(first: 1, last: 1) { totalCount } }",
        "first and last exclude each other; pass one of them",
    ),
    ('{ orders(after: "nonsense") { totalCount } }', NO_CURSOR),
    ('{ orders(after: "") { totalCount } }', NO_CURSOR),
    ('{ orders(after: "é") { totalCount } }', NO_CURSOR),
    (f'{{ orders(after: "{token("[]")}") {{ totalCount }} }}', NO_CURSOR),
    (f'{{ orders(after: "{token("[1]")}") {{ totalCount }} }}', NO_CURSOR),
    (f'{{ orders(after: "{token("[" * 20000)}") {{ totalCount }} }}', NO_CURSOR),
    (f'{{ orders(after: "{token(json.dumps(["00000000", "1"]))}") {{ totalCount }} }}', FOREIGN),
    ('{ order(id: "nonsense") { id } }', no_id("nonsense")),
    ('{ order(id: "") { id } }', no_id("")),
    (f'{{ node(id: "{token("Query:1")}") {{ id }} }}', no_id(token("Query:1"))),
    (f'{{ node(id: "{token("Order:x")}") {{ id }} }}', no_id(token("Order:x"))),
    (f'{{ node(id: "{token("Order:01")}") {{ id }} }}', no_id(token("Order:01"))),
    (f'{{ node(id: "{token(f"Order:{2**63}")}") {{ id }} }}', no_id(token(f"Order:{2**63}"))),
    (f'{{ node(id: "{token("Order:1")}=") {{ id }} }}', no_id(token("Order:1") + "=")),
    (
        f'{{ order(id: "{token("Contact:1")}") {{ id }} }}',
        "this is an id of type Contact; pass one of type Order",
    ),
    (
        f'{{ orders(filter: {{id: {{in: ["{token("Contact:1")}"]}}}}) {{ totalCount }} }}',
        "this is an id of type Contact; pass one of type Order",
    ),
    (
        f'{{ dailyMetric(id: "{token("DailyMetric:" + "[" * 20000)}") {{ id }} }}',
        no_id(token("DailyMetric:" + "[" * 20000)[:40] + "…"),
    ),
    ('{ orders(filter: {currency: {eq: "\\u0000"}}) { totalCount } }', TEXT),
    ('{ orders(filter: {currency: {contains: "\\u0000"}}) { totalCount } }', TEXT),
    ('{ contactByEmail(email: "\\u0000") { id } }', TEXT),
    (
        "{ contacts(filter: {orders: {items: {product: {}}}}) { totalCount } }",
        "the filter follows more than 2 relations, one inside the other; follow fewer",
    ),
    (
        "{ orders(filter: {or: [" + "{currency: {isNull: true}} " * 60 + "]}) { totalCount } }",
        "the filter says more than 100 things; say fewer",
    ),
    (
        "{ orders(filter: {funnelId: {in: [" + "1 " * 1001 + "]}}) { totalCount } }",
        "a list holds 1001 values; pass at most 1000",
    ),
    (
        "{ orders(orderBy: [" + "{field: ID} " * 6 + "]) { totalCount } }",
        "orderBy has 6 terms; pass at most 5",
    ),
    (
        f"{{ nodes(ids: [{f'{chr(34)}x{chr(34)} ' * 501}]) {{ id }} }}",
        "ids holds 501 ids; pass at most 500",
    ),
]


@pytest.mark.parametrize("major", [18], indirect=True, ids=["pg18"])
def test_what_cannot_be_used_is_refused_in_words(service: Service) -> None:
    for document, message in CASES:
        answer = service.ask(document)
        told = [(error["message"], error["extensions"]) for error in answer.errors]
        assert told == [(message, {"code": "BAD_USER_INPUT"})], document
        assert answer.statements == [], document


def test_a_cursor_is_refused_where_it_was_changed_or_does_not_belong(service: Service) -> None:
    service.ours.add("orders", order_total="1")
    service.ours.add("contacts")
    page = """query ($after: String, $order: [OrderSort!]) {
      orders(after: $after, orderBy: $order) { edges { cursor } } }"""
    by_total = [{"field": "ORDER_TOTAL"}]
    cursor = service.ask(page, order=by_total).at("orders", "edges", 0, "cursor")
    assert isinstance(cursor, str)
    tag, *values = json.loads(base64.urlsafe_b64decode(cursor + "=="))
    assert values[0] == "1.00"
    changed = [
        (by_total, token(json.dumps([tag, "x", values[1]])), CHANGED),
        (by_total, token(json.dumps([tag, "NaN", values[1]])), CHANGED),
        (by_total, token(json.dumps([tag, "1e131072", values[1]])), CHANGED),
        (by_total, token(json.dumps([tag, "1e-16384", values[1]])), CHANGED),
        (by_total, token(json.dumps([tag, "1.00", "9" * 40])), CHANGED),
        (by_total, token(json.dumps([tag, "1.00"])), CHANGED),
        (by_total, token(json.dumps([tag, "1.00", values[1], "1"])), CHANGED),
        (by_total, token(json.dumps([tag, {"a": 1}, values[1]])), NO_CURSOR),
        ([{"field": "ORDER_TOTAL", "direction": "DESC"}], cursor, FOREIGN),
        ([{"field": "PURCHASE_DATE"}], cursor, FOREIGN),
    ]
    for order, forged, message in changed:
        answer = service.ask(page, after=forged, order=order)
        assert [error["message"] for error in answer.errors] == [message], forged
        assert answer.statements == []


def test_an_error_below_the_root_leaves_the_rest_of_the_answer(service: Service) -> None:
    service.ours.add("contacts", email="ann@example.com")
    answer = service.ask(
        "{ contacts { nodes { email orders(first: -1) { totalCount } } } a: __typename }"
    )
    assert answer.data is None or answer.data["a"] == "Query"
    assert [error["path"] for error in answer.errors] == [["contacts", "nodes", 0, "orders"]]


@pytest.mark.parametrize(
    "literal",
    [
        'orderTotal: {eq: "1e131072"}',
        'orderTotal: {eq: "NaN"}',
        'orderTotal: {eq: "x"}',
        "orderTotal: {eq: true}",
        'createdAt: {eq: "2026-01-01T00:00:00"}',
        'createdAt: {eq: "2026-13-01T00:00:00Z"}',
        'purchaseDate: {eq: "2026-02-30"}',
        "clickfunnelsOrderId: {eq: 9223372036854775808}",
        'clickfunnelsOrderId: {eq: "1.5"}',
    ],
)
def test_a_scalar_that_is_none_never_reaches_the_database(literal: str) -> None:
    document = parse(f"{{ orders(filter: {{{literal}}}) {{ totalCount }} }}")
    assert len(validate(SCHEMA, document)) == 1

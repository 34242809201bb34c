"""Pages of a connection, read one after the other, are the whole of it in its order."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.graphql.conftest import Service

ROWS = 40
FORWARDS = """
query ($n: Int, $at: String, $order: [OrderSort!], $filter: OrderFilter) {
  orders(first: $n, after: $at, orderBy: $order, filter: $filter) {
    edges { cursor node { clickfunnelsOrderNumber } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}
"""
BACKWARDS = FORWARDS.replace("first: $n, after: $at", "last: $n, before: $at")
COLUMNS = {
    "CREATED_AT": "created_at",
    "ORDER_TOTAL": "order_total",
    "PURCHASE_DATE": "purchase_date",
    "ORDER_SOURCE": "order_source",
    "CLICKFUNNELS_ORDER_ID": "clickfunnels_order_id",
    "IS_HIGH_TICKET": "coalesce(order_source = 'high_ticket', false)",
    "ID": "id",
}
TERMS = st.lists(
    st.tuples(st.sampled_from(sorted(COLUMNS)), st.sampled_from(["ASC", "DESC"])),
    max_size=3,
    unique_by=lambda term: term[0],
)


def fill(service: Service) -> None:
    """Orders with many equal values and many nulls."""
    draw = random.Random(7)  # noqa: S311 - test data
    for number in range(ROWS):
        service.ours.add(
            "orders",
            clickfunnels_order_number=str(number),
            created_at=draw.choice(["2026-01-01", "2026-01-02", "2026-01-02 10:00:00.123456+00"]),
            order_total=draw.choice([None, "0", "10.50", "10.51"]),
            purchase_date=draw.choice([None, "2026-01-01", "2026-02-01"]),
            order_source=draw.choice([None, "high_ticket", "Ärger", "x\"y'z"]),
            clickfunnels_order_id=None if number % 3 else number,
        )
        service.theirs.add("orders", clickfunnels_order_number=f"theirs {number}")


@pytest.fixture
def filled(service: Service) -> Service:
    fill(service)
    return service


def expected(service: Service, terms: list[tuple[str, str]]) -> list[str]:
    """Return the order that PostgreSQL itself gives."""
    ties = terms[-1][1] if terms else "DESC"
    columns = [f"{COLUMNS[name]} {direction}" for name, direction in terms]
    order = ", ".join([*(columns or ["created_at desc"]), f"id {ties}"])
    found = service.owner.execute(
        f"select clickfunnels_order_number from orders where organization_id = %s order by {order}",
        [service.ours.organization_id],
    )
    return [str(row[0]) for row in found]


def walk(service: Service, document: str, size: int, order: object) -> list[list[str]]:
    """Return the pages in the order in which they are read."""
    pages, at = [], None
    is_forwards = document == FORWARDS
    while True:
        answer = service.ask(document, n=size, at=at, order=order)
        edges = answer.at("orders", "edges")
        info = answer.at("orders", "pageInfo")
        assert isinstance(edges, list)
        assert isinstance(info, dict)
        pages.append([edge["node"]["clickfunnelsOrderNumber"] for edge in edges])
        ahead, behind = info["hasNextPage"], info["hasPreviousPage"]
        assert (ahead if not is_forwards else behind) is (at is not None)
        assert info["startCursor"] == (edges[0]["cursor"] if edges else None)
        assert info["endCursor"] == (edges[-1]["cursor"] if edges else None)
        if not (ahead if is_forwards else behind):
            return pages
        at = info["endCursor"] if is_forwards else info["startCursor"]
        assert len(pages) <= ROWS


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(terms=TERMS, size=st.integers(3, ROWS), is_forwards=st.booleans())
def test_the_pages_of_any_order_are_the_rows_in_that_order(
    filled: Service, terms: list[tuple[str, str]], size: int, *, is_forwards: bool
) -> None:
    order = [{"field": name, "direction": direction} for name, direction in terms] or None
    pages = walk(filled, FORWARDS if is_forwards else BACKWARDS, size, order)
    read = [row for page in (pages if is_forwards else pages[::-1]) for row in page]
    assert read == expected(filled, terms)
    assert all(len(page) == size for page in pages[:-1])


def test_a_row_that_comes_or_goes_does_not_move_the_next_page(filled: Service) -> None:
    order = [{"field": "CREATED_AT"}]
    rest = expected(filled, [("CREATED_AT", "ASC")])[10:]
    first = filled.ask(FORWARDS, n=10, at=None, order=order)
    cursor = first.at("orders", "pageInfo", "endCursor")
    filled.ours.add("orders", created_at="2025-01-01", clickfunnels_order_number="early")
    gone = first.at("orders", "edges", 9, "node", "clickfunnelsOrderNumber")
    filled.owner.execute("delete from orders where clickfunnels_order_number = %s", [gone])
    second = filled.ask(FORWARDS, n=500, at=cursor, order=order)
    edges = second.at("orders", "edges")
    assert isinstance(edges, list)
    assert [edge["node"]["clickfunnelsOrderNumber"] for edge in edges] == rest


def test_a_page_between_two_cursors_holds_what_lies_between(filled: Service) -> None:
    document = """
    query ($after: String, $before: String) {
      orders(after: $after, before: $before, orderBy: [{field: ID}]) {
        edges { cursor node { clickfunnelsOrderNumber } }
      }
    }
    """
    edges = filled.ask(document).at("orders", "edges")
    assert isinstance(edges, list)
    between = filled.ask(document, after=edges[3]["cursor"], before=edges[8]["cursor"])
    assert between.at("orders", "edges") == edges[4:8]


def test_first_zero_is_an_empty_page_that_knows_of_more(filled: Service) -> None:
    answer = filled.ask(FORWARDS, n=0)
    assert answer.at("orders") == {
        "edges": [],
        "pageInfo": {
            "hasNextPage": True,
            "hasPreviousPage": False,
            "startCursor": None,
            "endCursor": None,
        },
    }


def test_each_parent_has_its_own_page(filled: Service) -> None:
    document = """
    query ($after: String) {
      contacts(orderBy: [{field: EMAIL}]) {
        nodes {
          email
          orders(
            first: 2, after: $after,
            orderBy: [{field: CLICKFUNNELS_ORDER_NUMBER, direction: DESC}]
          ) {
            totalCount
            totals { currency count sum { orderTotal } average { orderTotal } }
            edges { cursor node { clickfunnelsOrderNumber } }
            pageInfo { hasNextPage hasPreviousPage }
          }
        }
      }
    }
    """
    spent: dict[str, list[str | None]] = {"a": ["1.10", "2.20", None], "b": ["4"], "c": []}
    for email, amounts in spent.items():
        contact = filled.ours.add("contacts", email=email)
        for number, amount in enumerate(amounts):
            filled.ours.add(
                "orders",
                contact_id=contact["id"],
                clickfunnels_order_number=f"{email}{number}",
                order_total=amount,
            )
    found = filled.ask(document).at("contacts", "nodes")
    assert isinstance(found, list)
    seen = {
        row["email"]: (
            row["orders"]["totalCount"],
            row["orders"]["totals"],
            [edge["node"]["clickfunnelsOrderNumber"] for edge in row["orders"]["edges"]],
            row["orders"]["pageInfo"]["hasNextPage"],
        )
        for row in found
    }
    usd = {"currency": "USD"}
    assert seen == {
        "a": (
            3,
            [
                usd
                | {"count": 3, "sum": {"orderTotal": "3.30"}, "average": {"orderTotal": "1.6500"}}
            ],
            ["a2", "a1"],
            True,
        ),
        "b": (
            1,
            [
                usd
                | {"count": 1, "sum": {"orderTotal": "4.00"}, "average": {"orderTotal": "4.0000"}}
            ],
            ["b0"],
            False,
        ),
        "c": (0, [], [], False),
    }
    after = found[0]["orders"]["edges"][1]["cursor"]
    rest = filled.ask(document, after=after).at("contacts", "nodes", 0, "orders")
    assert isinstance(rest, dict)
    assert [edge["node"]["clickfunnelsOrderNumber"] for edge in rest["edges"]] == ["a0"]
    assert rest["pageInfo"] == {"hasNextPage": False, "hasPreviousPage": True}

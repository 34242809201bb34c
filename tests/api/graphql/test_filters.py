"""What a filter finds is what the same words mean in SQL."""

import pytest

from tests.api.graphql.conftest import Service

DOCUMENT = """
query ($filter: OrderFilter) {
  orders(filter: $filter, orderBy: [{field: CLICKFUNNELS_ORDER_NUMBER}]) {
    totalCount
    nodes { clickfunnelsOrderNumber }
  }
}
"""

CASES: list[tuple[dict[str, object] | None, str]] = [
    ({}, "abcd"),
    (None, "abcd"),
    ({"orderTotal": None}, "abcd"),
    ({"orderTotal": {"eq": "10.5"}}, "a"),
    ({"orderTotal": {"gt": "10.50"}}, "b"),
    ({"orderTotal": {"gte": "10.50", "lt": "11"}}, "a"),
    ({"orderTotal": {"in": ["10.50", "99"]}}, "ab"),
    ({"orderTotal": {"in": []}}, ""),
    ({"orderTotal": {"isNull": True}}, "cd"),
    ({"orderTotal": {"isNull": False}}, "ab"),
    ({"not": {"orderTotal": {"eq": "10.50"}}}, "bcd"),
    ({"orderSource": {"eq": "shop"}}, "b"),
    ({"orderSource": {"startsWith": "SH"}}, "b"),
    ({"orderSource": {"contains": "_"}}, "c"),
    ({"orderSource": {"contains": "%"}}, "d"),
    ({"orderSource": {"contains": "\\"}}, "d"),
    ({"orderSource": {"startsWith": ""}}, "bcd"),
    ({"purchaseDate": {"lte": "2026-01-31"}}, "a"),
    ({"createdAt": {"lt": "2026-02-01T00:00:00+02:00"}}, "a"),
    ({"clickfunnelsOrderId": {"eq": "9007199254740993"}}, "d"),
    ({"isHighTicket": {"eq": True}}, "c"),
    ({"and": [{"orderTotal": {"isNull": True}}, {"isHighTicket": {"eq": True}}]}, "c"),
    ({"or": [{"isHighTicket": {"eq": True}}, {"orderTotal": {"eq": "99"}}]}, "bc"),
    ({"or": []}, ""),
    ({"and": []}, "abcd"),
    ({"not": {}}, ""),
    ({"contact": {}}, "ab"),
    ({"not": {"contact": {}}}, "cd"),
    ({"contact": {"email": {"eq": "ann@example.com"}}}, "a"),
    ({"contact": {"email": {"contains": "EXAMPLE"}}}, "ab"),
    ({"items": {}}, "ab"),
    ({"not": {"items": {}}}, "cd"),
    ({"items": {"product": {"productName": {"eq": "Course"}}}}, "a"),
    ({"items": {"quantity": {"gt": "1"}}, "contact": {"email": {"startsWith": "bob"}}}, "b"),
    ({"orderTotal": {"eq": "10.5"}, "orderSource": {"eq": "shop"}}, ""),
]


@pytest.fixture
def filled(service: Service) -> Service:
    rows = service.ours
    ann = rows.add("contacts", email="ann@example.com")
    bob = rows.add("contacts", email="bob@example.com")
    course = rows.add("products", product_name="Course")
    book = rows.add("products", product_name="Book")
    a = rows.add("orders", clickfunnels_order_number="a", contact_id=ann["id"], order_total="10.50",
                 purchase_date="2026-01-31", created_at="2026-01-31T21:00:00Z")  # fmt: skip
    b = rows.add("orders", clickfunnels_order_number="b", contact_id=bob["id"], order_total="99",
                 order_source="shop", purchase_date="2026-02-01")  # fmt: skip
    rows.add("orders", clickfunnels_order_number="c", order_source="high_ticket")
    rows.add("orders", clickfunnels_order_number="d", order_source="50%\\",
             clickfunnels_order_id=9007199254740993)  # fmt: skip
    rows.add("order_items", order_id=a["id"], product_id=course["id"], quantity=1)
    rows.add("order_items", order_id=b["id"], product_id=book["id"], quantity=2)
    service.theirs.add("orders", clickfunnels_order_number="x", order_total="10.50")
    return service


def test_a_filter_finds_what_it_says(filled: Service) -> None:
    for said, found in CASES:
        answer = filled.ask(DOCUMENT, filter=said)
        nodes = answer.at("orders", "nodes")
        assert isinstance(nodes, list)
        assert "".join(node["clickfunnelsOrderNumber"] for node in nodes) == found, said
        assert answer.at("orders", "totalCount") == len(found), said


def test_ids_can_be_filtered_by(filled: Service) -> None:
    ids = "{ orders(orderBy: [{field: CLICKFUNNELS_ORDER_NUMBER}]) { nodes { id } } }"
    nodes = filled.ask(ids).at("orders", "nodes")
    assert isinstance(nodes, list)
    wanted = [nodes[0]["id"], nodes[2]["id"]]
    answer = filled.ask(DOCUMENT, filter={"id": {"in": wanted}})
    assert answer.at("orders", "nodes") == [
        {"clickfunnelsOrderNumber": "a"},
        {"clickfunnelsOrderNumber": "c"},
    ]
    assert filled.ask(DOCUMENT, filter={"id": {"eq": wanted[1]}}).at("orders", "totalCount") == 1


def test_a_filter_holds_for_a_nested_connection_and_its_count(filled: Service) -> None:
    document = """
    { contacts(orderBy: [{field: EMAIL}]) { nodes { orders(filter: {orderTotal: {gt: "50"}}) {
        totalCount nodes { clickfunnelsOrderNumber } } } } }
    """
    assert filled.ask(document).at("contacts", "nodes") == [
        {"orders": {"totalCount": 0, "nodes": []}},
        {"orders": {"totalCount": 1, "nodes": [{"clickfunnelsOrderNumber": "b"}]}},
    ]


def test_an_enum_is_filtered_ordered_and_paged_by_its_value(service: Service) -> None:
    """Its values' names differ from what PostgreSQL calls them, and it has its own order."""
    for kind in ("analytics", "lead", "purchase"):
        service.ours.add("analytics_events", type=kind)
    document = """query ($filter: AnalyticsEventFilter, $after: String) {
      analyticsEvents(filter: $filter, after: $after, orderBy: [{field: TYPE}]) {
        edges { cursor node { type } } } }"""

    def types(said: dict[str, object] | None = None, after: object = None) -> list[object]:
        edges = service.ask(document, filter=said, after=after).at("analyticsEvents", "edges")
        assert isinstance(edges, list)
        return [edge["node"]["type"] for edge in edges]

    assert types() == ["LEAD", "PURCHASE", "ANALYTICS"]
    assert types({"type": {"eq": "PURCHASE"}}) == ["PURCHASE"]
    assert types({"type": {"in": ["LEAD", "ANALYTICS"]}}) == ["LEAD", "ANALYTICS"]
    cursor = service.ask(document).at("analyticsEvents", "edges", 0, "cursor")
    assert types(after=cursor) == ["PURCHASE", "ANALYTICS"]


def test_a_time_of_day_is_filtered_by_and_shown(service: Service) -> None:
    service.ours.add("blasts", blast_time="09:30:00.25")
    service.ours.add("blasts", blast_time="18:00")
    document = '{ blasts(filter: {blastTime: {lt: "12:00"}}) { nodes { blastTime } } }'
    assert service.ask(document).at("blasts", "nodes") == [{"blastTime": "09:30:00.25"}]

"""What a document asks is found whichever way it is written, and nothing more is loaded."""

import pytest

from tests.api.graphql.conftest import Service

WAYS = {
    "plainly": "{ orders { nodes { id contact { email } } } }",
    "by named fragments": """
        { orders { ...Page } }
        fragment Page on OrderConnection { nodes { ...Row } }
        fragment Row on Order { id contact { ...Person } }
        fragment Person on Contact { email }
    """,
    "by inline fragments": (
        "{ orders { ... { nodes { ... on Order { id ... { contact { email } } } } } } }"
    ),
    "through the interface": "{ orders { nodes { ... on Node { id } contact { email } } } }",
    "in several places": """
        { orders { nodes { id } }
          orders { nodes { contact { __typename } } ...More } }
        fragment More on OrderConnection { nodes { contact { email } } }
    """,
    "with directives that let it be": """
        query ($yes: Boolean = true, $no: Boolean = false) {
          orders @include(if: $yes) { nodes @skip(if: $no) {
            id ... @include(if: $yes) { contact { email } }
            ... @skip(if: $yes) { items { totalCount } }
          } } }
    """,
}


def without_typename(value: object) -> object:
    match value:
        case dict():
            return {k: without_typename(v) for k, v in value.items() if k != "__typename"}
        case list():
            return [without_typename(item) for item in value]
        case _:
            return value


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("major", [18], indirect=True, ids=["pg18"])
def test_the_same_thing_asked_in_other_words_is_the_same_work(service: Service, way: str) -> None:
    contact = service.ours.add("contacts", email="ann@example.com")
    service.ours.add("orders", contact_id=contact["id"])
    plain = service.ask(WAYS["plainly"])
    asked = service.ask(WAYS[way])
    assert asked.errors == []
    assert without_typename(asked.data) == plain.data
    assert asked.statements == plain.statements
    assert len(plain.statements) == 2


def test_a_node_is_asked_by_its_type(service: Service) -> None:
    contact = service.ours.add("contacts", email="ann@example.com")
    service.ours.add("orders", contact_id=contact["id"], order_total="5")
    ids = service.ask("{ orders { nodes { id contact { id } } } }").at("orders", "nodes", 0)
    assert isinstance(ids, dict)
    document = """
        query ($ids: [ID!]!) { nodes(ids: $ids) {
          id __typename
          ... on Contact { email orders { nodes { orderTotal } } }
          ... on Order { ...Money contact { email } }
        } }
        fragment Money on Order { orderTotal }
    """
    order, person = ids["id"], ids["contact"]["id"]
    answer = service.ask(document, ids=[order, person, order])
    row = {
        "id": order,
        "__typename": "Order",
        "orderTotal": "5.00",
        "contact": {"email": "ann@example.com"},
    }
    them = {
        "id": person,
        "__typename": "Contact",
        "email": "ann@example.com",
        "orders": {"nodes": [{"orderTotal": "5.00"}]},
    }
    assert answer.at("nodes") == [row, them, row]
    assert len(answer.statements) == 4

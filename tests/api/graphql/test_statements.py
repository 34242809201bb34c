"""An operation takes the same number of statements for one row and for five hundred."""

import pytest

from tests.api.graphql.conftest import Service

ROWS = 500
OPERATIONS = {
    "orders with contacts, items and products": (
        4,
        """{ orders(first: 500) { nodes { id orderTotal contact { email }
             items(first: 5) { nodes { quantity product { productName } } } } } }""",
    ),
    "counts and totals of nested connections": (
        4,
        """{ contacts(first: 500) { nodes { email
             orders { totalCount totals { count } nodes { id } } } } }""",
    ),
    "one connection asked for in two ways": (
        4,
        """{ contacts(first: 500) { nodes { many: orders { nodes { id } }
             few: orders(first: 1) { edges { cursor node { contact { email } } } } } } }""",
    ),
    "the ids that foreign keys hold": (1, "{ orders { nodes { contact { __typename id } } } }"),
    "a count alone": (1, "{ orders { totalCount } }"),
    "totals alone": (1, "{ orders { totals { sum { orderTotal } } } }"),
    "the rows behind a foreign key and back": (
        3,
        """{ orders(first: 500) { nodes { contact { orders(first: 1) { nodes { id } } } } } }""",
    ),
    "what directives leave out": (
        1,
        """{ orders(first: 500) { nodes { id contact @skip(if: true) { id }
             items @include(if: false) { totalCount } } } }""",
    ),
}


def fill(service: Service, rows: int) -> None:
    product = service.ours.add("products")
    for _ in range(rows):
        contact = service.ours.add("contacts")
        order = service.ours.add("orders", contact_id=contact["id"], order_total="10")
        service.ours.add("order_items", order_id=order["id"], product_id=product["id"])


@pytest.mark.parametrize("major", [18], indirect=True, ids=["pg18"])
def test_the_number_of_statements_does_not_depend_on_the_rows(service: Service) -> None:
    fill(service, 1)
    few = {name: service.ask(document) for name, (_, document) in OPERATIONS.items()}
    fill(service, ROWS - 1)
    many = {name: service.ask(document) for name, (_, document) in OPERATIONS.items()}
    for name, (statements, _) in OPERATIONS.items():
        assert (few[name].errors, many[name].errors) == ([], []), name
        assert len(few[name].statements) == statements, name
        assert len(many[name].statements) == statements, name
    nodes = many["orders with contacts, items and products"].at("orders", "nodes")
    assert isinstance(nodes, list)
    assert len(nodes) == ROWS
    assert all(len(node["items"]["nodes"]) == 1 for node in nodes)


@pytest.mark.parametrize("major", [18], indirect=True, ids=["pg18"])
def test_only_the_columns_asked_for_are_selected(service: Service) -> None:
    service.ours.add("orders")
    answer = service.ask("{ orders(orderBy: [{field: ID}]) { nodes { orderTotal } } }")
    (statement,) = answer.statements
    assert statement == (
        'select "orders"."id" as "id", "orders"."order_total" as "order_total" from "orders" '
        'as "orders" where true order by "orders"."id" limit %s::bigint'
    )

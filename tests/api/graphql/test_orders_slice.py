"""Orders with their contacts, items and products, end to end."""

from tests.api.graphql.conftest import Service

PAGE = """
query Page($first: Int) {
  orders(first: $first, orderBy: [{field: ID}]) {
    totalCount
    totals { currency count sum { orderTotal } average { orderTotal } }
    pageInfo { hasNextPage hasPreviousPage }
    nodes {
      id
      orderTotal
      createdAt
      isHighTicket
      contact { id email }
      items { totalCount nodes { quantity amount product { productName } } }
    }
  }
}
"""


def fill(service: Service, orders: int) -> None:
    for _ in range(orders):
        contact = service.ours.add("contacts")
        order = service.ours.add("orders", contact_id=contact["id"], order_total="10.50")
        for _ in range(2):
            service.ours.add("order_items", order_id=order["id"], quantity=2, amount="5.25")


def test_an_order_comes_with_its_contact_and_items(service: Service) -> None:
    fill(service, 3)
    answer = service.ask(PAGE, first=2)
    assert answer.at("orders", "totalCount") == 3

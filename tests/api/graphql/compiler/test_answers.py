"""What is compiled answers as the interpreter does, byte for byte, in one statement."""

import pytest

from api.graphql import node_ids
from api.schema import REGISTRY
from models.tenancy import MemberRole
from tests.api.graphql.compiler.conftest import Both
from tests.api.graphql.test_documented_operations import GROWING, QUERIES, fill, sell, variables
from tests.api.graphql.test_pagination import fill as fill_orders

SELECTED = """
  query ($first: Int = 2, $with: Boolean = true) {
    orders(first: $first) {
      __typename
      nodes {
        ...Paid
        again: orderTotal
        contact @include(if: $with) { id }
        contact @skip(if: $with) { email }
        ... on Node { id }
        ... on Order @skip(if: $with) { currency }
      }
      once: nodes { nodes: id }
      edges { cursor node { object: id edges: currency } }
    }
  }
  fragment Paid on Order { orderTotal __typename ... @include(if: $with) { currency } }
"""
PAGE = """
  query ($first: Int, $last: Int, $after: String, $before: String, $order: [OrderSort!]) {
    orders(first: $first, last: $last, after: $after, before: $before, orderBy: $order) {
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      edges { cursor node { clickfunnelsOrderNumber } }
    }
  }
"""
OTHERS = {
    "names that are names in the statement too": """{
      orders: contacts { contacts: nodes { orders { orders: nodes { contact: currency
        contact_2: contact { orders { nodes { id } } } } } } }
    }""",
    "the same field twice": "{ a: orders { totalCount } b: orders(first: 1) { totalCount } }",
    "only the id of a relation": "{ orders { nodes { contact { id __typename } } } }",
    "a page backwards": "{ orders(last: 2) { nodes { id } } }",
    "totals without rows": """{ orders(filter: {currency: {eq: "none"}}) {
      totals { currency sum { orderTotal } } totalCount } blasts(filter: {or: []}) {
      totals { count sum { totalRecipients } average { totalRecipients } } } }""",
    "a filter through relations": """{ contacts(filter: {orders: {items: {quantity: {gte: 1}}}})
      { nodes { id } } }""",
    "a filter that no index answers": """{ orders(filter: {currency: {contains: "%"}})
      { totalCount } }""",
    "no page at all": "{ orders(first: 0) { nodes { id } pageInfo { hasNextPage endCursor } } }",
    "JSON as it was stored": "{ landingPages { nodes { content } } }",
    "enums by their names": "{ analyticsEvents { nodes { type } } }",
}


@pytest.fixture
def asked(both: Both) -> Both:
    fill(both.service)
    for _ in range(3):
        sell(both.service.ours)
    return both


@pytest.mark.parametrize("role", [MemberRole.ADMIN, MemberRole.MEMBER])
def test_documented_operations_are_one_statement(asked: Both, role: MemberRole) -> None:
    known = variables(asked.service.ours)
    for table in GROWING:
        asked.service.ours.add(table)
    for name, document in QUERIES.items():
        answer = asked.ask(document, known.get(name), role)
        assert b'"errors":[]' in answer.content, name
        assert answer.executor == "compiled", name
        assert len(answer.statements) == 1, name


@pytest.mark.parametrize("given", [{}, {"with": False}, {"first": 1}, {"first": None}])
def test_fragments_directives_and_aliases_are_applied(
    asked: Both, given: dict[str, object]
) -> None:
    assert asked.ask(SELECTED, given).executor == "compiled"


@pytest.mark.parametrize("document", OTHERS.values(), ids=OTHERS)
def test_an_operation_is_compiled(asked: Both, document: str) -> None:
    answer = asked.ask(document)
    assert answer.executor == "compiled"
    assert b'"errors":[]' in answer.content


@pytest.mark.parametrize(
    "order",
    [
        None,
        [{"field": "ORDER_TOTAL"}],
        [{"field": "ORDER_TOTAL", "direction": "DESC"}, {"field": "PURCHASE_DATE"}],
        [{"field": "ORDER_SOURCE"}, {"field": "CREATED_AT", "direction": "DESC"}],
    ],
)
def test_pages_follow_one_another_in_both_directions(both: Both, order: object) -> None:
    fill_orders(both.service)
    for count, cursor, mark in (("first", "after", "endCursor"), ("last", "before", "startCursor")):
        at = None
        while True:
            answer = both.ask(PAGE, {count: 7, cursor: at, "order": order})
            assert answer.executor == "compiled"
            found = answer.content.split(f'"{mark}":'.encode())[1].split(b'"')
            if found[0] != b"":
                break
            at = found[1].decode()


def test_rows_of_any_type_are_found_by_their_ids(asked: Both) -> None:
    ids = [
        node_ids.encode(entity, tuple(rows.the(entity.table)[part.column] for part in entity.key))
        for rows in (asked.service.ours, asked.service.theirs)
        for entity in REGISTRY.entities
    ]
    document = """query ($ids: [ID!]!, $id: ID!) {
      nodes(ids: $ids) { __typename id ... on Order { currency } ... on Blast { blastTag } }
      node(id: $id) { ... on Contact { email } id }
    }"""
    for some in (ids, ids[:1], [ids[3], ids[4], ids[3]]):
        for one in (some[0], some[-1]):
            assert asked.ask(document, {"ids": some, "id": one}).executor == "compiled"
    assert asked.ask("{ nodes(ids: []) { id } }").executor == "compiled"


def test_what_python_computes_is_merged_in_its_place(asked: Both) -> None:
    answer = asked.ask(
        """{ a: orders { totalCount } b: __type(name: "Order") { name } __typename
          c: contacts { totalCount } }"""
    )
    assert answer.executor == "partly"
    assert answer.content.index(b'"b"') < answer.content.index(b'"c"')


def test_who_asks_for_an_organization_that_is_gone_is_told_so(both: Both) -> None:
    gone = both.service.ours.organization_id
    both.service.owner.execute("delete from organizations where id = %s", [gone])
    for document in ("{ viewer { role organization { name } } }", "{ viewer { role } }"):
        answer = both.ask(document)
        assert answer.executor == "interpreted"
        assert b"UNAUTHENTICATED" in answer.content


def test_a_key_that_is_too_long_for_a_column_is_interpreted(asked: Both) -> None:
    long = "k" * 64
    assert asked.ask(f"{{ orders {{ nodes {{ {long}: id }} }} }}").executor == "interpreted"
    assert asked.ask(f"{{ {long}: orders {{ nodes {{ id }} }} }}").executor == "compiled"


def test_more_columns_than_a_query_may_have_are_interpreted(asked: Both) -> None:
    fields = " ".join(f"f{number}: currency" for number in range(1_665))
    answer = asked.ask(f"{{ orders(first: 1) {{ nodes {{ {fields} }} }} }}")
    assert answer.executor == "interpreted"
    assert b'"errors":[]' in answer.content


REFUSED = {
    "{ orders(first: -1) { totalCount } }": {},
    "query ($n: Int) { orders(first: $n) { nodes { id } } }": {"n": 501},
    "query ($n: Int) { orders(first: $n, last: 1) { nodes { id } } }": {"n": 5},
    "query ($at: String) { orders(after: $at) { nodes { id } } }": {"at": "nonsense"},
    "query ($id: ID!) { order(id: $id) { id } }": {"id": "nonsense"},
    "query ($id: ID!) { node(id: $id) { id } }": {"id": "nonsense"},
    "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }": {"ids": ["nonsense"]},
    "query ($text: String) { contacts(filter: {email: {eq: $text}}) { totalCount } }": {
        "text": "\0"
    },
    "query ($f: BlastRecipientFilter) { blastRecipients(filter: $f) { totalCount } }": {
        "f": {"phoneNumber": {"eq": "+6"}}
    },
    "query ($n: Int!) { orders(first: $n) { totalCount } }": {"n": "many"},
}


@pytest.mark.parametrize(("document", "given"), REFUSED.items(), ids=map(str, range(len(REFUSED))))
def test_what_is_refused_is_refused_in_the_interpreters_words(
    asked: Both, document: str, given: dict[str, object]
) -> None:
    answer = asked.ask(document, given, MemberRole.MEMBER)
    assert answer.executor == "interpreted"
    assert b'"errors":[{' in answer.content


@pytest.mark.parametrize(
    "document",
    [
        '{ orders(filter: {currency: {contains: "x"}}) { nodes { id } } }',
        "{ orders(filter: {isHighTicket: {isNull: true}}) { totalCount } }",
        "{ orders(orderBy: [{field: CURRENCY}]) { __typename } }",
        "{ orders(orderBy: [{field: CURRENCY}]) { pageInfo { __typename } } }",
    ],
)
def test_a_table_that_is_too_large_to_be_read_is_refused(asked: Both, document: str) -> None:
    asked.service.owner.execute("update pg_class set reltuples = 2e6 where relname = 'orders'")
    answer = asked.ask(document)
    assert answer.executor == "interpreted"
    assert b"too large to be read whole" in answer.content


def test_nobody_sees_another_tenants_rows(both: Both) -> None:
    both.service.theirs.add("orders")
    answer = both.ask("{ orders { totalCount nodes { id } } }")
    assert b'"totalCount":0,"nodes":[]' in answer.content


def test_times_that_python_does_not_hold_are_shown_as_they_are_stored(both: Both) -> None:
    moments = ("infinity", "-infinity", "0044-03-15 12:00:00+00 BC", "12026-01-01 00:00:00+00")
    for moment in moments:
        order = both.service.ours.add("orders")["id"]
        changed = "update orders set created_at = %s::timestamptz, purchase_date = %s::timestamptz"
        both.service.owner.execute(f"{changed} where id = %s", [moment, moment, order])
    document = """{ orders(orderBy: [{field: CREATED_AT}]) {
      edges { cursor node { createdAt purchaseDate } } } }"""
    answer = both.ask(document)
    assert answer.executor == "compiled"
    assert b'"createdAt":"infinity","purchaseDate":"infinity"' in answer.content
    assert b'"createdAt":"0044-03-15T12:00:00+00:00 BC"' in answer.content

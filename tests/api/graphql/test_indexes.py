"""What no index answers is refused on a large table, and only there."""

import psycopg
import pytest

from api.graphql.indexes import LEAKPROOF_KINDS
from api.graphql.kinds import SQL_OF_KIND, Kind
from tests.api.graphql.conftest import Service

REFUSAL = (
    "orders is too large to be read whole, and no index answers this filter and orderBy; also "
    "filter by one of id, clickfunnelsOrderId, clickfunnelsOrderNumber, createdAt, orderSource, "
    "purchaseDate"
)

ANSWERED = [
    "",
    "(filter: {})",
    "(filter: {orderTotal: null})",
    '(filter: {createdAt: {gte: "2026-01-01T00:00:00Z"}})',
    '(filter: {orderSource: {eq: "shop"}, orderTotal: {gt: "1"}})',
    '(filter: {and: [{orderTotal: {gt: "1"}}, {orderSource: {eq: "shop"}}]})',
    '(filter: {or: [{orderSource: {eq: "a"}}, {purchaseDate: {eq: "2026-01-01"}}]})',
    '(filter: {contact: {email: {eq: "a"}}}, orderBy: [{field: ORDER_TOTAL}])',
    "(orderBy: [{field: PURCHASE_DATE}])",
    "(orderBy: [{field: ID}])",
]
UNANSWERED = [
    '(filter: {orderTotal: {gt: "1"}})',
    '(filter: {currency: {eq: "USD"}})',
    '(filter: {orderSource: {contains: "a"}})',
    "(filter: {orderSource: {isNull: true}})",
    '(filter: {not: {orderSource: {eq: "a"}}})',
    '(filter: {or: [{orderSource: {eq: "a"}}, {orderTotal: {gt: "1"}}]})',
    '(filter: {contact: {firstName: {eq: "a"}}})',
    "(filter: {contact: {}})",
    "(orderBy: [{field: ORDER_TOTAL}])",
    "(filter: {isHighTicket: {eq: true}})",
]


def say_that_orders_has(service: Service, rows: int) -> None:
    service.owner.execute(
        "update pg_class set reltuples = %s where oid = 'orders'::regclass", [rows]
    )


def asked(arguments: str) -> str:
    return f"{{ orders{arguments} {{ nodes {{ id }} }} }}"


def test_a_large_table_is_not_read_whole(service: Service) -> None:
    say_that_orders_has(service, 1_000_001)
    for arguments in UNANSWERED:
        answer = service.ask(asked(arguments))
        told = [(error["message"], error["extensions"]) for error in answer.errors]
        assert told == [(REFUSAL, {"code": "BAD_USER_INPUT"})], arguments
        assert len(answer.statements) == 1, arguments
    for arguments in ANSWERED:
        answer = service.ask(asked(arguments))
        assert (answer.errors, len(answer.statements)) == ([], 1), arguments


def test_a_small_table_is_read_whole(service: Service) -> None:
    for rows in (-1, 1_000_000):
        say_that_orders_has(service, rows)
        for arguments in UNANSWERED:
            answer = service.ask(asked(arguments))
            assert (answer.errors, len(answer.statements)) == ([], 2), arguments


def test_a_connection_below_a_row_is_never_refused(service: Service) -> None:
    service.ours.add("contacts")
    say_that_orders_has(service, 10_000_000)
    document = (
        """{ contacts { nodes { orders(filter: {orderTotal: {gt: "1"}}) { totalCount } } } }"""
    )
    assert service.ask(document).at("contacts", "nodes") == [{"orders": {"totalCount": 0}}]


def test_the_kinds_that_indexes_serve_under_row_level_security_are_leakproof(
    migrated_url: str,
) -> None:
    with psycopg.connect(migrated_url) as connection:
        for kind in LEAKPROOF_KINDS:
            assert is_leakproof(connection, SQL_OF_KIND[kind]), kind
        for sql_type in (SQL_OF_KIND[Kind.DECIMAL], "anyenum"):
            assert not is_leakproof(connection, sql_type), sql_type


def is_leakproof(connection: psycopg.Connection, sql_type: str) -> bool:
    found = connection.execute(
        "select bool_and(proleakproof) from pg_operator join pg_proc on pg_proc.oid = oprcode"
        " where oprname in ('=', '<', '<=', '>', '>=')"
        " and oprleft = %(t)s::regtype and oprright = %(t)s::regtype",
        {"t": sql_type},
    ).fetchone()
    assert found is not None
    return bool(found[0])


@pytest.mark.parametrize("major", [18], indirect=True, ids=["pg18"])
def test_an_index_finds_what_is_called_answered(service: Service) -> None:
    """PostgreSQL agrees, as the service's own role under row-level security."""
    service.owner.execute(
        "insert into orders (organization_id, order_source, created_at, purchase_date)"
        " select %s, 'shop ' || n, now() - n * interval '1 hour', current_date - n"
        " from generate_series(1, 20000) as n",
        [service.ours.organization_id],
    )
    service.owner.execute("analyze orders")
    for condition in (
        "order_source = 'shop 7'",
        "order_source = any('{shop 7,shop 8}')",
        "created_at > now() - interval '2 hours'",
        "purchase_date = current_date - 7",
    ):
        conditions = [line for line in plan(service, condition) if "Index Cond" in line]
        assert condition.split()[0] in "".join(conditions), condition


def plan(service: Service, condition: str) -> list[str]:
    with psycopg.connect(service.url, options="-c role=headgate_app") as session:
        session.execute(
            "select set_config('headgate.organization_id', %s, true)",
            [str(service.ours.organization_id)],
        )
        lines = session.execute(f"explain select id from orders where {condition}").fetchall()
    return [str(line[0]) for line in lines]

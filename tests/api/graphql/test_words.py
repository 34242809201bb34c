"""Each word of a declaration does what it says, in a schema of its own."""

import datetime as dt
from collections.abc import Sequence
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Annotated, cast

import pytest
import strawberry

import models
from api.graphql import building, registry
from api.graphql.context import RequestContext
from api.graphql.declarations import (
    Mask,
    Totals,
    column,
    computed,
    expression,
    lookup,
    to_many,
    to_one,
)
from api.graphql.entity import entity
from api.graphql.kinds import Kind
from api.graphql.reading import rows_by_keys
from api.graphql.rows import Row
from models.tenancy import MemberRole
from tests.api.graphql.conftest import Service

if TYPE_CHECKING:
    from api.graphql.rows import Row as Shop


def greeting(
    context: RequestContext,
    rows: Sequence[Row],
    punctuation_mark: Annotated[str, strawberry.argument(description="What ends it.")] = "!",
) -> list[str]:
    """What to say to the merchant."""
    assert context.viewer is not None
    return [f"Hello {row.values['name'] or row.values['id']}{punctuation_mark}" for row in rows]


async def rows_seen(context: RequestContext, rows: Sequence[Row]) -> list[int | None]:
    """How many merchants were computed at once."""
    del context
    return [len(rows)] * len(rows)


@entity(models.dunning.Merchant)
class Shop:  # type: ignore[no-redef]  # what the type checker sees of it is a row
    """A merchant, by another name."""

    logs = to_many(models.dunning.UsageLog.merchant_id, "All that was done.")
    big_logs = to_many(
        models.dunning.UsageLog.merchant_id,
        "What was done more than ten times; 50 % of it is spam.",
        where="{amount} > 10 and {metric_type} not like 'x%'",
        order_by=("-amount",),
    )
    days = to_many(models.dunning.DailyMetric.merchant_id, "Its days.")

    greeting = computed(greeting, reads=("id", "name"))
    rows_seen = computed(rows_seen, reads=("id",))


@entity(models.dunning.UsageLog, totals=Totals(sums=("amount",), averages=("amount",)))
class UsageLog:
    """One billable thing."""

    metric_type = column("What was done", mask=Mask.TEXT)
    by_type = lookup("metric_type", latest="created_at", description="The last of a kind.")
    amount = column("How often")
    share = expression(Kind.DECIMAL, "{amount} * 0.5 % 7", "Half of it, by sevens")


@entity(models.dunning.DailyMetric, order_by=("-metric_date",))
class DailyMetric:
    """A day."""

    metric_date = column("The day")
    recovered_cents = column("Cents recovered")
    emails_sent = column("E-mails sent")
    total_opens = column("Opens")
    total_clicks = column("Clicks")
    shop = to_one(models.dunning.DailyMetric.merchant_id, "Whose day it is")


ShopType = Annotated["Shop", strawberry.lazy("api.graphql.entity_types")]


@strawberry.type
class Ranked:
    """A merchant in its place."""

    place: int = strawberry.field(description="From 1.")
    shop: ShopType = strawberry.field(description="Who it is.")


@strawberry.type
class ByHand:
    """Root fields."""

    @strawberry.field
    async def ranking(self, info: strawberry.Info[RequestContext, None]) -> list[Ranked]:
        """The merchants b and a, in that order."""
        rows = await rows_by_keys(info, models.dunning.Merchant, ["b", "none", "a"], "shop")
        found = [row for row in rows if row is not None]
        return [Ranked(place=place, shop=row) for place, row in enumerate(found, 1)]


DECLARED = SimpleNamespace(shop=Shop, log=UsageLog, day=DailyMetric)
SCHEMA = building.build(registry.of_modules([cast("ModuleType", DECLARED)]), [ByHand])._schema  # noqa: SLF001 - as in conftest.py


@pytest.fixture
def filled(service: Service) -> Service:
    for rows in (service.ours, service.theirs):
        prefix = "" if rows is service.ours else "their "
        for shop, name in (("a", "Ann"), ("b", None)):
            rows.add("merchants", id=prefix + shop, name=name)
            for amount in (5, 20, 11):
                rows.add("usage_logs", merchant_id=prefix + shop, metric_type="mail", amount=amount)
            for day in (1, 2):
                rows.add(
                    "daily_metrics", merchant_id=prefix + shop, metric_date=dt.date(2026, 1, day)
                )
    return service


def test_computed_fields_get_all_rows_at_once(filled: Service) -> None:
    document = """{ merchants(orderBy: [{field: ID}]) {
      nodes { greeting(punctuationMark: "?") plain: greeting rowsSeen } } }"""
    answer = filled.ask(document, schema=SCHEMA)
    assert answer.at("merchants", "nodes") == [
        {"greeting": "Hello Ann?", "plain": "Hello Ann!", "rowsSeen": 2},
        {"greeting": "Hello b?", "plain": "Hello b!", "rowsSeen": 2},
    ]
    assert len(answer.statements) == 1


def test_a_relation_with_a_condition_holds_what_meets_it(filled: Service) -> None:
    document = """{ merchants(filter: {bigLogs: {}}, orderBy: [{field: ID}]) { nodes {
      bigLogs(first: 1) { totalCount totals { count sum { amount } average { amount } }
                          nodes { amount share } }
      logs { totalCount } } } }"""
    filled.owner.execute("update usage_logs set amount = 1 where merchant_id = 'b'")
    nodes = filled.ask(document, schema=SCHEMA).at("merchants", "nodes")
    assert nodes == [
        {
            "bigLogs": {
                "totalCount": 2,
                "totals": {"count": 2, "sum": {"amount": "31"}, "average": {"amount": "15.5000"}},
                "nodes": [{"amount": 20, "share": "3.0"}],
            },
            "logs": {"totalCount": 3},
        }
    ]


def test_totals_of_no_rows_are_nought(service: Service) -> None:
    service.ours.add("merchants", id="a")
    nothing = {"count": 0, "sum": {"amount": "0"}, "average": {"amount": None}}
    inner = "totals { count sum { amount } average { amount } }"
    document = f"{{ usageLogs {{ {inner} }} merchants {{ nodes {{ logs {{ {inner} }} }} }} }}"
    answer = service.ask(document, schema=SCHEMA)
    assert answer.at("usageLogs", "totals") == nothing
    assert answer.at("merchants", "nodes") == [{"logs": {"totals": nothing}}]


def test_a_key_of_two_columns_is_an_id_an_order_and_a_cursor(filled: Service) -> None:
    document = """query ($after: String) { dailyMetrics(first: 3, after: $after) {
      nodes { id metricDate shop { id name } } pageInfo { endCursor hasNextPage } } }"""
    first = filled.ask(document, schema=SCHEMA)
    cursor = first.at("dailyMetrics", "pageInfo", "endCursor")
    second = filled.ask(document, schema=SCHEMA, after=cursor)
    rows = [*cast("list[dict[str, object]]", first.at("dailyMetrics", "nodes")),
            *cast("list[dict[str, object]]", second.at("dailyMetrics", "nodes"))]  # fmt: skip
    assert [
        (row["metricDate"], cast("dict[str, object]", row["shop"])["name"]) for row in rows
    ] == [
        ("2026-01-02", None),
        ("2026-01-02", "Ann"),
        ("2026-01-01", None),
        ("2026-01-01", "Ann"),
    ]
    again = "query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on DailyMetric { metricDate } } }"
    ids = [row["id"] for row in rows]
    found = filled.ask(again, schema=SCHEMA, ids=ids)
    assert found.at("nodes") == [{"id": row["id"], "metricDate": row["metricDate"]} for row in rows]
    assert len(found.statements) == 1


def test_two_ways_to_the_same_rows_may_ask_differently(filled: Service) -> None:
    document = """{ merchants(orderBy: [{field: ID}], first: 1) {
      nodes { x: logs(first: 1, orderBy: [{field: AMOUNT}]) { nodes { amount } } }
      edges { node { x: logs(last: 1, orderBy: [{field: AMOUNT}]) { nodes { amount } } } } } }"""
    answer = filled.ask(document, schema=SCHEMA)
    assert answer.at("merchants") == {
        "nodes": [{"x": {"nodes": [{"amount": 5}]}}],
        "edges": [{"node": {"x": {"nodes": [{"amount": 20}]}}}],
    }


def test_a_field_by_hand_shows_rows_with_what_is_asked_of_them(filled: Service) -> None:
    document = (
        """{ ranking { place shop { name logs(first: 1) { totalCount nodes { amount } } } } }"""
    )
    answer = filled.ask(document, schema=SCHEMA)
    logs = {"totalCount": 3, "nodes": [{"amount": 5}]}
    assert answer.at("ranking") == [
        {"place": 1, "shop": {"name": None, "logs": logs}},
        {"place": 2, "shop": {"name": "Ann", "logs": logs}},
    ]
    assert len(answer.statements) == 3
    assert SCHEMA.query_type is not None
    assert SCHEMA.query_type.fields["ranking"].description == (
        "The merchants b and a, in that order."
    )


def test_a_lookup_by_a_masked_column_is_for_those_who_see_it(filled: Service) -> None:
    document = '{ usageLogByType(metricType: "mail") { metricType amount } }'
    seen = filled.ask(document, schema=SCHEMA).at("usageLogByType")
    assert seen == {"metricType": "mail", "amount": 11}
    refused = filled.ask(document, schema=SCHEMA, role=MemberRole.MEMBER)
    assert [error["extensions"] for error in refused.errors] == [{"code": "FORBIDDEN"}]
    assert refused.statements == []


def test_the_viewer_is_shown_with_their_organization(service: Service) -> None:
    answer = service.ask("{ viewer { role organization { name } member { email } } }")
    assert answer.at("viewer") == {
        "role": "ADMIN",
        "organization": {"name": "ours"},
        "member": None,
    }


def test_strawberrys_own_execution_gives_the_same_answer(service: Service) -> None:
    """Its WebSocket protocol executes by itself, and hands resolvers another kind of variables."""
    contact = service.ours.add("contacts", email="ann@example.com")
    service.ours.add("orders", contact_id=contact["id"], order_total="5")
    document = """query ($few: Int, $least: Decimal, $is: Boolean!) { contacts { nodes {
      email @include(if: $is)
      orders(first: $few, filter: {orderTotal: {gte: $least}}) { nodes { orderTotal } } } } }"""
    variables = {"few": 1, "least": "4", "is": True}
    expected = {
        "contacts": {
            "nodes": [{"email": "ann@example.com", "orders": {"nodes": [{"orderTotal": "5.00"}]}}]
        }
    }
    assert service.ask(document, **variables).at() == expected  # type: ignore[arg-type]  # no name of ask's own
    assert service.ask_strawberry(document, variables) == expected


def test_without_a_viewer_nobody_is_shown(service: Service) -> None:
    answer = service.ask("{ viewer { role } }", role=None)
    assert answer.errors == [
        {
            "message": "say who you are: pass a token",
            "locations": [{"line": 1, "column": 3}],
            "path": ["viewer"],
            "extensions": {"code": "UNAUTHENTICATED"},
        }
    ]

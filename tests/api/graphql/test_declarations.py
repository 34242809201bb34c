"""A declaration that could not be served is refused when it is made, and says how to mend it."""

from collections.abc import Callable
from types import ModuleType, SimpleNamespace
from typing import cast

import pytest

import models
from api.graphql import registry
from api.graphql.declarations import (
    Entity,
    Mask,
    Totals,
    column,
    describe,
    expression,
    lookup,
    to_many,
    to_one,
)
from api.graphql.entity import entity
from api.graphql.kinds import Kind
from models.orders import AdPlatform, Order, OrderItem


def undocumented() -> object:
    class Merchant:
        pass

    return entity(models.dunning.Merchant)(Merchant)


def declared(**body: object) -> object:
    return entity(models.dunning.UsageLog)(type("UsageLog", (), {"__doc__": "One.", **body}))


WELL = {"metric_type": column("What was done"), "amount": column("How much")}

REFUSED: list[tuple[Callable[[], object], str]] = [
    (undocumented, "Merchant has no docstring; it is the type's description"),
    (
        declared,
        "nobody says what 'usage_logs.metric_type' means; declare metric_type = column('…')",
    ),
    (
        lambda: declared(**WELL, x=to_one(Order.contact_id)),
        "'x' follows 'orders.contact_id', which is no column of 'usage_logs'",
    ),
    (
        lambda: declared(**WELL, x=to_one("contact_id")),
        "'contact_id' is no column; write it as models.orders.Order.contact_id",
    ),
    (
        lambda: declared(**WELL, x=expression(Kind.INT, "{nothing} + 1", "x")),
        "'x' reads 'nothing', which is no column of 'usage_logs'",
    ),
    (
        lambda: declared(metric_type=column("x", mask=Mask.NOTHING)),
        "'usage_logs.metric_type' is never null, so null cannot mask it; choose another mask",
    ),
    (
        lambda: declared(
            metric_type=column("x", mask=Mask.TEXT),
            x=expression(Kind.TEXT, "lower({metric_type})", "x"),
        ),
        "UsageLog.x would show a masked column",
    ),
    (
        lambda: declared(**WELL, x=to_many(OrderItem.order_id, "x", where="{nothing} > 1")),
        "'x' reads 'nothing', which is no column of 'order_items'",
    ),
    (
        lambda: entity(models.dunning.UsageLog, order_by=("metric_type",))(
            type(
                "UsageLog", (), {"__doc__": "x", **WELL, "metric_type": column("x", mask=Mask.TEXT)}
            )
        ),
        "UsageLog is ordered or added up by 'metric_type', which would show it",
    ),
    (
        lambda: declared(**WELL, by_type=lookup("metric_type", description="x")),
        (
            "UsageLog.by_type may find several rows; "
            "say latest='created_at' or name columns that are unique"
        ),
    ),
    (
        lambda: entity(Order, order_by=("-shoe_size",))(type("Order", (), {"__doc__": "One."})),
        (
            "nobody says what 'orders.clickfunnels_order_id' means; "
            "declare clickfunnels_order_id = column('…')"
        ),
    ),
    (
        lambda: entity(Order, omit=("shoe_size",)),
        "'orders' has no columns ['shoe_size']; omit= names columns",
    ),
    (
        lambda: describe(AdPlatform, META="x"),
        "AdPlatform and its descriptions differ in ['GOOGLE']",
    ),
    (
        lambda: describe(AdPlatform, META="x", GOOGLE="x", BING="x"),
        "AdPlatform and its descriptions differ in ['BING']",
    ),
]


@pytest.mark.parametrize(("declare", "message"), REFUSED)
def test_a_declaration_that_cannot_be_served_is_refused(
    declare: Callable[[], object], message: str
) -> None:
    with pytest.raises((ValueError, TypeError)) as refusal:
        declare()
    assert str(refusal.value) == message


def test_an_unknown_order_or_total_is_refused() -> None:
    body = type("UsageLog", (), {"__doc__": "One.", **WELL})
    with pytest.raises(ValueError, match="UsageLog has no value 'shoe_size'"):
        entity(models.dunning.UsageLog, order_by=("-shoe_size",))(body)
    with pytest.raises(ValueError, match="UsageLog adds up 'metric_type', which is no number"):
        entity(models.dunning.UsageLog, totals=Totals(sums=("metric_type",)))(body)


def module(**names: object) -> ModuleType:
    return cast("ModuleType", SimpleNamespace(**names))


def test_a_relation_to_a_table_without_an_entity_is_refused() -> None:
    only = declared(**WELL)
    with pytest.raises(
        ValueError, match=r"UsageLog.merchant leads to 'merchants', which no entity"
    ):
        registry.of_modules([module(only=only)])


def test_two_entities_of_one_table_are_refused() -> None:
    def named(name: str) -> object:
        return entity(models.dunning.Merchant)(
            type(name, (), {"__doc__": "One.", "x": to_many(OrderItem.order_id, "x")})
        )

    with pytest.raises(ValueError, match=r"two entities have the table \['merchants'\]"):
        registry.of_modules([module(one=named("A"), other=named("B"))])


def test_unmentioned_columns_and_references_become_fields() -> None:
    made = cast("Entity", declared(**WELL))
    assert [(type(field).__name__, field.name, field.description) for field in made.fields] == [
        ("ToOne", "merchant", "The merchant that it belongs to"),
        ("Column", "metric_type", "What was done"),
        ("Column", "amount", "How much"),
        ("Column", "opened_at", "When the customer opened the e-mail"),
        ("Column", "clicked_at", "When the customer clicked in it"),
        ("Column", "created_at", "When it was made"),
        ("Column", "reported_at", "When it was reported to billing"),
    ]

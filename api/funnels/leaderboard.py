"""The partners who bring the most."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, cast

import strawberry

import models
from api.funnels import periods, statements
from api.funnels.declarations import Days
from api.funnels.periods import Span
from api.graphql.context import RequestContext
from api.graphql.declarations import describe
from api.graphql.fragments import Fragment, bind
from api.graphql.operators import readable
from api.graphql.reading import rows_by_keys
from api.graphql.refusals import bad_input
from api.graphql.slots import apply

if TYPE_CHECKING:
    from api.graphql.rows import Row as AffiliatePartner

PartnerType = Annotated["AffiliatePartner", strawberry.lazy("api.graphql.entity_types")]

MOST_PARTNERS = 100


class LeaderboardOrder(StrEnum):
    """What partners are ranked by; the value is the file of the statement that does."""

    CLICKS = "ranked_by_clicks"
    CONVERSIONS = "ranked_by_conversions"
    COMMISSION = "ranked_by_commission"


LeaderboardOrderMeaning = describe(
    LeaderboardOrder,
    CLICKS="Their valid clicks.",
    CONVERSIONS="Their conversions, whatever became of them.",
    COMMISSION="Their commission in the currency that is named.",
)


@strawberry.type
class LeaderCommission:
    """What a partner earned in one currency."""

    currency: str = strawberry.field(description="ISO 4217 code of the amounts.")
    earned: Decimal = strawberry.field(
        description="The commission of all conversions that were not rejected or reversed."
    )
    approved: Decimal = strawberry.field(description="The part of it that was approved.")


@strawberry.type
class AffiliateLeader:
    """A partner and what they brought."""

    rank: int = strawberry.field(description="1 for who brought the most.")
    partner: PartnerType = strawberry.field(description="Who it is.")
    links: int = strawberry.field(description="How many links the partner has, whenever made.")
    clicks: int = strawberry.field(description="How many clicks they brought.")
    valid_clicks: int = strawberry.field(description="How many of the clicks count.")
    conversions: int = strawberry.field(description="How many sales or sign-ups they brought.")
    commissions: list[LeaderCommission] = strawberry.field(
        description="What they earned, one line per currency."
    )


def places(first: int) -> int:
    """Return how many partners a client means, or refuse so many."""
    if not 0 <= first <= MOST_PARTNERS:
        raise bad_input(f"first is {first}; pass 0 to {MOST_PARTNERS}")
    return first


def ranking(asked: Span, first: object, order: LeaderboardOrder, currency: object) -> Fragment:
    """Return the statement that finds the first partners in an order; values may be slots."""
    parts = {
        "clicked": statements.within(asked, statements.fixed("click.clicked_at"), Days.INSTANT),
        "converted": statements.within(
            asked, statements.fixed("conversion.converted_at"), Days.INSTANT
        ),
    }
    if order is LeaderboardOrder.COMMISSION:
        parts["currency"] = bind(apply(readable, currency), "text")
    ranked = statements.filled(order.value, **parts)
    return statements.filled(
        "leaderboard",
        ranked=ranked,
        first=bind(first, "int"),
        **parts,
    )


@strawberry.type
class LeaderboardQueries:
    """Root fields on who brings the most."""

    @strawberry.field
    async def affiliate_leaderboard(  # noqa: PLR0913, PLR0917 - the arguments of a GraphQL field
        self,
        info: strawberry.Info[RequestContext, None],
        first: Annotated[
            int, strawberry.argument(description="How many partners; at most 100.")
        ] = 10,
        order_by: Annotated[
            LeaderboardOrder, strawberry.argument(description="What they are ranked by.")
        ] = LeaderboardOrder.CONVERSIONS,
        currency: Annotated[
            str, strawberry.argument(description="Whose commission ranks by COMMISSION.")
        ] = "USD",
        since: Annotated[
            dt.date | None,
            strawberry.argument(description="The first day on which clicks and sales count."),
        ] = None,
        until: Annotated[
            dt.date | None,
            strawberry.argument(description="The last day on which clicks and sales count."),
        ] = None,
        time_zone: Annotated[
            str | None,
            strawberry.argument(
                description="IANA name of the zone in which days begin; the organization's own "
                "unless told."
            ),
        ] = None,
    ) -> list[AffiliateLeader]:
        """The partners who bring the most, best first; equal ones in the order of their ids."""
        asked = periods.span(since, until, time_zone)
        statement = ranking(asked, places(first), order_by, currency)
        found = await info.context.database.fetch(statement.text, statement.values)
        keys = [line[0] for line in found]
        partners = await rows_by_keys(info, models.affiliates.AffiliatePartner, keys, "partner")
        return [
            _leader(rank, partner, line)
            for rank, (partner, line) in enumerate(zip(partners, found, strict=True), start=1)
            if partner is not None
        ]


def _leader(rank: int, partner: "AffiliatePartner", line: Sequence[object]) -> AffiliateLeader:
    links, clicks, valid_clicks, conversions = cast("Sequence[int]", line[2:6])
    currencies = cast("Sequence[str]", line[6])
    earned, approved = cast("Sequence[Sequence[Decimal]]", line[7:9])
    return AffiliateLeader(
        rank=rank,
        partner=partner,
        links=links,
        clicks=clicks,
        valid_clicks=valid_clicks,
        conversions=conversions,
        commissions=[
            LeaderCommission(currency=code, earned=all_of_it, approved=part)
            for code, all_of_it, part in zip(currencies, earned, approved, strict=True)
        ],
    )

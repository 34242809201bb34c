"""The field `funnel` of the rows that own one: `funnel = computed(fields.of_blasts, reads=…)`.

Each counts the funnels of all rows of a page by one statement.
"""

from collections.abc import Sequence

from api.funnels import answers, catalog
from api.funnels.report import FunnelReport
from api.graphql.context import RequestContext
from api.graphql.rows import Row


async def of_blasts(context: RequestContext, rows: Sequence[Row]) -> list[FunnelReport]:
    """How far the blast's messages got."""
    return await answers.of_owners(context, catalog.BLAST, _keys(rows))


async def of_campaigns(context: RequestContext, rows: Sequence[Row]) -> list[FunnelReport]:
    """How far the campaign's e-mails got."""
    return await answers.of_owners(context, catalog.CAMPAIGN, _keys(rows))


async def of_merchants(context: RequestContext, rows: Sequence[Row]) -> list[FunnelReport]:
    """What the merchant's dunning e-mails brought."""
    return await answers.of_owners(context, catalog.DUNNING, _keys(rows))


async def of_partners(context: RequestContext, rows: Sequence[Row]) -> list[FunnelReport]:
    """What the partner brought: clicks, and the sales that came of them."""
    return await answers.of_owners(context, catalog.AFFILIATE, _keys(rows))


async def of_storefronts(context: RequestContext, rows: Sequence[Row]) -> list[FunnelReport]:
    """How far visits to the funnel led."""
    return await answers.of_owners(context, catalog.STOREFRONT, _keys(rows))


async def of_contacts(context: RequestContext, rows: Sequence[Row]) -> list[FunnelReport]:
    """Which days of an event the contact came to, up to the last of these, and whether they bought."""
    return await answers.of_owners(context, catalog.ENGAGEMENT, _keys(rows))


def _keys(rows: Sequence[Row]) -> list[object]:
    return [row.key()[0] for row in rows]

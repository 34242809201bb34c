"""The field `funnel` of the rows that own one: `funnel = fields.OF_BLASTS`.

The interpreter counts the funnels of all rows of a page by one statement.
"""

from collections.abc import Sequence

from api.funnels import answers, catalog, columns
from api.funnels.compiled import counts
from api.funnels.declarations import Funnel
from api.funnels.report import FunnelReport
from api.graphql.context import RequestContext
from api.graphql.declarations import Unbound, computed
from api.graphql.rows import Row


def _of_owners(funnel: Funnel, description: str) -> Unbound:
    async def count(context: RequestContext, rows: Sequence[Row]) -> list[FunnelReport]:
        return await answers.of_owners(context, funnel, [row.key()[0] for row in rows])

    count.__doc__ = description
    return computed(
        count, reads=("id",), compile=counts.of_owner(funnel), others=columns.of_owner(funnel)
    )


OF_BLASTS = _of_owners(catalog.BLAST, "How far the blast's messages got.")
OF_CAMPAIGNS = _of_owners(catalog.CAMPAIGN, "How far the campaign's e-mails got.")
OF_MERCHANTS = _of_owners(catalog.DUNNING, "What the merchant's dunning e-mails brought.")
OF_PARTNERS = _of_owners(
    catalog.AFFILIATE, "What the partner brought: clicks, and the sales that came of them."
)
OF_STOREFRONTS = _of_owners(catalog.STOREFRONT, "How far visits to the funnel led.")
OF_CONTACTS = _of_owners(
    catalog.ENGAGEMENT,
    "Which days of an event the contact came to, up to the last of these, and whether they bought.",
)

"""What the values of the storefront's enums mean."""

import models
from api.graphql.declarations import describe

CartStatus = describe(
    models.storefront.CartStatus,
    ACTIVE="The shopper is at it.",
    CONVERTED="It became an order.",
    ABANDONED="The shopper left it.",
    EXPIRED="It was kept for as long as carts are kept.",
)

CartSourceType = describe(
    models.storefront.CartSourceType,
    DIRECT="The shopper came by themselves.",
    LANDING_PAGE="A landing page.",
    FUNNEL="A funnel.",
    EMAIL="A link in an e-mail.",
)

LandingPageSessionStatus = describe(
    models.storefront.LandingPageSessionStatus,
    ACTIVE="The visit goes on.",
    CONVERTED="The visitor bought.",
    ABANDONED="The visitor left without buying.",
    EXPIRED="Nothing was heard of the visitor for too long.",
)

FunnelSessionStatus = describe(
    models.storefront.FunnelSessionStatus,
    ACTIVE="The visit goes on.",
    COMPLETED="The visitor reached the end.",
    ABANDONED="The visitor left before the end.",
)

CrossSiteSessionStatus = describe(
    models.storefront.CrossSiteSessionStatus,
    ACTIVE="Can still be used.",
    USED="The visitor arrived at the other site.",
    EXPIRED="Was not used in time.",
)

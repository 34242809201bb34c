"""Sites, landing pages, funnels, the visits to them, leads and carts, as types of the API."""

import models
from api.funnels import fields
from api.graphql.declarations import Mask, Totals, column, lookup, to_many, to_one
from api.graphql.entity import entity
from api.storefront.enums import (
    CartSourceType,
    CartStatus,
    CrossSiteSessionStatus,
    FunnelSessionStatus,
    LandingPageSessionStatus,
)

__all__ = [
    "Cart",
    "CartSourceType",
    "CartStatus",
    "CrossSiteSession",
    "CrossSiteSessionStatus",
    "Funnel",
    "FunnelSession",
    "FunnelSessionStatus",
    "InventoryHold",
    "LandingPage",
    "LandingPageSession",
    "LandingPageSessionStatus",
    "Lead",
    "Site",
]


@entity(models.storefront.Site, order_by=("slug",))
class Site:
    """One storefront of a company."""

    name = column("What the site calls itself")
    slug = column("The name in URLs, unique in the company")
    subdomain = column("The site's name below our own domain")
    logo_url = column("Where its logo is served from")
    favicon_url = column("Where its browser icon is served from")
    primary_color = column("The main color, as CSS writes it")
    secondary_color = column("The second color, as CSS writes it")
    font_family = column("The font, as CSS writes it")
    theme = column("What else the design needs")
    meta_title = column("The title that search engines show")
    meta_description = column("The text that search engines show")
    social_image_url = column("The picture that social networks show")
    analytics_id = column("The site's id at its web analytics")
    facebook_pixel_id = column("The id of its pixel at Facebook")
    currency = column("ISO 4217 code of the currency that the site shows")
    language = column("BCP 47 tag of the site's language")
    time_zone = column("IANA name of the site's time zone")
    support_email = column("Where customers can write to")
    is_default = column("Whether it is the company's first choice")
    is_active = column("Whether the site can be visited")
    published_at = column("When the site went live; null until then")

    company = to_one(models.storefront.Site.company_id, "Whose site it is")
    landing_pages = to_many(models.storefront.LandingPage.site_id, "The site's landing pages.")
    funnels = to_many(models.storefront.Funnel.site_id, "The site's funnels.")
    by_domain = lookup("domain", description="The site of a domain; null where there is none.")
    by_slug = lookup(
        "slug",
        latest="created_at",
        description="The site of a slug; the newest where several companies have one.",
    )


@entity(models.storefront.LandingPage, order_by=("-created_at",))
class LandingPage:
    """A page that a campaign leads to."""

    slug = column("The name in URLs, unique in the company")
    content = column("What stands on the page")
    is_published = column("Whether the page can be visited")

    company = to_one(models.storefront.LandingPage.company_id, "Whose page it is")
    site = to_one(models.storefront.LandingPage.site_id, "The site that it is part of")
    sessions = to_many(
        models.storefront.LandingPageSession.landing_page_id,
        "The visits to the page, latest first.",
        order_by=("-started_at",),
    )
    carts = to_many(models.storefront.Cart.landing_page_id, "The carts that the page led to.")
    by_slug = lookup(
        "slug",
        latest="created_at",
        description="The page of a slug; the newest where several companies have one.",
    )


@entity(
    models.storefront.LandingPageSession,
    omit=("session_token", "ip_address_hash"),
    order_by=("-started_at",),
)
class LandingPageSession:
    """One visit to a landing page."""

    utm_source = column("Where the visitor came from, as the link says")
    utm_medium = column("What kind of link it was, such as email or cpc")
    utm_campaign = column("The campaign that the link belongs to")
    utm_term = column("The search words that the ad was shown for")
    utm_content = column("Which of the campaign's links it was")
    status = column("How the visit ended, or that it goes on")
    last_activity_at = column("When the visitor last did something")
    converted_at = column("When the visitor bought; null until then")
    abandoned_at = column("When the visit was given up; null where it was not")

    company = to_one(models.storefront.LandingPageSession.company_id, "Whose page was visited")
    landing_page = to_one(
        models.storefront.LandingPageSession.landing_page_id, "The page that was visited"
    )
    cart = to_one(models.storefront.LandingPageSession.cart_id, "What the visitor put together")
    order = to_one(models.storefront.LandingPageSession.order_id, "What the visitor bought")


@entity(models.storefront.Funnel, order_by=("-created_at",))
class Funnel:
    """A sequence of pages that leads to a sale."""

    slug = column("The name in URLs, unique in the company")

    company = to_one(models.storefront.Funnel.company_id, "Whose funnel it is")
    site = to_one(models.storefront.Funnel.site_id, "The site that it is part of")
    sessions = to_many(
        models.storefront.FunnelSession.funnel_id,
        "The visits to the funnel, latest first.",
        order_by=("-last_activity_at",),
    )
    report = fields.OF_STOREFRONTS
    by_slug = lookup(
        "slug",
        latest="created_at",
        description="The funnel of a slug; the newest where several companies have one.",
    )


@entity(
    models.storefront.FunnelSession,
    omit=("session_token",),
    order_by=("-last_activity_at",),
)
class FunnelSession:
    """One visit to a funnel, from its first page to the order."""

    status = column("How the visit ended, or that it goes on")
    discount_code = column("The discount code that the visitor entered")
    discount_amount = column("How much the code took off")
    last_activity_at = column("When the visitor last did something")
    completed_at = column("When the visitor reached the end; null until then")
    abandoned_at = column("When the visit was given up; null where it was not")

    company = to_one(models.storefront.FunnelSession.company_id, "Whose funnel was visited")
    funnel = to_one(models.storefront.FunnelSession.funnel_id, "The funnel that was visited")
    cs_session = to_one(models.storefront.FunnelSession.cs_session_id)
    leads = to_many(models.storefront.Lead.funnel_session_id, "The details that were left.")
    carts = to_many(models.storefront.Cart.funnel_session_id, "The carts that were filled.")


@entity(models.storefront.Lead, order_by=("-created_at",))
class Lead:
    """A visitor who left their details."""

    phone = column("The phone number", mask=Mask.PHONE)
    captured_fields = column("What the visitor wrote into the form", mask=Mask.OBJECT)

    company = to_one(models.storefront.Lead.company_id, "Whose lead it is")
    funnel_session = to_one(models.storefront.Lead.funnel_session_id, "The visit that led to it")
    contact = to_one(models.storefront.Lead.contact_id, "The contact that the lead became")
    by_email = lookup(
        "email",
        latest="created_at",
        description="The newest lead of an address; null where there is none.",
    )


@entity(
    models.storefront.Cart,
    order_by=("-created_at",),
    totals=Totals(sums=("total_amount",), averages=("total_amount",), per="currency"),
)
class Cart:
    """A shopper's cart, and what was done to bring them back to it."""

    source_type = column("What brought the shopper to the cart")
    email = column("The shopper's address, where they gave it")
    total_amount = column("What is in it, added up")
    status = column("Where the cart stands")
    abandoned_at = column("When the shopper left it; null where they did not")
    recovery_email_sent = column("Whether an e-mail was sent to bring the shopper back")
    recovery_email_sent_at = column("When that e-mail was sent; null until then")
    expires_at = column("When the cart is given up; null where it never is")

    company = to_one(models.storefront.Cart.company_id, "Whose store it is")
    funnel_session = to_one(models.storefront.Cart.funnel_session_id, "The visit to a funnel")
    landing_page = to_one(models.storefront.Cart.landing_page_id, "The page that led to it")
    inventory_holds = to_many(
        models.storefront.InventoryHold.cart_id, "The stock that is kept for it."
    )
    landing_page_sessions = to_many(
        models.storefront.LandingPageSession.cart_id, "The visit in which it was filled."
    )


@entity(
    models.storefront.InventoryHold,
    order_by=("-created_at",),
    totals=Totals(sums=("quantity",)),
)
class InventoryHold:
    """Stock that a cart keeps from others for a while."""

    quantity = column("How many of the product")
    expires_at = column("Until when it is kept")

    company = to_one(models.storefront.InventoryHold.company_id, "Whose stock it is")
    product = to_one(models.storefront.InventoryHold.product_id, "What is kept")
    cart = to_one(models.storefront.InventoryHold.cart_id, "The cart that it is kept for")


@entity(models.storefront.CrossSiteSession, omit=("session_token",), order_by=("-created_at",))
class CrossSiteSession:
    """A visitor's hand-over from one site of a company to another."""

    source_url = column("The page that the visitor left")
    target_url = column("The page that the visitor went to")
    status = column("Whether it can still be used")

    company = to_one(models.storefront.CrossSiteSession.company_id, "Whose sites they are")

"""Contacts, what they bought, what they did, and what the ads cost, as types of the API."""

import models
from api.funnels import fields
from api.graphql.declarations import (
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

AnalyticsEventType = describe(
    models.orders.AnalyticsEventType,
    LEAD="The contact left their details.",
    PURCHASE="The contact bought something.",
    ACTION="The contact did something else, such as attending a day of an event.",
    MESSAGE="The contact sent or got a message.",
    ANALYTICS="Something that only counts.",
)

AdPlatform = describe(
    models.orders.AdPlatform, META="Facebook and Instagram.", GOOGLE="Google Ads."
)

AdLevel = describe(
    models.orders.AdLevel,
    CAMPAIGN="All ads of a campaign.",
    AD_SET="The ads of one ad set.",
    AD="A single ad.",
)


@entity(models.orders.Contact, order_by=("-created_at",))
class Contact:
    """A person whom marketing reached, known by their e-mail address."""

    email = column("The address that the contact is known by")
    phone = column("The phone number", mask=Mask.PHONE)
    first_name = column("The given name")
    last_name = column("The family name")
    calendar_status = column("Where the contact stands with their booked call")
    obvio_link = column("The contact's page at Obvio")
    clickfunnels_id = column("The contact's number at ClickFunnels")
    keap_id = column("The contact's number at Keap")
    manychat_id = column("The contact's number at ManyChat")

    by_email = lookup("email", description="The contact of an address; null where there is none.")
    orders = to_many(models.orders.Order.contact_id, "What the contact bought.")
    analytics_events = to_many(models.orders.AnalyticsEvent.contact_id, "What the contact did.")
    engagement = fields.OF_CONTACTS
    leads = to_many(models.storefront.Lead.contact_id, "When the contact left their details.")
    affiliate_conversions = to_many(
        models.affiliates.AffiliateConversion.contact_id,
        "The contact's purchases that a partner brought.",
    )


@entity(models.orders.Product, order_by=("-created_at",))
class Product:
    """A thing that is sold, under one id whichever platform sells it."""

    product_name = column("What the product is called")
    clickfunnels_product_id = column("The product's number at ClickFunnels")
    keap_product_id = column("The product's number at Keap")
    external_sku = column("The product's stock keeping unit at the import source")
    last_synced_at = column("When the import last touched the product")
    company = to_one(models.orders.Product.company_id, "The company that sells the product")

    order_items = to_many(models.orders.OrderItem.product_id, "The orders' lines of this product.")
    images = to_many(
        models.imports.ProductImage.product_id,
        "The product's images, in their order.",
        order_by=("position",),
    )
    inventory_holds = to_many(
        models.storefront.InventoryHold.product_id, "The stock that carts keep."
    )
    by_clickfunnels_product_id = lookup(
        "clickfunnels_product_id", description="The product of a number at ClickFunnels."
    )
    by_keap_product_id = lookup("keap_product_id", description="The product of a number at Keap.")


@entity(
    models.orders.Order,
    order_by=("-created_at",),
    totals=Totals(sums=("order_total",), averages=("order_total",), per="currency"),
)
class Order:
    """One purchase, high-ticket sales included."""

    clickfunnels_order_id = column("The order's id at ClickFunnels")
    clickfunnels_order_number = column("The order's number, as the customer sees it")
    order_total = column("What the customer pays in all")
    purchase_date = column("The day of the purchase")
    billing_status = column("Where the payment stands, in the platform's words")
    funnel_name = column("The funnel that sold it, by its name")
    funnel_public_id = column("The funnel's public id at ClickFunnels")
    page = column("The page that sold it, by its name")
    page_id = column("The page's number at ClickFunnels")
    page_public_id = column("The page's public id at ClickFunnels")
    billing_address_line1 = column("Street and number of the billing address")
    billing_address_line2 = column("What else the billing address needs")
    billing_address_city = column("City of the billing address")
    billing_address_state = column("State or province of the billing address")
    billing_address_postal_code = column("Postal code of the billing address")
    billing_address_country = column("Country of the billing address")
    shipping_address_line1 = column("Street and number of the shipping address")
    shipping_address_line2 = column("What else the shipping address needs")
    shipping_address_city = column("City of the shipping address")
    shipping_address_state = column("State or province of the shipping address")
    shipping_address_postal_code = column("Postal code of the shipping address")
    shipping_address_country = column("Country of the shipping address")

    contact = to_one(models.orders.Order.contact_id, "Who bought")
    items = to_many(
        models.orders.OrderItem.order_id, "The order's lines, in their order.", order_by=("id",)
    )
    carts = to_many(models.storefront.Cart.order_id, "The cart that became the order.")
    landing_page_sessions = to_many(
        models.storefront.LandingPageSession.order_id, "The visit that led to the order."
    )
    affiliate_conversions = to_many(
        models.affiliates.AffiliateConversion.order_id, "What partners earn by the order."
    )
    is_high_ticket = expression(
        Kind.BOOLEAN,
        "coalesce({order_source} = 'high_ticket', false)",
        "Whether it is a high-ticket sale",
        is_nullable=False,
    )
    by_clickfunnels_order_id = lookup(
        "clickfunnels_order_id", description="The order of an id at ClickFunnels."
    )
    by_number = lookup(
        "clickfunnels_order_number",
        latest="created_at",
        description="The order of a number; the newest where platforms gave it twice.",
    )


@entity(
    models.orders.OrderItem,
    order_by=("id",),
    totals=Totals(sums=("quantity", "amount"), averages=("amount",), per="currency"),
)
class OrderItem:
    """One product in an order."""

    quantity = column("How many of the product")
    order = to_one(models.orders.OrderItem.order_id, "The order that it is a line of")
    product = to_one(models.orders.OrderItem.product_id, "What was bought")


@entity(models.orders.AnalyticsEvent, order_by=("-timestamp",))
class AnalyticsEvent:
    """One thing that a contact did: attendance, purchases, clicks, messages."""

    contact = to_one(models.orders.AnalyticsEvent.contact_id, "Who did it")
    type = column("The kind of thing it was")
    timestamp = column("When it happened")
    comment = column("What somebody remarked on it")


@entity(models.orders.YoutubeAttendance, order_by=("-date",))
class YoutubeAttendanceDay:
    """How many people watched a live stream on a day."""

    date = column("The day of the stream")
    participant_count = column("How many people watched")


@entity(models.orders.WorkflowError, order_by=("-created_at",))
class WorkflowError:
    """A failure that an automation reported."""

    workflow_name = column("The automation that failed")
    execution_id = column("The run that failed, at the automation's own platform")
    message = column("What the automation said")
    details = column("What else it reported")
    resolved_at = column("When somebody put it right; null until then")


@entity(
    models.orders.AdPerformance,
    order_by=("-date",),
    totals=Totals(
        sums=("impressions", "clicks", "spend", "conversions", "conversion_value"), per="currency"
    ),
)
class AdPerformanceDay:
    """What one campaign, ad set or ad did and cost on a day."""

    date = column("The day")
    platform = column("Where the ad ran")
    level = column("What the row sums up")
    campaign_name = column("The campaign's name at the platform")
    ad_set_id = column("The ad set's id at the platform")
    ad_set_name = column("The ad set's name at the platform")
    ad_id = column("The ad's id at the platform")
    ad_name = column("The ad's name at the platform")
    impressions = column("How often it was shown")
    clicks = column("How often it was clicked")
    spend = column("What it cost")
    conversions = column("How many conversions the platform counted")
    conversion_value = column("What the platform says that they were worth")


@entity(
    models.orders.DailyKpi,
    order_by=("-date",),
    totals=Totals(sums=("leads", "orders", "revenue", "ad_spend", "attendance"), per="currency"),
)
class DailyKpi:
    """The numbers of one day."""

    date = column("The day")
    leads = column("New leads of the day")
    orders = column("Orders of the day")
    revenue = column("What the day's orders came to")
    ad_spend = column("What the day's ads cost")
    by_date = lookup("date", description="The numbers of a day; null where there are none.")

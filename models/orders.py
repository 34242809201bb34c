"""Contacts, what they bought, what they did, and what the ads that brought them cost."""

import datetime as dt
import uuid
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import Index
from sqlalchemy import text as text_of

from models.base import Table
from models.columns import (
    bigint,
    bigint_key,
    bigint_reference,
    currency,
    day,
    enum,
    integer,
    json,
    money,
    now,
    organization,
    reference,
    text,
    timestamp,
)
from models.constraints import (
    belongs_to,
    check,
    index,
    is_currency,
    not_negative,
    tenant,
    unique_index,
)


class AnalyticsEventType(StrEnum):
    """The kind of thing a contact did."""

    LEAD = "lead"
    PURCHASE = "purchase"
    ACTION = "action"
    MESSAGE = "message"
    ANALYTICS = "analytics"


class AdPlatform(StrEnum):
    """Where an ad ran."""

    META = "META"
    GOOGLE = "GOOGLE"


class AdLevel(StrEnum):
    """What a row of ad performance sums up."""

    CAMPAIGN = "CAMPAIGN"
    AD_SET = "AD_SET"
    AD = "AD"


class Contact(Table, table=True):
    """A person whom marketing reached, known by their e-mail address."""

    __tablename__ = "contacts"
    __table_args__ = (
        *tenant(),
        unique_index("organization_id", "email"),
        index("organization_id", "created_at"),
        index("organization_id", "phone"),
    )

    id: int = bigint_key()
    organization_id: uuid.UUID = organization()
    created_at: dt.datetime = now()
    email: str = text()
    phone: str | None = text()
    full_name: str | None = text()
    first_name: str | None = text()
    last_name: str | None = text()
    calendar_status: str | None = text()
    obvio_link: str | None = text()
    clickfunnels_id: int | None = bigint()
    keap_id: int | None = bigint()
    manychat_id: int | None = bigint()


class Product(Table, table=True):
    """A thing that is sold, under one id whichever platform sells it."""

    __tablename__ = "products"
    __table_args__ = (
        *tenant(),
        *belongs_to("companies", "company_id", "SET NULL"),
        unique_index("organization_id", "clickfunnels_product_id"),
        unique_index("organization_id", "keap_product_id"),
        unique_index("company_id", "external_id", "import_source"),
    )

    id: int = bigint_key()
    organization_id: uuid.UUID = organization()
    created_at: dt.datetime = now()
    product_name: str = text()
    clickfunnels_product_id: int | None = bigint()
    keap_product_id: int | None = bigint()
    description: str | None = text()
    company_id: uuid.UUID | None = reference()
    import_source: str | None = text("Where an import took the product from")
    external_id: str | None = text("The product's id at the import source")
    external_sku: str | None = text()
    last_synced_at: dt.datetime | None = timestamp()


class Order(Table, table=True):
    """One purchase, high-ticket sales included."""

    __tablename__ = "orders"
    __table_args__ = (
        *tenant(),
        *belongs_to("contacts", "contact_id", "SET NULL"),
        unique_index("organization_id", "clickfunnels_order_id"),
        *not_negative("order_total"),
        is_currency(),
        index("contact_id"),
        index("organization_id", "clickfunnels_order_number"),
        index("organization_id", "created_at"),
        index("organization_id", "purchase_date"),
        index("organization_id", "order_source"),
    )

    id: int = bigint_key()
    organization_id: uuid.UUID = organization()
    created_at: dt.datetime = now()
    contact_id: int | None = bigint_reference()
    clickfunnels_order_id: int | None = bigint()
    clickfunnels_order_number: str | None = text()
    order_total: Decimal | None = money()
    currency: str = currency()
    purchase_date: dt.date | None = day()
    billing_status: str | None = text()
    order_source: str | None = text("Where the order came from; high-ticket sales say high_ticket")
    funnel_name: str | None = text()
    funnel_id: int | None = bigint("The funnel's number at ClickFunnels")
    funnel_public_id: str | None = text()
    page: str | None = text()
    page_id: int | None = bigint()
    page_public_id: str | None = text()
    billing_address_line1: str | None = text()
    billing_address_line2: str | None = text()
    billing_address_city: str | None = text()
    billing_address_state: str | None = text()
    billing_address_postal_code: str | None = text()
    billing_address_country: str | None = text()
    shipping_address_line1: str | None = text()
    shipping_address_line2: str | None = text()
    shipping_address_city: str | None = text()
    shipping_address_state: str | None = text()
    shipping_address_postal_code: str | None = text()
    shipping_address_country: str | None = text()


class OrderItem(Table, table=True):
    """One product in an order."""

    __tablename__ = "order_items"
    __table_args__ = (
        *tenant(),
        *belongs_to("orders", "order_id"),
        *belongs_to("products", "product_id", "NO ACTION"),
        check("quantity_positive", "quantity > 0"),
        *not_negative("amount"),
        index("order_id"),
        index("product_id", "id"),
    )

    id: int = bigint_key()
    organization_id: uuid.UUID = organization()
    created_at: dt.datetime = now()
    order_id: int = bigint_reference()
    product_id: int = bigint_reference()
    quantity: int | None = bigint()
    amount: Decimal | None = money()
    currency: str | None = text("ISO 4217 code of the amount")


class AnalyticsEvent(Table, table=True):
    """One thing that a contact did: attendance, purchases, clicks, messages."""

    __tablename__ = "analytics_events"
    __table_args__ = (
        *tenant(),
        *belongs_to("contacts", "contact_id"),
        index("contact_id", "timestamp"),
        index("organization_id", "timestamp"),
        index("organization_id", "type", "name", "timestamp"),
    )

    id: int = bigint_key()
    organization_id: uuid.UUID = organization()
    contact_id: int | None = bigint_reference()
    name: str | None = text("What happened, such as Attended_Day_1")
    value: str | None = text("What goes with it, such as an amount or a session id")
    type: AnalyticsEventType = enum(AnalyticsEventType)
    timestamp: dt.datetime = now()
    comment: str | None = text()


class YoutubeAttendance(Table, table=True):
    """How many people watched a live stream on a day."""

    __tablename__ = "youtube_attendance"
    __table_args__ = (
        *tenant(),
        unique_index("organization_id", "date", "platform"),
        check("platform_is_youtube", "platform = 'YouTube'"),
        *not_negative("participant_count"),
    )

    id: int = bigint_key()
    organization_id: uuid.UUID = organization()
    created_at: dt.datetime = now()
    date: dt.date = day()
    platform: str = text("Always YouTube", default="YouTube")
    participant_count: int | None = integer()


class WorkflowError(Table, table=True):
    """A failure that an automation reported."""

    __tablename__ = "workflow_errors"
    __table_args__ = (*tenant(), index("organization_id", "created_at"))

    id: int = bigint_key()
    organization_id: uuid.UUID = organization()
    created_at: dt.datetime = now()
    workflow_name: str = text()
    node_name: str | None = text("The step that failed")
    execution_id: str | None = text()
    message: str = text()
    details: dict[str, object] | None = json()
    resolved_at: dt.datetime | None = timestamp()


class AdPerformance(Table, table=True):
    """What one campaign, ad set or ad did and cost on a day."""

    __tablename__ = "ad_performance"
    __table_args__ = (
        *tenant(),
        Index(
            "uq_ad_performance_day",
            "organization_id",
            "date",
            "platform",
            "level",
            "campaign_id",
            text_of("coalesce(ad_set_id, '')"),
            text_of("coalesce(ad_id, '')"),
            unique=True,
        ),
        check(
            "level_has_its_ids",
            "(level = 'CAMPAIGN' or ad_set_id is not null)"
            " and (level <> 'AD' or ad_id is not null)",
        ),
        *not_negative("impressions", "clicks", "spend", "conversions", "conversion_value"),
        is_currency(),
    )

    id: int = bigint_key()
    organization_id: uuid.UUID = organization()
    created_at: dt.datetime = now()
    date: dt.date = day()
    platform: AdPlatform = enum(AdPlatform)
    level: AdLevel = enum(AdLevel)
    campaign_id: str = text("The campaign's id at the platform")
    campaign_name: str | None = text()
    ad_set_id: str | None = text()
    ad_set_name: str | None = text()
    ad_id: str | None = text()
    ad_name: str | None = text()
    impressions: int = bigint(default=0)
    clicks: int = bigint(default=0)
    spend: Decimal = money(default="0")
    currency: str = currency()
    conversions: int = bigint(default=0)
    conversion_value: Decimal = money(default="0")


class DailyKpi(Table, table=True):
    """The numbers of one day."""

    __tablename__ = "daily_kpis"
    __table_args__ = (
        *tenant(),
        unique_index("organization_id", "date"),
        *not_negative("leads", "orders", "revenue", "ad_spend", "attendance"),
        is_currency(),
    )

    id: int = bigint_key()
    organization_id: uuid.UUID = organization()
    created_at: dt.datetime = now()
    date: dt.date = day()
    leads: int = integer(default=0)
    orders: int = integer(default=0)
    revenue: Decimal = money(default="0")
    ad_spend: Decimal = money(default="0")
    currency: str = currency()
    attendance: int = integer("People who attended that day", default=0)

"""Storefronts: sites, landing pages, funnels, the sessions on them, leads, carts, holds."""

import uuid
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import Numeric, UniqueConstraint

from models.base import Table
from models.columns import (
    bigint_reference,
    column,
    currency,
    enum,
    flag,
    integer,
    json,
    money,
    now,
    organization,
    reference,
    text,
    timestamp,
    uuid_key,
)
from models.constraints import belongs_to, check, index, is_currency, not_negative, tenant


class CartStatus(StrEnum):
    """Where a cart stands."""

    ACTIVE = "ACTIVE"
    CONVERTED = "CONVERTED"
    ABANDONED = "ABANDONED"
    EXPIRED = "EXPIRED"


class CartSourceType(StrEnum):
    """What brought the shopper to the cart."""

    DIRECT = "DIRECT"
    LANDING_PAGE = "LANDING_PAGE"
    FUNNEL = "FUNNEL"
    EMAIL = "EMAIL"


class LandingPageSessionStatus(StrEnum):
    """How a visit to a landing page ended, or that it goes on."""

    ACTIVE = "ACTIVE"
    CONVERTED = "CONVERTED"
    ABANDONED = "ABANDONED"
    EXPIRED = "EXPIRED"


class FunnelSessionStatus(StrEnum):
    """How a visit to a funnel ended, or that it goes on."""

    ACTIVE = "ACTIVE"
    COMPLETED = "COMPLETED"
    ABANDONED = "ABANDONED"


class CrossSiteSessionStatus(StrEnum):
    """Whether a hand-over between sites can still be used."""

    ACTIVE = "ACTIVE"
    USED = "USED"
    EXPIRED = "EXPIRED"


class Site(Table, table=True):
    """One storefront of a company."""

    __tablename__ = "sites"
    __table_args__ = (
        *tenant(),
        *belongs_to("companies", "company_id"),
        UniqueConstraint("company_id", "slug"),
        UniqueConstraint("domain"),
        is_currency(),
        index("company_id", "is_active"),
    )

    id: uuid.UUID = uuid_key()
    organization_id: uuid.UUID = organization()
    company_id: uuid.UUID = reference()
    name: str = text()
    slug: str = text()
    description: str | None = text()
    domain: str | None = text("The site's own domain; unique everywhere")
    subdomain: str | None = text()
    logo_url: str | None = text()
    favicon_url: str | None = text()
    primary_color: str | None = text()
    secondary_color: str | None = text()
    font_family: str | None = text()
    theme: dict[str, object] = json(default="{}")
    meta_title: str | None = text()
    meta_description: str | None = text()
    social_image_url: str | None = text()
    analytics_id: str | None = text()
    facebook_pixel_id: str | None = text()
    currency: str = currency()
    language: str = text("BCP 47 tag", default="en")
    time_zone: str = text("IANA name", default="UTC")
    support_email: str | None = text()
    is_default: bool = flag(default=False)
    is_active: bool = flag(default=True)
    published_at: datetime | None = timestamp()
    created_at: datetime = now()
    updated_at: datetime = now()


class LandingPage(Table, table=True):
    """A page that a campaign leads to."""

    __tablename__ = "landing_pages"
    __table_args__ = (
        *tenant(),
        *belongs_to("companies", "company_id"),
        *belongs_to("sites", "site_id", "SET NULL"),
        UniqueConstraint("company_id", "slug"),
        index("site_id"),
    )

    id: uuid.UUID = uuid_key()
    organization_id: uuid.UUID = organization()
    company_id: uuid.UUID = reference()
    site_id: uuid.UUID | None = reference()
    name: str = text()
    slug: str = text()
    content: dict[str, object] = json(default="{}")
    is_published: bool = flag(default=False)
    created_at: datetime = now()
    updated_at: datetime = now()


class LandingPageSession(Table, table=True):
    """One visit to a landing page."""

    __tablename__ = "landing_page_sessions"
    __table_args__ = (
        *tenant(),
        *belongs_to("companies", "company_id"),
        *belongs_to("landing_pages", "landing_page_id"),
        *belongs_to("carts", "cart_id", "SET NULL"),
        *belongs_to("orders", "order_id", "SET NULL"),
        UniqueConstraint("session_token"),
        UniqueConstraint("cart_id"),
        index("organization_id", "started_at"),
        index("landing_page_id", "started_at"),
        index("landing_page_id", "status"),
        index("company_id", "started_at"),
        index("company_id", "converted_at"),
        index("order_id"),
        index("status"),
    )

    id: uuid.UUID = uuid_key()
    organization_id: uuid.UUID = organization()
    company_id: uuid.UUID = reference()
    landing_page_id: uuid.UUID = reference()
    session_token: str = text()
    visitor_id: str | None = text()
    ip_address_hash: str | None = text()
    user_agent: str | None = text()
    referrer: str | None = text()
    device_type: str | None = text()
    browser: str | None = text()
    os: str | None = text()
    utm_source: str | None = text()
    utm_medium: str | None = text()
    utm_campaign: str | None = text()
    utm_term: str | None = text()
    utm_content: str | None = text()
    cart_id: uuid.UUID | None = reference()
    order_id: int | None = bigint_reference()
    status: LandingPageSessionStatus = enum(
        LandingPageSessionStatus, default=LandingPageSessionStatus.ACTIVE
    )
    started_at: datetime = now()
    last_activity_at: datetime = now()
    converted_at: datetime | None = timestamp()
    abandoned_at: datetime | None = timestamp()


class Funnel(Table, table=True):
    """A sequence of pages that leads to a sale."""

    __tablename__ = "funnels"
    __table_args__ = (
        *tenant(),
        *belongs_to("companies", "company_id"),
        *belongs_to("sites", "site_id", "SET NULL"),
        UniqueConstraint("company_id", "slug"),
        index("site_id"),
    )

    id: uuid.UUID = uuid_key()
    organization_id: uuid.UUID = organization()
    company_id: uuid.UUID = reference()
    site_id: uuid.UUID | None = reference()
    name: str = text()
    slug: str = text()
    is_active: bool = flag(default=True)
    created_at: datetime = now()
    updated_at: datetime = now()


class FunnelSession(Table, table=True):
    """One visit to a funnel, from its first page to the order."""

    __tablename__ = "funnel_sessions"
    __table_args__ = (
        *tenant(),
        *belongs_to("companies", "company_id"),
        *belongs_to("funnels", "funnel_id"),
        *belongs_to("cs_sessions", "cs_session_id", "SET NULL"),
        UniqueConstraint("session_token"),
        *not_negative("discount_amount"),
        index("funnel_id", "status", "last_activity_at"),
        index("funnel_id", "last_activity_at"),
        index("company_id", "started_at"),
        index("terms_accepted_at"),
        index("privacy_accepted_at"),
        index("last_activity_at"),
        index("cs_session_id"),
        index("discount_code"),
    )

    id: uuid.UUID = uuid_key()
    organization_id: uuid.UUID = organization()
    company_id: uuid.UUID = reference()
    funnel_id: uuid.UUID = reference()
    session_token: str = text()
    visitor_id: str | None = text()
    status: FunnelSessionStatus = enum(FunnelSessionStatus, default=FunnelSessionStatus.ACTIVE)
    current_step: str | None = text("The page that the visitor is on")
    checkout_behavior: dict[str, object] = json(
        "How the visitor filled in the checkout: time per field, errors", default="{}"
    )
    terms_accepted_at: datetime | None = timestamp("When the visitor accepted the terms")
    privacy_accepted_at: datetime | None = timestamp("When the visitor accepted the privacy policy")
    cs_session_id: uuid.UUID | None = reference("The conversation with customer service")
    discount_code: str | None = text()
    discount_amount: Decimal | None = column(Numeric(10, 2))
    started_at: datetime = now()
    last_activity_at: datetime = now()
    completed_at: datetime | None = timestamp()
    abandoned_at: datetime | None = timestamp()


class Lead(Table, table=True):
    """A visitor who left their details."""

    __tablename__ = "leads"
    __table_args__ = (
        *tenant(),
        *belongs_to("companies", "company_id"),
        *belongs_to("funnel_sessions", "funnel_session_id", "SET NULL"),
        *belongs_to("contacts", "contact_id", "SET NULL"),
        index("company_id", "created_at"),
        index("organization_id", "created_at"),
        index("organization_id", "email"),
        index("funnel_session_id"),
        index("contact_id"),
        index("variant_id"),
    )

    id: uuid.UUID = uuid_key()
    organization_id: uuid.UUID = organization()
    company_id: uuid.UUID = reference()
    funnel_session_id: uuid.UUID | None = reference()
    contact_id: int | None = bigint_reference()
    email: str | None = text()
    phone: str | None = text()
    full_name: str | None = text()
    captured_fields: dict[str, object] = json("What the form asked for", default="{}")
    variant_id: str | None = text("The A/B variant that the visitor saw")
    created_at: datetime = now()
    updated_at: datetime = now()


class Cart(Table, table=True):
    """A shopper's cart, and what was done to bring them back to it."""

    __tablename__ = "carts"
    __table_args__ = (
        *tenant(),
        *belongs_to("companies", "company_id"),
        *belongs_to("funnel_sessions", "funnel_session_id", "SET NULL"),
        *belongs_to("landing_pages", "landing_page_id", "SET NULL"),
        *belongs_to("orders", "order_id", "SET NULL"),
        *not_negative("total_amount"),
        is_currency(),
        index("company_id", "created_at"),
        index("organization_id", "created_at"),
        index("funnel_session_id"),
        index("landing_page_id"),
        index("order_id"),
        index("source_type", "company_id", "status"),
        index(
            "company_id",
            "abandoned_at",
            "recovery_email_sent",
            where="status = 'ABANDONED' and not recovery_email_sent",
            name="idx_carts_recovery_candidates",
        ),
        index(
            "expires_at",
            where="status = 'ACTIVE' and expires_at is not null",
            name="idx_carts_expiration",
        ),
    )

    id: uuid.UUID = uuid_key()
    organization_id: uuid.UUID = organization()
    company_id: uuid.UUID = reference()
    funnel_session_id: uuid.UUID | None = reference()
    landing_page_id: uuid.UUID | None = reference()
    order_id: int | None = bigint_reference("The order that the cart became")
    source_type: CartSourceType = enum(CartSourceType, default=CartSourceType.DIRECT)
    visitor_id: str | None = text()
    email: str | None = text()
    items: list[object] = json("Product ids, quantities and prices", default="[]")
    total_amount: Decimal = money(default="0")
    currency: str = currency()
    status: CartStatus = enum(CartStatus, default=CartStatus.ACTIVE)
    abandoned_at: datetime | None = timestamp()
    recovery_email_sent: bool = flag(default=False)
    recovery_email_sent_at: datetime | None = timestamp()
    recovered_at: datetime | None = timestamp("When the shopper came back")
    expires_at: datetime | None = timestamp()
    created_at: datetime = now()
    updated_at: datetime = now()


class InventoryHold(Table, table=True):
    """Stock that a cart keeps from others for a while."""

    __tablename__ = "inventory_holds"
    __table_args__ = (
        *tenant(),
        *belongs_to("companies", "company_id"),
        *belongs_to("products", "product_id"),
        *belongs_to("carts", "cart_id"),
        check("quantity_positive", "quantity > 0"),
        index("product_id"),
        index("cart_id"),
        index("company_id"),
        index("expires_at", where="released_at is null"),
    )

    id: uuid.UUID = uuid_key()
    organization_id: uuid.UUID = organization()
    company_id: uuid.UUID = reference()
    product_id: int = bigint_reference()
    cart_id: uuid.UUID = reference()
    quantity: int = integer()
    expires_at: datetime = timestamp()
    released_at: datetime | None = timestamp("Null while the stock is held")
    created_at: datetime = now()


class CrossSiteSession(Table, table=True):
    """A visitor's hand-over from one site of a company to another."""

    __tablename__ = "cross_site_sessions"
    __table_args__ = (
        *tenant(),
        *belongs_to("companies", "company_id"),
        UniqueConstraint("session_token"),
        index("company_id", "created_at"),
        index("expires_at", where="status = 'ACTIVE'", name="idx_cross_site_sessions_cleanup"),
    )

    id: uuid.UUID = uuid_key()
    organization_id: uuid.UUID = organization()
    company_id: uuid.UUID = reference()
    session_token: str = text()
    visitor_id: str | None = text()
    source_url: str | None = text()
    target_url: str | None = text()
    status: CrossSiteSessionStatus = enum(
        CrossSiteSessionStatus, default=CrossSiteSessionStatus.ACTIVE
    )
    expires_at: datetime = timestamp()
    created_at: datetime = now()

"""The affiliate program: partners, their links, the clicks and sales they bring, what they earn."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import ARRAY, SmallInteger, Text, UniqueConstraint

from models.base import Table
from models.columns import (
    bigint_key,
    bigint_reference,
    column,
    currency,
    day,
    enum,
    flag,
    integer,
    json,
    money,
    now,
    organization,
    percent,
    reference,
    text,
    timestamp,
    uuid_key,
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


class PartnershipType(StrEnum):
    """What kind of partner it is."""

    AFFILIATE = "AFFILIATE"
    AMBASSADOR = "AMBASSADOR"
    INFLUENCER = "INFLUENCER"
    RESELLER = "RESELLER"
    REFERRAL = "REFERRAL"


class AffiliateStatus(StrEnum):
    """Whether a partner takes part in the program."""

    PENDING_APPROVAL = "PENDING_APPROVAL"
    ACTIVE = "ACTIVE"
    SUSPENDED = "SUSPENDED"
    INACTIVE = "INACTIVE"
    REJECTED = "REJECTED"
    TERMINATED = "TERMINATED"


class AffiliateTier(StrEnum):
    """How well a partner does, lowest first."""

    BRONZE = "BRONZE"
    SILVER = "SILVER"
    GOLD = "GOLD"
    PLATINUM = "PLATINUM"
    DIAMOND = "DIAMOND"


class AffiliatePayoutStatus(StrEnum):
    """Where a payout stands."""

    PENDING = "PENDING"
    PROCESSING = "PROCESSING"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"
    ON_HOLD = "ON_HOLD"


class AffiliatePayoutMethod(StrEnum):
    """How a partner is paid."""

    PAYPAL = "PAYPAL"
    BANK_TRANSFER = "BANK_TRANSFER"
    CHECK = "CHECK"
    CRYPTO = "CRYPTO"
    STORE_CREDIT = "STORE_CREDIT"


class ClickStatus(StrEnum):
    """Whether a click counts."""

    VALID = "VALID"
    DUPLICATE = "DUPLICATE"
    SUSPICIOUS = "SUSPICIOUS"
    FRAUD = "FRAUD"
    BOT = "BOT"


class ConversionStatus(StrEnum):
    """Whether a sale earns its commission."""

    PENDING = "PENDING"
    APPROVED = "APPROVED"
    REJECTED = "REJECTED"
    REVERSED = "REVERSED"
    DISPUTED = "DISPUTED"


class ClickQueueStatus(StrEnum):
    """Where a queued click stands."""

    PENDING = "PENDING"
    PROCESSING = "PROCESSING"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"
    DUPLICATE = "DUPLICATE"


class AffiliatePartner(Table, table=True):
    """A partner who brings customers for a commission."""

    __tablename__ = "affiliate_partners"
    __table_args__ = (
        *tenant(),
        *belongs_to("companies", "company_id"),
        unique_index("organization_id", "affiliate_code"),
        UniqueConstraint("company_id", "email"),
        check("commission_is_a_percentage", "commission_percent between 0 and 100"),
        check("cookie_lives", "cookie_duration_days > 0"),
        index("company_id", "status"),
        index("organization_id", "status", "tier"),
        index("organization_id", "created_at"),
    )

    id: uuid.UUID = uuid_key()
    organization_id: uuid.UUID = organization()
    company_id: uuid.UUID = reference()
    affiliate_code: str = text("The code that the partner's customers carry")
    name: str = text()
    email: str = text()
    website: str | None = text()
    country: str | None = text("ISO 3166-1 alpha-2")
    partnership_type: PartnershipType = enum(PartnershipType, default=PartnershipType.AFFILIATE)
    status: AffiliateStatus = enum(AffiliateStatus, default=AffiliateStatus.PENDING_APPROVAL)
    tier: AffiliateTier = enum(AffiliateTier, default=AffiliateTier.BRONZE)
    commission_percent: Decimal = percent("The partner's share of a sale", default="10")
    cookie_duration_days: int = integer("How long a click can lead to a sale", default=30)
    payout_method: AffiliatePayoutMethod | None = enum(AffiliatePayoutMethod)
    payout_details: dict[str, object] | None = json("Bank details; secret")
    approved_at: datetime | None = timestamp()
    created_at: datetime = now()
    updated_at: datetime = now()


class AffiliateLink(Table, table=True):
    """A trackable link of a partner."""

    __tablename__ = "affiliate_links"
    __table_args__ = (
        *tenant(),
        *belongs_to("companies", "company_id"),
        *belongs_to("affiliate_partners", "partner_id"),
        unique_index("organization_id", "link_code"),
        index("partner_id", "created_at"),
        index("company_id", "is_active"),
        index("expires_at", where="expires_at is not null"),
    )

    id: uuid.UUID = uuid_key()
    organization_id: uuid.UUID = organization()
    company_id: uuid.UUID = reference()
    partner_id: uuid.UUID = reference()
    link_code: str = text("What stands in the link's URL")
    name: str | None = text()
    destination_url: str = text()
    campaign: str | None = text()
    sub_id1: str | None = text("The partner's own tracking value")
    sub_id2: str | None = text()
    sub_id3: str | None = text()
    sub_id4: str | None = text()
    sub_id5: str | None = text()
    is_active: bool = flag(default=True)
    expires_at: datetime | None = timestamp()
    created_at: datetime = now()
    updated_at: datetime = now()


class AffiliateClick(Table, table=True):
    """One click on a partner's link, judged."""

    __tablename__ = "affiliate_clicks"
    __table_args__ = (
        *tenant(),
        *belongs_to("companies", "company_id"),
        *belongs_to("affiliate_partners", "partner_id"),
        *belongs_to("affiliate_links", "link_id"),
        check("fraud_score_is_a_percentage", "fraud_score between 0 and 100"),
        index("partner_id", "clicked_at"),
        index("link_id", "clicked_at"),
        index("company_id", "clicked_at"),
        index("organization_id", "partner_id", "status"),
        index("organization_id", "clicked_at"),
        index("company_id", "visitor_id"),
    )

    id: int = bigint_key()
    organization_id: uuid.UUID = organization()
    company_id: uuid.UUID = reference()
    partner_id: uuid.UUID = reference()
    link_id: uuid.UUID = reference()
    clicked_at: datetime = now()
    status: ClickStatus = enum(ClickStatus, default=ClickStatus.VALID)
    visitor_id: str | None = text("The visitor's cookie")
    ip_address_hash: str | None = text()
    user_agent: str | None = text()
    referrer: str | None = text()
    landing_url: str | None = text()
    country: str | None = text("ISO 3166-1 alpha-2")
    region: str | None = text()
    city: str | None = text()
    device_type: str | None = text()
    browser: str | None = text()
    os: str | None = text()
    sub_id1: str | None = text("The partner's own tracking value")
    sub_id2: str | None = text()
    sub_id3: str | None = text()
    sub_id4: str | None = text()
    sub_id5: str | None = text()
    fraud_score: int = column(SmallInteger, "0 is surely honest, 100 surely not", default="0")
    fraud_reasons: list[str] = column(ARRAY(Text), "Why the score is what it is", default="'{}'")


class AffiliateConversion(Table, table=True):
    """A sale or sign-up that a partner brought, and the commission it earns."""

    __tablename__ = "affiliate_conversions"
    __table_args__ = (
        *tenant(),
        *belongs_to("companies", "company_id"),
        *belongs_to("affiliate_partners", "partner_id"),
        *belongs_to("affiliate_links", "link_id", "SET NULL"),
        *belongs_to("affiliate_clicks", "click_id", "SET NULL"),
        *belongs_to("contacts", "contact_id", "SET NULL"),
        *belongs_to("orders", "order_id", "SET NULL"),
        *belongs_to("affiliate_payouts", "payout_id", "SET NULL"),
        UniqueConstraint("partner_id", "order_id"),
        *not_negative("order_amount", "commission_amount"),
        check("commission_is_a_percentage", "commission_percent between 0 and 100"),
        is_currency(),
        index("partner_id", "converted_at"),
        index("partner_id", "status"),
        index("company_id", "converted_at"),
        index("organization_id", "converted_at"),
        index("organization_id", "status", "converted_at"),
        index("link_id", "converted_at"),
        index("click_id"),
        index("contact_id"),
        index("order_id"),
        index("payout_id"),
    )

    id: uuid.UUID = uuid_key()
    organization_id: uuid.UUID = organization()
    company_id: uuid.UUID = reference()
    partner_id: uuid.UUID = reference()
    link_id: uuid.UUID | None = reference()
    click_id: int | None = bigint_reference("The click that the sale is attributed to")
    contact_id: int | None = bigint_reference("The customer")
    order_id: int | None = bigint_reference()
    payout_id: uuid.UUID | None = reference("The payout that paid the commission")
    status: ConversionStatus = enum(ConversionStatus, default=ConversionStatus.PENDING)
    order_amount: Decimal = money(default="0")
    commission_percent: Decimal = percent("The share at the time of the sale")
    commission_amount: Decimal = money()
    currency: str = currency()
    converted_at: datetime = now()
    approved_at: datetime | None = timestamp()
    rejected_at: datetime | None = timestamp()
    rejection_reason: str | None = text()
    created_at: datetime = now()
    updated_at: datetime = now()


class AffiliatePayout(Table, table=True):
    """Money paid to a partner, with its invoice."""

    __tablename__ = "affiliate_payouts"
    __table_args__ = (
        *tenant(),
        *belongs_to("companies", "company_id"),
        *belongs_to("affiliate_partners", "partner_id", "NO ACTION"),
        unique_index("organization_id", "invoice_number"),
        check("amount_positive", "amount > 0"),
        check("period_ends_after_start", "period_end > period_start"),
        is_currency(),
        index("partner_id", "created_at"),
        index("company_id", "status"),
        index("organization_id", "status"),
    )

    id: uuid.UUID = uuid_key()
    organization_id: uuid.UUID = organization()
    company_id: uuid.UUID = reference()
    partner_id: uuid.UUID = reference()
    amount: Decimal = money()
    currency: str = currency()
    status: AffiliatePayoutStatus = enum(
        AffiliatePayoutStatus, default=AffiliatePayoutStatus.PENDING
    )
    method: AffiliatePayoutMethod = enum(AffiliatePayoutMethod)
    period_start: date = day()
    period_end: date = day("The day after the period's last")
    invoice_number: str | None = text()
    invoice_url: str | None = text()
    transaction_id: str | None = text("The payment's id at whoever paid it out")
    failure_reason: str | None = text()
    processed_at: datetime | None = timestamp()
    created_at: datetime = now()
    updated_at: datetime = now()


class AffiliateCreative(Table, table=True):
    """Marketing material for partners."""

    __tablename__ = "affiliate_creatives"
    __table_args__ = (
        *tenant(),
        *belongs_to("companies", "company_id"),
        check("width_positive", "width > 0"),
        check("height_positive", "height > 0"),
        index("company_id", "is_active"),
    )

    id: uuid.UUID = uuid_key()
    organization_id: uuid.UUID = organization()
    company_id: uuid.UUID = reference()
    name: str = text()
    kind: str = text("What it is, such as banner, text or video")
    asset_url: str | None = text()
    body: str | None = text("The words of a text creative")
    width: int | None = integer("Pixels")
    height: int | None = integer("Pixels")
    is_active: bool = flag(default=True)
    created_at: datetime = now()
    updated_at: datetime = now()


class AffiliateProgramConfig(Table, table=True):
    """How a company runs its program."""

    __tablename__ = "affiliate_program_configs"
    __table_args__ = (
        *tenant(),
        *belongs_to("companies", "company_id"),
        UniqueConstraint("company_id"),
        check("commission_is_a_percentage", "default_commission_percent between 0 and 100"),
        check("cookie_lives", "cookie_duration_days > 0"),
        *not_negative("minimum_payout_amount"),
        is_currency(),
    )

    id: uuid.UUID = uuid_key()
    organization_id: uuid.UUID = organization()
    company_id: uuid.UUID = reference()
    is_enabled: bool = flag(default=True)
    auto_approve: bool = flag("Whether applications need no review", default=False)
    default_commission_percent: Decimal = percent(default="10")
    cookie_duration_days: int = integer(default=30)
    minimum_payout_amount: Decimal = money("Below this, earnings wait", default="50")
    currency: str = currency()
    terms_url: str | None = text()
    default_fallback_url: str | None = text("Where an invalid or expired link leads")
    created_at: datetime = now()
    updated_at: datetime = now()


class AffiliateApplication(Table, table=True):
    """A request to become a partner."""

    __tablename__ = "affiliate_applications"
    __table_args__ = (
        *tenant(),
        *belongs_to("companies", "company_id"),
        *belongs_to("affiliate_partners", "partner_id", "SET NULL"),
        *belongs_to("members", "reviewed_by", "SET NULL"),
        index("company_id", "status", "created_at"),
        index("partner_id"),
        index("reviewed_by"),
    )

    id: uuid.UUID = uuid_key()
    organization_id: uuid.UUID = organization()
    company_id: uuid.UUID = reference()
    partner_id: uuid.UUID | None = reference("The partner it led to")
    name: str = text()
    email: str = text()
    website: str | None = text()
    message: str | None = text()
    partnership_type: PartnershipType = enum(PartnershipType, default=PartnershipType.AFFILIATE)
    status: AffiliateStatus = enum(AffiliateStatus, default=AffiliateStatus.PENDING_APPROVAL)
    reviewed_by: uuid.UUID | None = reference()
    reviewed_at: datetime | None = timestamp()
    created_at: datetime = now()
    updated_at: datetime = now()


class QueuedAffiliateClick(Table, table=True):
    """A click as it came in, before it is judged; no foreign keys, so that taking it in is fast."""

    __tablename__ = "affiliate_click_queue"
    __table_args__ = (
        unique_index("organization_id", "id"),
        *not_negative("retry_count"),
        index("status", "queued_at"),
        index("company_id", "queued_at"),
        index("queued_at"),
    )

    id: int = bigint_key()
    organization_id: uuid.UUID = organization()
    company_id: uuid.UUID = reference()
    partner_id: uuid.UUID | None = reference()
    link_id: uuid.UUID | None = reference()
    link_code: str = text("What stood in the clicked URL")
    visitor_id: str | None = text()
    ip_address_hash: str | None = text()
    user_agent: str | None = text()
    referrer: str | None = text()
    landing_url: str | None = text()
    sub_id1: str | None = text()
    sub_id2: str | None = text()
    sub_id3: str | None = text()
    sub_id4: str | None = text()
    sub_id5: str | None = text()
    country: str | None = text("Found out while processing, as are the next five")
    region: str | None = text()
    city: str | None = text()
    device_type: str | None = text()
    browser: str | None = text()
    os: str | None = text()
    status: ClickQueueStatus = enum(ClickQueueStatus, default=ClickQueueStatus.PENDING)
    retry_count: int = integer(default=0)
    error_message: str | None = text()
    clicked_at: datetime = now()
    queued_at: datetime = now()
    processed_at: datetime | None = timestamp()

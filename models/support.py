"""Customer service: chat sessions and calls, what their AI used, and what that costs."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint

from models.base import Table
from models.columns import (
    bigint,
    day,
    enum,
    integer,
    now,
    organization,
    reference,
    text,
    timestamp,
    uuid_key,
)
from models.constraints import belongs_to, check, index, not_negative, tenant, unique_index


class CsAiUsageType(StrEnum):
    """What the AI was used for."""

    VOICE_CALL = "VOICE_CALL"
    CHAT_SESSION = "CHAT_SESSION"
    EMAIL_SUPPORT = "EMAIL_SUPPORT"
    SMS_SUPPORT = "SMS_SUPPORT"


class CsSession(Table, table=True):
    """One conversation with a customer."""

    __tablename__ = "cs_sessions"
    __table_args__ = (
        *tenant(),
        *belongs_to("companies", "company_id"),
        check("ends_after_start", "ended_at is null or ended_at >= started_at"),
        index("company_id", "started_at"),
    )

    id: uuid.UUID = uuid_key()
    organization_id: uuid.UUID = organization()
    company_id: uuid.UUID = reference()
    channel: str = text("Where the customer wrote or called, such as chat or phone")
    customer_email: str | None = text()
    started_at: datetime = now()
    ended_at: datetime | None = timestamp()
    created_at: datetime = now()


class VoiceCall(Table, table=True):
    """One phone call, often part of a session."""

    __tablename__ = "voice_calls"
    __table_args__ = (
        *tenant(),
        *belongs_to("companies", "company_id"),
        *belongs_to("cs_sessions", "cs_session_id", "SET NULL"),
        *not_negative("duration_seconds"),
        index("company_id", "started_at"),
        index("cs_session_id"),
    )

    id: uuid.UUID = uuid_key()
    organization_id: uuid.UUID = organization()
    company_id: uuid.UUID = reference()
    cs_session_id: uuid.UUID | None = reference()
    phone_number: str | None = text()
    duration_seconds: int | None = integer("Null while the call goes on")
    started_at: datetime = now()
    created_at: datetime = now()


class CsAiUsage(Table, table=True):
    """One use of AI in a session or a call, and its cost."""

    __tablename__ = "cs_ai_usage"
    __table_args__ = (
        *tenant(),
        *belongs_to("companies", "company_id"),
        *belongs_to("cs_sessions", "cs_session_id", "SET NULL"),
        *belongs_to("voice_calls", "voice_call_id", "SET NULL"),
        *not_negative("quantity", "input_tokens", "output_tokens", "cost_cents"),
        index("organization_id", "usage_type", "created_at"),
        index("company_id", "created_at"),
        index("cs_session_id"),
        index("voice_call_id"),
    )

    id: uuid.UUID = uuid_key()
    organization_id: uuid.UUID = organization()
    company_id: uuid.UUID = reference()
    usage_type: CsAiUsageType = enum(CsAiUsageType)
    cs_session_id: uuid.UUID | None = reference()
    voice_call_id: uuid.UUID | None = reference()
    quantity: int = integer("Minutes of a call, else messages", default=1)
    input_tokens: int = integer(default=0)
    output_tokens: int = integer(default=0)
    cost_cents: int = integer(default=0)
    created_at: datetime = now()


class CsAiPricing(Table, table=True):
    """What an organization pays for one unit of a kind of use."""

    __tablename__ = "cs_ai_pricing"
    __table_args__ = (
        *tenant(),
        unique_index("organization_id", "usage_type"),
        *not_negative("unit_price_cents", "included_units"),
    )

    id: uuid.UUID = uuid_key()
    organization_id: uuid.UUID = organization()
    usage_type: CsAiUsageType = enum(CsAiUsageType)
    unit_price_cents: int = integer()
    included_units: int = integer("Units of a billing period that cost nothing", default=0)
    created_at: datetime = now()
    updated_at: datetime = now()


class CsAiUsageSummary(Table, table=True):
    """What a company used in a billing period."""

    __tablename__ = "cs_ai_usage_summary"
    __table_args__ = (
        *tenant(),
        *belongs_to("companies", "company_id"),
        UniqueConstraint("company_id", "usage_type", "period_start"),
        check("period_ends_after_start", "period_end > period_start"),
        *not_negative("total_units", "total_cost_cents"),
    )

    id: uuid.UUID = uuid_key()
    organization_id: uuid.UUID = organization()
    company_id: uuid.UUID = reference()
    usage_type: CsAiUsageType = enum(CsAiUsageType)
    period_start: date = day()
    period_end: date = day("The day after the period's last")
    total_units: int = integer(default=0)
    total_cost_cents: int = bigint(default=0)
    created_at: datetime = now()
    updated_at: datetime = now()

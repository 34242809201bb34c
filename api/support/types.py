"""Conversations with customers, what their AI used and what that costs, as types of the API."""

import models
from api.graphql.declarations import Mask, Totals, column, describe, to_many, to_one
from api.graphql.entity import entity

CsAiUsageType = describe(
    models.support.CsAiUsageType,
    VOICE_CALL="A phone call; its unit is the minute.",
    CHAT_SESSION="A chat; its unit is the message.",
    EMAIL_SUPPORT="E-mail; its unit is the message.",
    SMS_SUPPORT="Text messages; its unit is the message.",
)


@entity(models.support.CsSession, order_by=("-started_at",))
class CsSession:
    """One conversation of customer service with a customer."""

    customer_email = column("The customer's address, where it is known")

    company = to_one(models.support.CsSession.company_id, "Whose customer it was")
    voice_calls = to_many(models.support.VoiceCall.cs_session_id, "The calls in it.")
    ai_usage = to_many(
        models.support.CsAiUsage.cs_session_id,
        "What AI was used for in it.",
        order_by=("-created_at",),
    )
    funnel_sessions = to_many(
        models.storefront.FunnelSession.cs_session_id, "The visits to a funnel that led to it."
    )


@entity(
    models.support.VoiceCall,
    order_by=("-started_at",),
    totals=Totals(sums=("duration_seconds",), averages=("duration_seconds",)),
)
class VoiceCall:
    """One phone call, often part of a conversation."""

    phone_number = column(mask=Mask.PHONE)
    duration_seconds = column("How long it took, in seconds; null while it goes on")

    company = to_one(models.support.VoiceCall.company_id, "Whose customer called")
    cs_session = to_one(
        models.support.VoiceCall.cs_session_id, "The conversation that it is part of"
    )
    ai_usage = to_many(
        models.support.CsAiUsage.voice_call_id,
        "What AI was used for in it.",
        order_by=("-created_at",),
    )


@entity(
    models.support.CsAiUsage,
    order_by=("-created_at",),
    totals=Totals(
        sums=("quantity", "input_tokens", "output_tokens", "cost_cents"),
        averages=("cost_cents",),
        per="usage_type",
    ),
)
class CsAiUse:
    """One use of AI in a conversation or a call, and its cost."""

    usage_type = column("What the AI was used for")
    input_tokens = column("How many tokens the model read")
    output_tokens = column("How many tokens the model wrote")
    cost_cents = column("What it cost, in cents")

    company = to_one(models.support.CsAiUsage.company_id, "Who pays for it")
    cs_session = to_one(models.support.CsAiUsage.cs_session_id, "The conversation it was used in")
    voice_call = to_one(models.support.CsAiUsage.voice_call_id, "The call it was used in")


@entity(models.support.CsAiPricing, order_by=("usage_type",))
class CsAiPrice:
    """What the organization pays for one unit of a kind of use."""

    usage_type = column("The kind of use")
    unit_price_cents = column("What a unit costs, in cents")


@entity(
    models.support.CsAiUsageSummary,
    order_by=("-period_start",),
    totals=Totals(sums=("total_units", "total_cost_cents"), per="usage_type"),
)
class CsAiUsagePeriod:
    """What a company used in a billing period."""

    usage_type = column("The kind of use")
    total_units = column("How many units were used: minutes of calls, else messages")
    total_cost_cents = column("What they cost, in cents")

    company = to_one(models.support.CsAiUsageSummary.company_id, "Who pays for it")

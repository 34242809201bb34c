"""The funnels that there are."""

from typing import Final, LiteralString

from api.funnels.declarations import Attendance, Days, Funnel, Narrowing, Outcome, Stage, sql_of
from models.affiliates import AffiliateStatus, AffiliateTier, PartnershipType
from models.blasts import BlastState, RecipientStatus
from models.storefront import FunnelSessionStatus


def _where(condition: LiteralString) -> LiteralString:
    return f"count(*) filter (where {condition})"


_TALLIED: Final = "coalesce(sum(tally.many), 0)::bigint"


def _tallied(condition: LiteralString) -> LiteralString:
    return f"coalesce(sum(tally.many) filter (where {condition}), 0)::bigint"


BLAST: Final = Funnel(
    name="blast",
    description="how far the messages of blasts got, by the day of the blast",
    rows="blast_recipients as recipient join blasts as blast on blast.id = recipient.blast_id",
    tallied="recipient.status",
    moment="blast.blast_date",
    owner="recipient.blast_id",
    owner_type="bigint",
    stages=(
        Stage("recipients", "Recipients", _TALLIED),
        Stage("sent", "Sent", _tallied("tally.status not in ('QUEUED', 'FAILED')")),
        Stage(
            "received",
            "Received",
            _tallied("tally.status not in ('QUEUED', 'PENDING', 'FAILED')"),
        ),
        Stage(
            "delivered",
            "Delivered",
            _tallied("tally.status in ('DELIVERY_ACK', 'READ_ACK', 'REPLIED', 'CLOSED')"),
        ),
        Stage("read", "Read", _tallied("tally.status in ('READ_ACK', 'REPLIED', 'CLOSED')")),
        Stage("replied", "Replied", _tallied("tally.status in ('REPLIED', 'CLOSED')")),
        Stage("closed", "Closed", _tallied("tally.status = 'CLOSED'")),
    ),
    beside=(Outcome("failed", "Failed", _tallied("tally.status = 'FAILED'"), "recipients"),),
    narrowings=(
        Narrowing(
            "blasts", "Only these blasts.", "recipient.blast_id = any({})", "bigint", "blasts"
        ),
        Narrowing(
            "tags", "Only blasts with one of these tags.", "blast.blast_tag = any({})", "text"
        ),
        Narrowing(
            "followUpStages",
            "Only blasts in one of these stages of the follow-up sequence.",
            "blast.follow_up_stage = any({})",
            "text",
        ),
        Narrowing(
            "states",
            "Only blasts that stand here.",
            "blast.state = any({})",
            "blast_state",
            values=BlastState,
        ),
        Narrowing(
            "statuses",
            "Only recipients whose message stands here.",
            "recipient.status = any({})",
            "recipient_status",
            values=RecipientStatus,
        ),
    ),
)

CAMPAIGN: Final = Funnel(
    name="campaign",
    description="how far the e-mails of campaigns got, by the day of sending, or of queueing "
    "where none was sent",
    rows="email_sends as send left join campaigns as campaign on campaign.id = send.campaign_id",
    moment="coalesce(send.sent_at, send.created_at)",
    owner="send.campaign_id",
    owner_type="uuid",
    stages=(
        Stage(
            "sent",
            "Sent",
            _where(
                "send.sent_at is not null or "
                "send.status in ('sent', 'delivered', 'opened', 'clicked', 'bounced')"
            ),
        ),
        Stage(
            "delivered",
            "Delivered",
            _where(
                "send.delivered_at is not null or send.status in ('delivered', 'opened', 'clicked')"
            ),
        ),
        Stage(
            "opened",
            "Opened",
            _where("send.opened_at is not null or send.status in ('opened', 'clicked')"),
        ),
        Stage(
            "clicked", "Clicked", _where("send.clicked_at is not null or send.status = 'clicked'")
        ),
    ),
    beside=(
        Outcome(
            "bounced",
            "Bounced",
            _where("send.bounced_at is not null or send.status = 'bounced'"),
            "sent",
        ),
        Outcome("failed", "Failed", _where("send.status = 'failed'"), None),
    ),
    narrowings=(
        Narrowing(
            "campaigns", "Only these campaigns.", "send.campaign_id = any({})", "uuid", "campaigns"
        ),
        Narrowing(
            "campaignStatuses",
            "Only campaigns that stand here, such as sent.",
            "campaign.status = any({})",
            "text",
        ),
        Narrowing(
            "statuses",
            "Only e-mails that stand here, such as bounced.",
            "send.status = any({})",
            "text",
        ),
    ),
)

DUNNING: Final = Funnel(
    name="dunning",
    description="what dunning e-mails brought, by the day that the metrics are of",
    rows="daily_metrics as metric",
    moment="metric.metric_date",
    owner="metric.merchant_id",
    owner_type="text",
    days=Days.DAY,
    stages=(
        Stage("emailsSent", "E-mails sent", "coalesce(sum(metric.emails_sent), 0)::bigint"),
        Stage("opens", "Opens", "coalesce(sum(metric.total_opens), 0)::bigint"),
        Stage("clicks", "Clicks", "coalesce(sum(metric.total_clicks), 0)::bigint"),
    ),
    amounts=(Stage("recovered", "Recovered", "coalesce(sum(metric.recovered_cents), 0)::bigint"),),
    narrowings=(
        Narrowing(
            "merchants",
            "Only these merchants.",
            "metric.merchant_id = any({})",
            "text",
            "merchants",
        ),
    ),
)

DUNNING_EMAIL: Final = Funnel(
    name="dunningEmail",
    description="how far each dunning e-mail got, every customer counted once, by the day it "
    "was logged",
    rows="usage_logs as log",
    moment="log.created_at",
    owner="log.merchant_id",
    owner_type="text",
    stages=(
        Stage("emailsSent", "E-mails sent", "count(*)"),
        Stage("opens", "Opens", _where("log.opened_at is not null or log.clicked_at is not null")),
        Stage("clicks", "Clicks", _where("log.clicked_at is not null")),
    ),
    narrowings=(
        Narrowing(
            "merchants", "Only these merchants.", "log.merchant_id = any({})", "text", "merchants"
        ),
        Narrowing(
            "metricTypes",
            "Only what was logged as one of these.",
            "log.metric_type = any({})",
            "text",
        ),
    ),
)

AFFILIATE: Final = Funnel(
    name="affiliate",
    description="what partners brought: clicks by the day of the click, conversions by the day "
    "of the sale",
    rows=sql_of("affiliate"),
    moment="fact.moment",
    owner="fact.partner_id",
    owner_type="uuid",
    stages=(
        Stage("clicks", "Clicks", _where("fact.is_click")),
        Stage("validClicks", "Valid clicks", _where("fact.is_valid")),
        Stage("conversions", "Conversions", _where("fact.is_conversion")),
        Stage("approved", "Approved", _where("fact.is_approved")),
        Stage("paid", "Paid", _where("fact.is_paid")),
    ),
    beside=(
        Outcome(
            "invalidClicks",
            "Invalid clicks",
            _where("fact.is_click and not fact.is_valid"),
            "clicks",
        ),
        Outcome("rejected", "Rejected or reversed", _where("fact.is_rejected"), "conversions"),
    ),
    narrowings=(
        Narrowing(
            "partners",
            "Only these partners.",
            "fact.partner_id = any({})",
            "uuid",
            "affiliate_partners",
        ),
        Narrowing(
            "statuses",
            "Only partners that stand here.",
            "partner.status = any({})",
            "affiliate_status",
            values=AffiliateStatus,
        ),
        Narrowing(
            "tiers",
            "Only partners of these tiers.",
            "partner.tier = any({})",
            "affiliate_tier",
            values=AffiliateTier,
        ),
        Narrowing(
            "partnershipTypes",
            "Only partners of these kinds.",
            "partner.partnership_type = any({})",
            "partnership_type",
            values=PartnershipType,
        ),
        Narrowing(
            "sources",
            "Only what came over links of these campaigns.",
            "fact.campaign = any({})",
            "text",
        ),
    ),
)

STOREFRONT: Final = Funnel(
    name="storefront",
    description="how far visits to the shops' funnels led, by the day on which the visit began",
    # A visit may leave several leads and carts, so visits are counted and not lines.
    rows="funnel_sessions as session "
    "left join leads as lead on lead.funnel_session_id = session.id "
    "left join carts as cart on cart.funnel_session_id = session.id "
    "left join orders as purchase on purchase.id = cart.order_id",
    moment="session.started_at",
    owner="session.funnel_id",
    owner_type="uuid",
    stages=(
        Stage("sessions", "Sessions", "count(distinct session.id)"),
        Stage("leads", "Leads", "count(distinct lead.funnel_session_id)"),
        Stage("carts", "Carts", "count(distinct cart.funnel_session_id)"),
        Stage(
            "orders",
            "Orders",
            "count(distinct cart.funnel_session_id) filter (where purchase.id is not null)",
        ),
    ),
    narrowings=(
        Narrowing(
            "funnels", "Only these funnels.", "session.funnel_id = any({})", "uuid", "funnels"
        ),
        Narrowing(
            "companies",
            "Only these companies' funnels.",
            "session.company_id = any({})",
            "uuid",
            "companies",
        ),
        Narrowing(
            "statuses",
            "Only visits that stand here.",
            "session.status = any({})",
            "funnel_session_status",
            values=FunnelSessionStatus,
        ),
        Narrowing(
            "discountCodes",
            "Only visits with one of these discount codes.",
            "session.discount_code = any({})",
            "text",
        ),
        Narrowing(
            "variants",
            "Only visits that left a lead of one of these A/B variants.",
            "exists (select from leads as left_here where left_here.funnel_session_id = session.id "
            "and left_here.variant_id = any({}))",
            "text",
        ),
    ),
)


ENGAGEMENT: Final = Funnel(
    name="engagement",
    description="how many contacts came on each day of an event, and how many bought, by the day "
    "of what they did",
    rows="analytics_events as event",
    moment='event."timestamp"',
    owner="event.contact_id",
    owner_type="bigint",
    attendance=Attendance(
        name="attendedDay",
        label="Attended day",
        day="case when event.type = 'analytics' then substring(event.name from 14)::integer end",
        measure="count(distinct event.contact_id)",
    ),
    stages=(
        Stage(
            "purchases",
            "Purchases",
            "count(distinct event.contact_id) filter (where event.type = 'purchase')",
        ),
    ),
    always="(event.type = 'purchase' or (event.type = 'analytics' "
    "and event.name ~ '^Attended_Day_[1-9][0-9]?$'))",
    narrowings=(
        Narrowing(
            "contacts", "Only these contacts.", "event.contact_id = any({})", "bigint", "contacts"
        ),
        Narrowing(
            "sources",
            "Only contacts who have ordered from one of these sources.",
            "exists (select from orders where orders.contact_id = event.contact_id "
            "and orders.order_source = any({}))",
            "text",
        ),
    ),
)

FUNNELS: Final = (
    BLAST,
    CAMPAIGN,
    DUNNING,
    DUNNING_EMAIL,
    AFFILIATE,
    STOREFRONT,
    ENGAGEMENT,
)

"""E-mail campaigns and their sends, events and their tickets, payments, preferences."""

import uuid
from datetime import datetime
from decimal import Decimal

from sqlalchemy import UniqueConstraint

from models.base import Table
from models.columns import (
    currency,
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
from models.constraints import (
    belongs_to,
    check,
    index,
    is_currency,
    not_negative,
    tenant,
    unique_index,
)


class Campaign(Table, table=True):
    """An e-mail campaign; its statistics follow its sends."""

    __tablename__ = "campaigns"
    __table_args__ = (
        *tenant(),
        check("status_known", "status in ('draft', 'scheduled', 'sending', 'sent', 'cancelled')"),
        index("organization_id", "created_at"),
    )

    id: uuid.UUID = uuid_key()
    organization_id: uuid.UUID = organization()
    name: str = text()
    subject: str | None = text()
    status: str = text(default="draft")
    scheduled_at: datetime | None = timestamp()
    stats: dict[str, object] = json(
        "Counts of sends, deliveries, opens, clicks, bounces and unsubscribes", default="{}"
    )
    created_at: datetime = now()
    updated_at: datetime = now()


class EmailSend(Table, table=True):
    """One e-mail of a campaign to one member."""

    __tablename__ = "email_sends"
    __table_args__ = (
        *tenant(),
        *belongs_to("campaigns", "campaign_id"),
        *belongs_to("members", "member_id"),
        check(
            "status_known",
            "status in ('pending', 'sent', 'delivered', 'opened', 'clicked', 'bounced', 'failed')",
        ),
        unique_index("sendgrid_message_id", where="sendgrid_message_id is not null"),
        index("campaign_id", "status"),
        index("campaign_id", "id"),
        index("member_id"),
        index("organization_id", "sent_at"),
        index("organization_id", "email_address"),
    )

    id: uuid.UUID = uuid_key()
    campaign_id: uuid.UUID | None = reference("Null for an e-mail outside any campaign")
    member_id: uuid.UUID | None = reference()
    organization_id: uuid.UUID = organization()
    email_address: str = text()
    status: str = text(default="pending")
    sendgrid_message_id: str | None = text("The provider's id; null until sent, then unique")
    sent_at: datetime | None = timestamp()
    delivered_at: datetime | None = timestamp()
    opened_at: datetime | None = timestamp()
    clicked_at: datetime | None = timestamp()
    bounced_at: datetime | None = timestamp()
    bounce_reason: str | None = text()
    created_at: datetime = now()
    updated_at: datetime = now()


class Event(Table, table=True):
    """Something that people buy tickets for."""

    __tablename__ = "events"
    __table_args__ = (
        *tenant(),
        check("ends_after_start", "ends_at is null or ends_at >= starts_at"),
        check("capacity_positive", "capacity > 0"),
        index("organization_id", "starts_at"),
    )

    id: uuid.UUID = uuid_key()
    organization_id: uuid.UUID = organization()
    name: str = text()
    description: str | None = text()
    venue: str | None = text()
    starts_at: datetime = timestamp()
    ends_at: datetime | None = timestamp()
    capacity: int | None = integer()
    created_at: datetime = now()
    updated_at: datetime = now()


class EventTicket(Table, table=True):
    """A ticket to an event, from order to check-in."""

    __tablename__ = "event_tickets"
    __table_args__ = (
        *tenant(),
        *belongs_to("events", "event_id"),
        *belongs_to("members", "member_id", "SET NULL"),
        *belongs_to("payments", "payment_id", "NO ACTION"),
        *belongs_to("members", "checked_in_by", "NO ACTION"),
        unique_index("organization_id", "ticket_number"),
        check(
            "status_known",
            "status in ('pending', 'paid', 'cancelled', 'refunded', 'checked_in')",
        ),
        check("checked_in_has_its_time", "status <> 'checked_in' or checked_in_at is not null"),
        *not_negative("amount_paid"),
        is_currency(),
        index("event_id", "status"),
        index("event_id", "ticket_number"),
        index("member_id"),
        index("payment_id"),
        index("checked_in_by"),
    )

    id: uuid.UUID = uuid_key()
    event_id: uuid.UUID | None = reference()
    member_id: uuid.UUID | None = reference()
    organization_id: uuid.UUID = organization()
    ticket_type_id: uuid.UUID | None = reference("The kind of ticket; an event may have several")
    ticket_number: str = text()
    status: str = text(default="pending")
    payment_id: uuid.UUID | None = reference()
    amount_paid: Decimal | None = money()
    currency: str = currency()
    purchase_date: datetime = now()
    checked_in_at: datetime | None = timestamp()
    checked_in_by: uuid.UUID | None = reference("The member who checked the ticket in")
    details: dict[str, object] = json("What the seller added", default="{}", name="metadata")
    created_at: datetime = now()
    updated_at: datetime = now()


class Payment(Table, table=True):
    """Money that a member paid."""

    __tablename__ = "payments"
    __table_args__ = (
        *tenant(),
        *belongs_to("members", "member_id", "SET NULL"),
        check("status_known", "status in ('pending', 'succeeded', 'failed', 'refunded')"),
        unique_index("organization_id", "provider_payment_id"),
        *not_negative("amount"),
        is_currency(),
        index("member_id"),
        index("organization_id", "created_at"),
    )

    id: uuid.UUID = uuid_key()
    organization_id: uuid.UUID = organization()
    member_id: uuid.UUID | None = reference()
    amount: Decimal = money()
    currency: str = currency()
    status: str = text(default="pending")
    provider_payment_id: str | None = text("The payment's id at the provider")
    created_at: datetime = now()
    updated_at: datetime = now()


class NotificationPreference(Table, table=True):
    """What a member wants to hear of, and how; only they may change it."""

    __tablename__ = "notification_preferences"
    __table_args__ = (
        *tenant(),
        *belongs_to("members", "member_id"),
        UniqueConstraint("member_id", "organization_id", "category"),
        check(
            "category_known",
            "category in ('marketing', 'transactional', 'events', 'newsletter', 'all')",
        ),
    )

    id: uuid.UUID = uuid_key()
    member_id: uuid.UUID = reference()
    organization_id: uuid.UUID = organization()
    category: str = text("'all' unsubscribes from everything")
    email_enabled: bool = flag(default=True)
    sms_enabled: bool = flag(default=False)
    push_enabled: bool = flag(default=False)
    unsubscribed_at: datetime | None = timestamp()
    created_at: datetime = now()
    updated_at: datetime = now()

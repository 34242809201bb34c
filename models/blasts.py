"""Marketing blasts: a message to many phone numbers, and how far each one got."""

import uuid
from datetime import datetime, time
from enum import StrEnum

from sqlalchemy import Time, UniqueConstraint

from models.base import Table
from models.columns import (
    bigint,
    bigint_key,
    bigint_reference,
    column,
    enum,
    flag,
    integer,
    json,
    now,
    organization,
    text,
    timestamp,
)
from models.constraints import belongs_to, check, index, not_negative, tenant, unique_index


class BlastState(StrEnum):
    """Where a blast stands."""

    DRAFT = "DRAFT"
    SENDING = "SENDING"
    PAUSED = "PAUSED"
    SENT = "SENT"
    CANCELLED = "CANCELLED"


class RecipientStatus(StrEnum):
    """How far a message got; the order is the order of progress, and FAILED is the other end."""

    QUEUED = "QUEUED"
    PENDING = "PENDING"
    SERVER_ACK = "SERVER_ACK"
    DELIVERY_ACK = "DELIVERY_ACK"
    READ_ACK = "READ_ACK"
    REPLIED = "REPLIED"
    CLOSED = "CLOSED"
    FAILED = "FAILED"


class StatusSource(StrEnum):
    """Who reported a status."""

    WEBHOOK = "webhook"
    POLLING = "polling"
    MANUAL = "manual"
    SEND = "send"


class Blast(Table, table=True):
    """One marketing message to many recipients."""

    __tablename__ = "blasts"
    __table_args__ = (
        *tenant(),
        *not_negative("total_recipients"),
        index("organization_id", "blast_date"),
        index("organization_id", "blast_tag"),
        index("organization_id", "follow_up_stage"),
    )

    id: int = bigint_key()
    organization_id: uuid.UUID = organization()
    blast_tag: str | None = text("Tag for filtering, such as a product launch")
    blast_date: datetime = timestamp("When the blast is sent", default="now()")
    blast_time: time | None = column(Time, "Local time of day, where one is asked for")
    follow_up_stage: str | None = text("Stage in the follow-up sequence")
    message_template: str | None = text("The text before each recipient's values are filled in")
    total_recipients: int = integer(default=0)
    state: BlastState = enum(BlastState, default=BlastState.DRAFT)
    created_at: datetime = now()
    updated_at: datetime = now()


class BlastRecipient(Table, table=True):
    """One message of a blast to one phone number; its status only moves forward."""

    __tablename__ = "blast_recipients"
    __table_args__ = (
        *tenant(),
        *belongs_to("blasts", "blast_id"),
        UniqueConstraint("blast_id", "phone_number"),
        unique_index("message_id", where="message_id is not null"),
        check("phone_number_is_e164", "phone_number ~ '^\\+[1-9][0-9]{6,14}$'"),
        *not_negative("attempts"),
        index("organization_id", "blast_id", "status"),
        index("blast_id", "id"),
        index("organization_id", "status"),
        index("organization_id", "phone_number"),
    )

    id: int = bigint_key()
    organization_id: uuid.UUID = organization()
    blast_id: int = bigint_reference()
    phone_number: str = text("E.164: a plus sign, the country code, the number")
    message_id: str | None = text("The provider's id; null until sent, then unique")
    message_text: str | None = text("What was sent, values filled in")
    status: RecipientStatus = enum(RecipientStatus, default=RecipientStatus.QUEUED)
    message_timestamp: int | None = bigint("The provider's time of the message, Unix seconds")
    message_c2s_timestamp: int | None = bigint("The provider's time of delivery, Unix seconds")
    delivered_at: datetime | None = timestamp()
    read_timestamp: datetime | None = timestamp()
    replied_at: datetime | None = timestamp()
    closed_at: datetime | None = timestamp("When the sale was closed")
    failure_reason: str | None = text()
    attempts: int = integer("How often sending was tried", default=0)
    wsapme_message_data: dict[str, object] | None = json("The provider's answer to the send")
    created_at: datetime = now()
    updated_at: datetime = now()


class StatusChange(Table, table=True):
    """A status that was reported for a recipient, also one that came too late to change it."""

    __tablename__ = "status_history"
    __table_args__ = (
        *tenant(),
        *belongs_to("blast_recipients", "recipient_id"),
        index("organization_id", "changed_at"),
        index("recipient_id", "changed_at"),
    )

    id: int = bigint_key()
    organization_id: uuid.UUID = organization()
    recipient_id: int = bigint_reference()
    old_status: RecipientStatus | None = enum(RecipientStatus, "Null when the row was born")
    new_status: RecipientStatus = enum(RecipientStatus, "What was reported")
    is_applied: bool = flag("False when it came after a later status", default=True)
    changed_at: datetime = now()
    source: StatusSource = enum(StatusSource, default=StatusSource.MANUAL)
    details: dict[str, object] | None = json("What the reporter added", name="metadata")
